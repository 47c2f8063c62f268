import { escape as asExpression, type ColumnTable, table } from "@ecephys/core/arquero";
import type { EcephysSession } from "@ecephys/nwb";
import type { SessionFlags } from "./flags.ts";
import { lfp } from "./lfp-view.ts";
import { requireStimulus } from "./stimulus.ts";

type View = (session: EcephysSession, flags: SessionFlags, signal: AbortSignal) => Promise<ColumnTable>;

/** The views of a session, by their name on the command line. */
export type ViewName =
  | "info"
  | "units"
  | "stimuli"
  | "epochs"
  | "spikes"
  | "running"
  | "optotagging"
  | "invalid-times"
  | "lfp";

export const VIEWS: Readonly<Record<ViewName, View>> = {
  info,
  units: (session, _, signal) => session.units({ signal }),
  stimuli: async (session, { stimulus }, signal) => {
    if (stimulus !== undefined) await requireStimulus(session, stimulus, signal);
    return session.getStimulusTable(stimulus, { signal });
  },
  epochs: (session, _, signal) => session.getStimulusEpochs({ signal }),
  spikes,
  running,
  optotagging: (session, _, signal) => session.optogeneticStimulationEpochs({ signal }),
  "invalid-times": (session, _, signal) => session.invalidTimes({ signal }),
  lfp,
};

/** One row per property: `property`, `value`. */
async function info(session: EcephysSession, _: SessionFlags, signal: AbortSignal): Promise<ColumnTable> {
  const entries = Object.entries(await session.metadata({ signal }));
  return table({
    property: entries.map(([name]) => name),
    value: entries.map(([, value]) => (value instanceof Date ? value.toISOString() : (value ?? null))),
  });
}

/** One row per sample whose `start_time` is in [from, to). */
async function running(
  session: EcephysSession,
  { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY }: SessionFlags,
  signal: AbortSignal,
): Promise<ColumnTable> {
  const speed = await session.runningSpeed({ signal });
  return speed.filter(
    asExpression((row: { start_time: number }) => row.start_time >= from && row.start_time < to),
  );
}

/** One row per spike: `unit_id`, `spike_time` (s), `spike_amplitude` (V). */
async function spikes(
  session: EcephysSession,
  { unit: unitIds, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY }: SessionFlags,
  signal: AbortSignal,
): Promise<ColumnTable> {
  const times = await session.spikeTimes({ unitIds, signal });
  const amplitudes = await session.spikeAmplitudes({ unitIds, signal });
  const ids: number[] = [];
  const spikeTimes: number[] = [];
  const spikeAmplitudes: number[] = [];
  for (const [id, ofUnit] of times)
    for (const [i, time] of ofUnit.entries()) {
      if (!(time >= from && time < to)) continue;
      ids.push(id);
      spikeTimes.push(time);
      spikeAmplitudes.push(amplitudes.get(id)?.[i] ?? Number.NaN);
    }
  return table({
    unit_id: Float64Array.from(ids),
    spike_time: Float64Array.from(spikeTimes),
    spike_amplitude: Float64Array.from(spikeAmplitudes),
  });
}
