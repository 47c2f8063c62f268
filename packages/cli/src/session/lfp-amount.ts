import { EcephysError } from "@ecephys/files";

/** The extent of a recording: its number of samples, and the times of the first and last one in seconds. */
export interface RecordingSpan {
  readonly length: number;
  readonly first: number;
  readonly last: number;
}

/** Half a gigabyte, which is held in memory twice: as samples, and as columns of a table. */
const MOST_VALUES = 2 ** 26;

/**
 * Refuses requests that would not fit in memory: a whole session of one probe is a billion values.
 * @throws an EcephysError "argument" that says how much can be read at once.
 */
export function requireAmount(
  { length, first, last }: RecordingSpan,
  channels: number,
  { from, to, probe }: { readonly from: number; readonly to: number; readonly probe: number },
): void {
  const duration = last - first;
  const rate = duration > 0 ? length / duration : 0;
  const values = Math.round(Math.max(0, Math.min(to, last) - Math.max(from, first)) * rate * channels);
  if (values <= MOST_VALUES) return;
  const most = Math.floor(MOST_VALUES / (rate * channels));
  throw new EcephysError("argument", {
    action: "Reading samples",
    resource: `the LFP of probe ${probe}`,
    reason: `from ${from} s to ${to} s there are about ${values.toLocaleString("en")} values of ${channels} channels, too many for memory`,
    remedy: `Request at most ${most} s at a time, or only some channels: --channel ID`,
  });
}
