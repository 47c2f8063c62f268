import type { Table } from "@ecephys/core";
import { tableOf } from "@ecephys/core/internal";
import { argumentChecks, EcephysError, type Names, type OptionNames } from "@ecephys/files";
import { nearest } from "@ecephys/files/internal";
import { columnOf } from "../inputs.ts";
import { withCrew } from "../workers/crew.ts";
import { checkWorkers, WORKERS_OPTIONS, type WorkersOptions } from "../workers/options.ts";
import {
  checkStimulusData,
  chosenUnits,
  readerOf,
  type StimulusData,
  UNITS_OPTIONS,
  type UnitsOptions,
  type UnitsProgress,
} from "./data.ts";
import { STIMULUS_KINDS, type StimulusKindName } from "./kinds.ts";
import type { MetricRows } from "./metric-rows.ts";
import { usefulWorkers } from "./over-units.ts";
import { stimulusNames } from "./stimulus.ts";
import { StimulusAnalysis } from "./stimulus-analysis.ts";

/** How far the metrics of a recording have come: units of all stimuli. */
export interface StimulusMetricsProgress extends UnitsProgress {
  readonly stimulus: StimulusKindName;
}

/** Which metrics, of which units. */
export interface StimulusMetricsOptions extends Omit<UnitsOptions, "onProgress">, WorkersOptions {
  /**
   * Classes of stimuli: "drifting_gratings", "flashes", …. By default all those of the project's metrics table that were
   * shown; natural movies, which that table does not have, only where they are named.
   */
  readonly stimuli?: Names | undefined;
  /** See `MetricsOptions.exact`; false by default. */
  readonly exact?: boolean | undefined;
  readonly onProgress?: ((progress: StimulusMetricsProgress) => void) | undefined;
}

export const STIMULUS_METRICS_OPTIONS: OptionNames<StimulusMetricsOptions> = {
  ...UNITS_OPTIONS,
  ...WORKERS_OPTIONS,
  stimuli: true,
  exact: true,
  onProgress: true,
};

/** A row of all metrics: those of stimuli that were not shown are left out. */
export interface StimulusMetricsRow
  extends Partial<Omit<MetricRows["drifting_gratings"], "unit_id">>,
    Partial<Omit<MetricRows["static_gratings"], "unit_id">>,
    Partial<Omit<MetricRows["natural_scenes"], "unit_id" | "pref_images_multi_ns">>,
    Partial<Omit<MetricRows["natural_movies"], "unit_id">>,
    Partial<Omit<MetricRows["flashes"], "unit_id">>,
    Partial<Omit<MetricRows["receptive_field_mapping"], "unit_id">>,
    Partial<Omit<MetricRows["dot_motion"], "unit_id">> {
  ecephys_unit_id: number;
  pref_image_multi_ns?: boolean | null;
}

/** Names that the project's table has instead of those of AllenSDK's class. */
const PUBLISHED_NAMES: Readonly<Record<string, string>> = {
  unit_id: "ecephys_unit_id",
  pref_images_multi_ns: "pref_image_multi_ns",
};

const ACTION = "Computing stimulus metrics";
const ALL = Object.keys(STIMULUS_KINDS) as StimulusKindName[];

/**
 * The metrics of every stimulus that was shown, one row per unit, under the names of the project's table of unit analysis
 * metrics, so that both can be compared column by column. Takes turns with other work, and can be aborted.
 *
 * @returns `ecephys_unit_id`, then the columns stimulus by stimulus. A missing number is NaN, a missing truth null.
 * @throws an EcephysError "not-found" for unknown units and for named stimuli that were not shown, "argument" for data that
 * are not what is expected.
 */
export async function stimulusMetrics(
  data: StimulusData,
  options: StimulusMetricsOptions = {},
): Promise<Table<StimulusMetricsRow>> {
  const checks = checkStimulusData(data, ACTION);
  checks.knownOptions(options, STIMULUS_METRICS_OPTIONS);
  const { exact, onProgress, signal } = options;
  const unitIds = chosenUnits(readerOf(data).unitIds, options.unitIds, ACTION);
  const named = stimulusKinds(options.stimuli);
  // A table without names is of the one stimulus that is asked for.
  const isNamed = data.presentations.columnNames().includes("stimulus_name");
  const shown = named && !isNamed ? named : shownKinds(data);
  if (named) refuseAbsent(named, shown);
  const kinds = named ?? shown.filter((kind) => kind !== "natural_movies");
  const columns = new Map<string, unknown[] | Float64Array>([
    ["ecephys_unit_id", Float64Array.from(unitIds)],
  ]);
  const { count, start } = checkWorkers(options, checks);
  await withCrew({ count: usefulWorkers(count, unitIds.length), start, signal }, ACTION, async (crew) => {
    for (const [k, stimulus] of kinds.entries()) {
      const done = k * unitIds.length;
      const metrics = await new StimulusAnalysis(stimulus, data, { unitIds }, crew).metrics({
        exact,
        signal,
        onProgress: (progress) =>
          onProgress?.({ stimulus, done: done + progress.done, total: kinds.length * unitIds.length }),
      });
      for (const name of metrics.columnNames())
        columns.set(PUBLISHED_NAMES[name] ?? name, columnOf(metrics, name, ACTION) as Float64Array);
    }
  });
  return tableOf<StimulusMetricsRow>(columns);
}

/**
 * Classes of stimuli by their names.
 * @throws an EcephysError "argument" that names the known ones.
 */
export function stimulusKinds(names: Names | undefined): StimulusKindName[] | undefined {
  const wanted = argumentChecks(ACTION).names("stimuli", names);
  const unknown = wanted?.find((name) => !Object.hasOwn(STIMULUS_KINDS, name));
  if (unknown === undefined) return wanted as StimulusKindName[] | undefined;
  const meant = nearest(unknown, ALL);
  throw new EcephysError("argument", {
    action: ACTION,
    resource: `the stimulus "${unknown}"`,
    reason: "no metrics are defined for it",
    remedy: `${meant === undefined ? "" : `Did you mean ${meant}? `}There are ${ALL.join(", ")}`,
  });
}

function refuseAbsent(kinds: readonly StimulusKindName[], shown: readonly StimulusKindName[]): void {
  const absent = kinds.filter((kind) => !shown.includes(kind));
  if (absent.length === 0) return;
  throw new EcephysError("not-found", {
    action: ACTION,
    resource: absent.join(", "),
    reason: `${absent.length > 1 ? "they were" : "it was"} not shown in this recording`,
    remedy: `There are metrics of ${shown.join(", ")}`,
  });
}

/** The classes of stimuli that were shown. */
function shownKinds({ presentations }: StimulusData): StimulusKindName[] {
  columnOf(presentations, "stimulus_name", ACTION);
  const names = stimulusNames(presentations, ACTION);
  const shown = ALL.filter((kind) => names.some((name) => STIMULUS_KINDS[kind].matches(name)));
  if (shown.length > 0) return shown;
  const [first] = names;
  throw new EcephysError("not-found", {
    action: ACTION,
    resource: "stimuli with metrics",
    reason: `none of the stimuli (${names.slice(0, 5).join(", ")}) has a name that metrics are defined for`,
    remedy: `Analyse one of them by itself: driftingGratings(data, { stimulusKey: "${first ?? "…"}" })`,
  });
}
