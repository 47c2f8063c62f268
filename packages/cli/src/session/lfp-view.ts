import { type ColumnTable, table } from "@ecephys/core/arquero";
import { EcephysError } from "@ecephys/files";
import type { EcephysSession } from "@ecephys/nwb";
import type { SessionFlags } from "./flags.ts";
import { type RecordingSpan, requireAmount } from "./lfp-amount.ts";

type Recording = Awaited<ReturnType<EcephysSession["getLfp"]>>;

/**
 * One row per sample: `time` (s), and the LFP of each channel under the channel's id: as stored, which is V in the
 * institute's files, or always V with `scaled`.
 * @throws an EcephysError "not-found" for a channel without LFP, and for a time without samples,
 * "argument" for more than fits in memory.
 */
export async function lfp(
  session: EcephysSession,
  { probe, channel: channels, scaled, from, to }: SessionFlags,
  signal: AbortSignal,
): Promise<ColumnTable> {
  const recording = await session.getLfp(probe!, { scaled, signal });
  requireChannels(recording, channels ?? [], probe!);
  const span = await spanOf(recording);
  const wanted = channels?.length ?? recording.channels.length;
  requireAmount(span, wanted, { from: from!, to: to!, probe: probe! });
  const samples = await recording.sel({ time: { from: from!, to: to! }, channel: channels }, { signal });
  const { data, shape } = samples;
  const [rows = 0, columns = 0] = shape;
  if (rows === 0) throw nothingThen(span, probe!, `from ${from} s to ${to} s`);
  const ids = samples.coord("channel");
  const ofChannel = (column: number) =>
    Float64Array.from({ length: rows }, (_, row) => data[row * columns + column]!);
  return table([
    ["time", Float64Array.from(samples.coord("time") as ArrayLike<number>)],
    ...Array.from(ids as ArrayLike<number>, (id, column) => [String(id), ofChannel(column)] as const),
  ] as [string, Float64Array][]);
}

function requireChannels(recording: Recording, wanted: readonly number[], probe: number): void {
  const known = Array.from(recording.channels);
  const unknown = wanted.find((id) => !known.includes(id));
  if (unknown === undefined) return;
  throw new EcephysError("not-found", {
    action: "Choosing channels",
    resource: `the LFP of probe ${probe}`,
    reason: `channel ${unknown} is not in the file`,
    remedy: `The file has channels ${known.join(", ")}`,
  });
}

async function spanOf(recording: Recording): Promise<RecordingSpan> {
  const [first = Number.NaN] = await recording.timestamps({ end: 1 });
  const [last = Number.NaN] = await recording.timestamps({ start: -1 });
  return { length: recording.shape[0], first, last };
}

function nothingThen({ first, last, length }: RecordingSpan, probe: number, time: string): EcephysError {
  return new EcephysError("not-found", {
    action: "Reading samples",
    resource: `the LFP of probe ${probe}`,
    reason: `there is no sample ${time}`,
    remedy: length === 0 ? "It is empty" : `There are samples from ${first} s to ${last} s`,
  });
}
