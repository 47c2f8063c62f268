import type { DataArray, EcephysProjectCache } from "@ecephys/core";
import type { GoldenEntry } from "@ecephys/fixtures";
import type { EcephysSession } from "@ecephys/nwb";
import { type ColumnTable, not } from "arquero";
import { tableOptions, unitFilters } from "../arguments.ts";
import type { Rules } from "../compare/index.ts";
import type { Call } from "../harness.ts";
import { type Outcome, tableOutcome, valueOutcome } from "../outcome.ts";

type Cache = EcephysProjectCache<EcephysSession, DataArray, DataArray>;

/** AllenSDK's project methods, answered by our cache. */
export const PROJECT_CALLS: Readonly<Record<string, Call<{ readonly cache: Cache }>>> = {
  get_session_table: ({ cache }, { args }) => table(cache.getSessionTable(tableOptions(args))),
  get_probes: ({ cache }, { args }) => table(cache.getProbes(tableOptions(args))),
  get_channels: ({ cache }, { args }) => table(cache.getChannels(tableOptions(args))),
  get_units: ({ cache }, { args }) => table(cache.getUnits(tableOptions(args))),
  get_all_session_types: ({ cache }, { args }) => value(cache.getAllSessionTypes(tableOptions(args))),
  get_all_full_genotypes: ({ cache }, { args }) => value(cache.getAllFullGenotypes(tableOptions(args))),
  get_all_ages: ({ cache }, { args }) => value(cache.getAllAges(tableOptions(args))),
  get_all_sexes: ({ cache }, { args }) => value(cache.getAllSexes(tableOptions(args))),
  get_structure_acronyms: ({ cache }, { args }) => value(cache.getStructureAcronyms(tableOptions(args))),
  get_unit_analysis_metrics_by_session_type: ({ cache }, { args }) =>
    table(cache.getUnitAnalysisMetricsBySessionType(String(args.session_type), metricsOptions(args))),
  get_unit_analysis_metrics_for_session: ({ cache }, { args }) =>
    table(cache.getUnitAnalysisMetricsForSession(Number(args.session_id), metricsOptions(args))),
  get_natural_movie_template: async ({ cache }, entry) =>
    image(await cache.getNaturalMovieTemplate(Number(entry.args.number)), entry),
  get_natural_scene_template: async ({ cache }, entry) =>
    image(await cache.getNaturalSceneTemplate(Number(entry.args.number)), entry),
  // For a session its id was recorded, for LFP its shape.
  get_session_data: ({ cache }, { args }) =>
    ofSession(cache, Number(args.session_id), (session) => session.ecephysSessionId()),
  get_lfp: async ({ cache }, { args }) => {
    const probeId = Number(args.probe_id);
    const probes = await cache.getProbes();
    const row = Array.from(probes.array("id") as ArrayLike<number>).indexOf(probeId);
    const sessionId = Number(probes.get("ecephys_session_id", row));
    return ofSession(cache, sessionId, async (session) => [...(await session.getLfp(probeId)).shape]);
  },
  _get_sessions: ({ cache }) => table(cache.getRawSessions()),
  _get_probes: ({ cache }) => table(cache.getRawProbes()),
  _get_channels: ({ cache }) => table(cache.getRawChannels()),
  _get_units: ({ cache }) => table(cache.getRawUnits()),
  _get_annotated_probes: async ({ cache }) => {
    const probes = await cache.getProbes({ suppress: [] });
    return tableOutcome(probes.select(not("unit_count", "channel_count", "ecephys_structure_acronyms")));
  },
  _get_annotated_units: ({ cache }) => table(cache.getUnits({ suppress: [] })),
  manifest_dataframe: async ({ cache }) => tableOutcome(manifestTable(cache)),
};

/**
 * Lists of `getAll…` are sets, metrics may be text in AllenSDK's CSV (note M3); what does not exist is a
 * NotFoundError that names it (note M6).
 */
export function projectRules(entry: GoldenEntry): Rules {
  const { method } = entry;
  return {
    listsAreSets: method.startsWith("get_all_") || method === "get_structure_acronyms",
    hasNumericText: method.startsWith("get_unit_analysis_metrics"),
    ...unknownRules(entry),
  };
}

function unknownRules({ kind, args }: GoldenEntry): Rules {
  const requested = args.number ?? args.session_id ?? args.session_type;
  if (kind !== "error" || requested === undefined) return {};
  return {
    errorCodes: requested === -1 ? ["not-found", "argument"] : ["not-found"],
    errorNames: String(requested),
  };
}

function metricsOptions(args: GoldenEntry["args"]) {
  return {
    ...unitFilters(args),
    ...(args.annotate === undefined ? {} : { annotate: args.annotate === true }),
  };
}

async function table(running: Promise<ColumnTable>): Promise<Outcome> {
  return tableOutcome(await running);
}

async function value(running: Promise<unknown>): Promise<Outcome> {
  return valueOutcome(await running);
}

async function ofSession(
  cache: Cache,
  id: number,
  ask: (session: EcephysSession) => Promise<unknown>,
): Promise<Outcome> {
  const session = await cache.getSessionData(id);
  try {
    return valueOutcome(await ask(session));
  } finally {
    await session.close();
  }
}

/** Templates are compared value by value, or by their shape if nothing else was recorded. */
function image(read: DataArray, entry: GoldenEntry): Outcome {
  return entry.kind === "value" ? valueOutcome([...read.shape]) : { kind: "dataarray", array: read };
}

/** The records name the cache's directory "<cache>". */
function manifestTable(cache: Cache): ColumnTable {
  const manifest = cache.getManifestTable();
  const specs = Array.from(manifest.array("spec") as ArrayLike<string>);
  return manifest.assign({
    spec: specs.map((spec) => spec.replace(cache.storage.location, "<cache>")),
  } as never);
}
