import type { NumericArray } from "@ecephys/core";
import type { Hdf5Range } from "@ecephys/hdf5";
import type { NwbFile } from "../file/nwb-file.ts";

/** How stored samples become values in the file's unit: sample × conversion × channel conversion + offset. */
export interface Scaling {
  readonly conversion: number;
  readonly offset: number;
  /** By column; undefined where the file has none. */
  readonly channels: Float64Array | undefined;
}

/** What of a scaling a file says, and what of that is of no use. */
export interface FoundScaling {
  /** Undefined where samples are values as they are stored. */
  readonly scaling: Scaling | undefined;
  readonly problem: string | undefined;
}

/** Reads `conversion` and `offset` of a series' data, and its `channel_conversion`. */
export async function readScaling(file: NwbFile, path: string, action: string): Promise<FoundScaling> {
  const [{ conversion = 1, offset = 0 }, hasChannels] = await Promise.all([
    file.scalarAttributes(`${path}/data`, "conversion", "offset"),
    file.dataset(`${path}/channel_conversion`),
  ]);
  if (!isFiniteNumber(conversion) || !isFiniteNumber(offset))
    return {
      scaling: undefined,
      problem: `its conversion (${conversion}) or offset (${offset}) is no finite number`,
    };
  const channels = hasChannels ? await file.numbers(`${path}/channel_conversion`, action) : undefined;
  const isPlain = conversion === 1 && offset === 0 && (channels?.every((one) => one === 1) ?? true);
  return { scaling: isPlain ? undefined : { conversion, offset, channels }, problem: undefined };
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** Samples of some columns, row by row, as values in double precision. */
export function scaled(
  samples: NumericArray,
  [first, last]: Hdf5Range,
  { conversion, offset, channels }: Scaling,
): Float64Array {
  const width = last - first;
  const factors = Float64Array.from({ length: width }, (_, i) => conversion * (channels?.[first + i] ?? 1));
  const values = new Float64Array(samples.length);
  for (let at = 0; at < samples.length; at++) values[at] = samples[at]! * factors[at % width]! + offset;
  return values;
}

/** The formula in words: what to do with stored samples. */
export function formulaOf({ conversion, offset, channels }: Scaling): string {
  const least = channels?.reduce((a, b) => Math.min(a, b));
  const most = channels?.reduce((a, b) => Math.max(a, b));
  const perChannel = channels ? ` × the channel's conversion (${least} to ${most})` : "";
  return `sample × ${conversion}${perChannel}${offset === 0 ? "" : ` + ${offset}`}`;
}
