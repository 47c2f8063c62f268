import { type ColumnTable, table } from "@ecephys/core/arquero";
import { EcephysError } from "@ecephys/files";
import type { EcephysSession } from "@ecephys/nwb";
import { isIn, spanText } from "./span.ts";
import { presentationIds } from "./stimulus.ts";
import { requireRows, type ViewCall } from "./view.ts";

/**
 * One row per spike: `unit_id`, `spike_time` (s), `spike_amplitude` (V). If there is none, a warning says from when to
 * when there are any: a unit may be silent.
 */
export async function spikes(
  session: EcephysSession,
  { flags, signal, warn }: ViewCall,
): Promise<ColumnTable> {
  const { unit: unitIds } = flags;
  const times = await session.spikeTimes({ unitIds, signal });
  const amplitudes = await session.spikeAmplitudes({ unitIds, signal });
  const ids: number[] = [];
  const spikeTimes: number[] = [];
  const spikeAmplitudes: number[] = [];
  for (const [id, ofUnit] of times)
    for (const [i, time] of ofUnit.entries()) {
      if (!isIn(time, flags)) continue;
      ids.push(id);
      spikeTimes.push(time);
      spikeAmplitudes.push(amplitudes.get(id)?.[i] ?? Number.NaN);
    }
  if (ids.length === 0) warn(silence(times, spanText(flags)));
  return table({
    unit_id: Float64Array.from(ids),
    spike_time: Float64Array.from(spikeTimes),
    spike_amplitude: Float64Array.from(spikeAmplitudes),
  });
}

function silence(times: ReadonlyMap<number, Float64Array>, when: string): string {
  const first = Math.min(...[...times.values()].map((ofUnit) => ofUnit[0] ?? Number.POSITIVE_INFINITY));
  const last = Math.max(...[...times.values()].map((ofUnit) => ofUnit.at(-1) ?? Number.NEGATIVE_INFINITY));
  const others = first <= last ? `their spikes are from ${first} s to ${last} s` : "they have none at all";
  return `There is no spike of these units ${when}; ${others}.`;
}

/** One row per sample of a mean waveform: `unit_id`, `channel_id`, `time` (s), `mean_waveform` (µV). */
export async function waveforms(
  session: EcephysSession,
  { flags: { channel, unit: unitIds }, signal }: ViewCall,
): Promise<ColumnTable> {
  const found = await session.meanWaveforms({ unitIds, signal });
  const size = [...found.values()].reduce((sum, { data }) => sum + data.length, 0);
  requireRows(size, "the mean waveforms", "Request fewer units: --unit ID");
  const ids: number[] = [];
  const columns: { channel_id: number[]; time: number[]; mean_waveform: number[] } = {
    channel_id: [],
    time: [],
    mean_waveform: [],
  };
  for (const [id, waveform] of found) {
    const channels = Array.from(waveform.coord("channel_id") as ArrayLike<number>);
    requireChannels(channels, channel ?? [], id);
    const times = Array.from(waveform.coord("time") as ArrayLike<number>);
    for (const [row, channelId] of channels.entries()) {
      if (channel !== undefined && !channel.includes(channelId)) continue;
      for (const [column, time] of times.entries()) {
        ids.push(id);
        columns.channel_id.push(channelId);
        columns.time.push(time);
        columns.mean_waveform.push(waveform.data[row * times.length + column]!);
      }
    }
  }
  return table({ unit_id: ids, ...columns });
}

function requireChannels(known: readonly number[], wanted: readonly number[], unit: number): void {
  const unknown = wanted.find((id) => !known.includes(id));
  if (unknown === undefined) return;
  throw new EcephysError("not-found", {
    action: "Choosing channels",
    resource: `the mean waveform of unit ${unit}`,
    reason: `channel ${unknown} is not one of its probe's`,
    remedy: `Its channels are ${known.join(", ")}`,
  });
}

/** One row per presentation, bin and unit: its number of spikes. */
export async function counts(session: EcephysSession, { flags, signal }: ViewCall): Promise<ColumnTable> {
  const from = flags.from!;
  const to = flags.to!;
  const bins = flags.bin === undefined ? 1 : Math.round((to - from) / flags.bin);
  const edge = (i: number) => (i === bins ? to : from + (i * (to - from)) / bins);
  const stimulusPresentationIds = await presentationIds(session, flags.stimulus!, signal);
  const units = flags.unit?.length ?? (await session.numUnits({ signal }));
  requireRows(
    bins * units * stimulusPresentationIds.length,
    "the counts",
    "Request fewer units (--unit ID) or wider bins (--bin SECONDS)",
  );
  const found = await session.presentationwiseSpikeCounts({
    binEdges: Float64Array.from({ length: bins + 1 }, (_, i) => edge(i)),
    stimulusPresentationIds,
    unitIds: flags.unit,
    signal,
  });
  return found.toTable();
}

/** One row per pair of units and lag: pairs of spikes, of all times or those of a stimulus or of intervals. */
export async function correlogram(
  session: EcephysSession,
  { flags: { bin, from, intervals, lag, stimulus, to, unit: unitIds }, signal }: ViewCall,
): Promise<ColumnTable> {
  const span = from === undefined || to === undefined ? undefined : ([from, to] as const);
  const own = { unitIds, window: lag, binSize: bin, signal };
  if (intervals !== undefined) return (await session.correlograms({ ...own, intervals, span })).toTable();
  if (stimulus === undefined) return (await session.correlograms({ ...own, timeRange: span })).toTable();
  const stimulusPresentationIds = await presentationIds(session, stimulus, signal);
  return (await session.correlograms({ ...own, stimulusPresentationIds, span })).toTable();
}

/** One row per unit and position of a patch on the screen (degrees): its firing rate (spikes/s). */
export async function receptiveField(
  session: EcephysSession,
  { flags: { from, stimulus, to, unit }, signal }: ViewCall,
): Promise<ColumnTable> {
  const field = await session.receptiveField({
    unitIds: unit,
    stimulusName: stimulus,
    window: from === undefined || to === undefined ? undefined : [from, to],
    signal,
  });
  return field.toTable();
}
