import { type ColumnTable, table } from "@ecephys/core/arquero";
import { EcephysError } from "@ecephys/files";
import type { EcephysSession } from "@ecephys/nwb";
import type { ShownTable } from "../table/command-definition.ts";
import { lfp } from "./lfp-view.ts";
import { rowsInSpan } from "./span.ts";
import { requireStimulus } from "./stimulus.ts";
import { correlogram, counts, receptiveField, spikes, waveforms } from "./unit-views.ts";
import type { View, ViewCall } from "./view.ts";
import type { ViewName } from "./view-options.ts";

export const VIEWS: Readonly<Record<ViewName, View>> = {
  info,
  probes: (session, { signal }) => session.probes({ signal }),
  channels: (session, { signal }) => session.channels({ signal }),
  units: (session, { signal }) => session.units({ signal }),
  waveforms,
  stimuli: async (session, { flags: { stimulus }, signal }) => {
    if (stimulus !== undefined) await requireStimulus(session, stimulus, signal);
    return session.getStimulusTable(stimulus, { signal });
  },
  epochs: (session, { signal }) => session.getStimulusEpochs({ signal }),
  conditions,
  parameters,
  spikes,
  counts,
  correlogram,
  "receptive-field": receptiveField,
  running: async (session, { flags, signal }) =>
    rowsInSpan(await session.runningSpeed({ signal }), "start_time", flags, "the running speed"),
  pupil: async (session, { flags, signal }) =>
    rowsInSpan(
      found(await session.getPupilData({ signal }), session, "pupil"),
      TIME,
      flags,
      "the pupil data",
    ),
  gaze: async (session, { flags, signal }) => {
    const gaze = await session.getScreenGazeData({ includeFilteredData: flags.filtered, signal });
    return rowsInSpan(found(gaze, session, "gaze"), TIME, flags, "the gaze on the screen");
  },
  optotagging: (session, { signal }) => session.optogeneticStimulationEpochs({ signal }),
  "invalid-times": (session, { signal }) => session.invalidTimes({ signal }),
  lfp: (session, { flags, signal }) => lfp(session, flags, signal),
  csd: async (session, { flags, signal }) =>
    (await session.getCurrentSourceDensity(flags.probe!, { signal })).toTable(),
};

/** The times of eye tracking, as AllenSDK calls them. */
const TIME = "Time (s)";

/** One row per property: `property`, `value`; as JSON one object. */
async function info(session: EcephysSession, { signal }: ViewCall): Promise<ShownTable> {
  const entries = Object.entries(await session.metadata({ signal }));
  return {
    table: table({
      property: entries.map(([name]) => name),
      value: entries.map(([, value]) => (value instanceof Date ? value.toISOString() : (value ?? null))),
    }),
    object: { key: "property", value: "value" },
  };
}

/** The distinct combinations of parameters, of one stimulus or of all. */
async function conditions(
  session: EcephysSession,
  { flags: { stimulus }, signal }: ViewCall,
): Promise<ColumnTable> {
  const all = await session.stimulusConditions({ signal });
  if (stimulus === undefined) return all;
  await requireStimulus(session, stimulus, signal);
  const names = all.array("stimulus_name");
  const rows = Array.from({ length: all.numRows() }, (_, row) => row);
  return all.reify(rows.filter((row) => names[row] === stimulus));
}

/** One row per value that a parameter of a stimulus takes: `stimulus_name`, `parameter`, `value`. */
async function parameters(
  session: EcephysSession,
  { flags: { stimulus }, signal }: ViewCall,
): Promise<ColumnTable> {
  if (stimulus !== undefined) await requireStimulus(session, stimulus, signal);
  const stimuli = stimulus === undefined ? await session.stimulusNames({ signal }) : [stimulus];
  const rows: [stimulus: string, parameter: string, value: unknown][] = [];
  for (const name of stimuli) {
    const values = await session.getParameterValuesForStimulus(name, { signal });
    for (const [parameter, taken] of Object.entries(values))
      rows.push(...taken.map((value) => [name, parameter, value] as [string, string, unknown]));
  }
  return table({
    stimulus_name: rows.map(([name]) => name),
    parameter: rows.map(([, parameter]) => parameter),
    value: rows.map(([, , value]) => value),
  });
}

/** @throws an EcephysError "not-found" where the session has no eye tracking. */
function found(data: ColumnTable | undefined, session: EcephysSession, what: string): ColumnTable {
  if (data !== undefined) return data;
  throw new EcephysError("not-found", {
    action: `Reading the ${what} data`,
    resource: session.location,
    reason: "the eye was not tracked in this session, or the file does not have it",
  });
}
