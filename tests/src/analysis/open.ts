import type { StimulusAnalysis } from "@ecephys/analysis";
import { analysisFile, fixtureFile } from "@ecephys/fixtures";
import type { EcephysSession } from "@ecephys/nwb";
import { openSession } from "@ecephys/nwb/node";

/** A class of AllenSDK's stimulus analyses, by its name there. */
export type ClassName =
  | "DriftingGratings"
  | "StaticGratings"
  | "NaturalScenes"
  | "NaturalMovies"
  | "Flashes"
  | "ReceptiveFieldMapping"
  | "DotMotion";

type Options = Parameters<EcephysSession["flashes"]>[0];

const METHODS: Readonly<
  Record<ClassName, (session: EcephysSession, options: Options) => Promise<StimulusAnalysis>>
> = {
  DriftingGratings: (session, options) => session.driftingGratings(options),
  StaticGratings: (session, options) => session.staticGratings(options),
  NaturalScenes: (session, options) => session.naturalScenes(options),
  NaturalMovies: (session, options) => session.naturalMovies(undefined, options),
  Flashes: (session, options) => session.flashes(options),
  ReceptiveFieldMapping: (session, options) => session.receptiveFieldMapping(options),
  DotMotion: (session, options) => session.dotMotion(options),
};

const opened = new Map<number, Promise<EcephysSession>>();

/** A session that analyses were recorded on, opened once. */
export function recordedSession(id: number): Promise<EcephysSession> {
  const known = opened.get(id) ?? openSession(bytesOf(id), { warn: () => {} });
  opened.set(id, known);
  return known;
}

export async function closeSessions(): Promise<void> {
  for (const session of opened.values()) await (await session).close();
  opened.clear();
}

function bytesOf(id: number): Uint8Array {
  if (id === 787794721) return analysisFile();
  return fixtureFile(id === 715093703 || id === 777821539 ? "mini" : "legacy", `session_${id}.nwb`);
}

/** The analysis of a class, as AllenSDK's keyword arguments ask for it. */
export async function openAnalysis(
  id: number,
  name: ClassName,
  args: Readonly<Record<string, unknown>>,
): Promise<StimulusAnalysis> {
  return METHODS[name](await recordedSession(id), optionsOf(args));
}

export function optionsOf(args: Readonly<Record<string, unknown>>): Options {
  const { filter, stimulus_key, trial_duration, psth_resolution } = args;
  return {
    stimulusKey: stimulus_key as string | undefined,
    trialDuration: trial_duration as number | undefined,
    psthResolution: psth_resolution as number | undefined,
    ...(Array.isArray(filter) ? { unitIds: filter as number[] } : { unitFilter: filter as never }),
  };
}
