import type { NumericArray } from "@ecephys/core";
import type { Hdf5Range, Hdf5Values } from "@ecephys/hdf5";
import { isNumeric } from "@ecephys/hdf5/internal";
import type { NwbFile } from "../file/nwb-file.ts";
import type { SeriesLayout } from "../file/series-layout.ts";
import { plainElements } from "../file/values.ts";

/** Which samples, and which columns of the second axis. */
export interface SampleRange {
  readonly rows: Hdf5Range;
  /** All by default. */
  readonly columns?: Hdf5Range | undefined;
}

/** Samples in C order, time first, with the shape that they have. */
export interface Samples<Data> {
  readonly shape: readonly number[];
  readonly data: Data;
}

/** How stored numbers become what they mean. */
export interface Scale {
  readonly conversion: number;
  readonly offset: number;
  /** By position on the second axis. */
  readonly channels: Float64Array | undefined;
}

/** Reads samples as they are stored, but time first. */
export async function readStored(
  file: NwbFile,
  { isTransposed, path, shape, storedShape }: SeriesLayout,
  { rows, columns }: SampleRange,
  signal: AbortSignal | undefined,
): Promise<Samples<Hdf5Values>> {
  const wanted = isTransposed ? [columns ?? ALL, rows] : [rows, ...(columns ? [columns] : [])];
  const ranges = storedShape?.length === 2 && isTransposed ? wanted : wanted.slice(0, storedShape?.length);
  const read = await file.read(`${path}/data`, ACTION, { ranges, signal });
  const [first = 1, second = 1] = read.shape;
  if (!isTransposed) return { shape: [first, ...read.shape.slice(1, shape?.length)], data: read };
  const turned = shape?.length === 1 ? read : { ...read, data: transposed(read.data, first, second) };
  return { shape: shape?.length === 1 ? [second] : [second, first], data: turned };
}

const ALL: Hdf5Range = [0, Number.MAX_SAFE_INTEGER];
const ACTION = "Reading a series";

function transposed(data: Hdf5Values["data"], rows: number, columns: number): Hdf5Values["data"] {
  const turned = isNumeric(data) ? data.slice() : [...data];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      turned[column * rows + row] = data[row * columns + column] as never;
  return turned;
}

/**
 * Reads samples in the series' unit: data × conversion × the channel's conversion + offset, in double precision.
 * @throws an EcephysError "format" where they are no numbers.
 */
export async function readScaled(
  file: NwbFile,
  layout: SeriesLayout,
  scale: Scale,
  range: SampleRange,
  signal: AbortSignal | undefined,
): Promise<Samples<Float64Array>> {
  const { data, shape } = await readStored(file, layout, range, signal);
  if (!isNumeric(data.data))
    file.damage(`${layout.path}/data`, ACTION, `its samples are of kind "${data.type.kind}", not numbers`);
  return { shape, data: scaled(data.data, shape, scale, range.columns?.[0] ?? 0) };
}

function scaled(
  stored: NumericArray,
  shape: readonly number[],
  { channels, conversion, offset }: Scale,
  firstColumn: number,
): Float64Array {
  const isScale = Number.isFinite(conversion) && Number.isFinite(offset);
  const result = stored instanceof Float64Array ? stored : Float64Array.from(stored);
  if (!isScale || (conversion === 1 && offset === 0 && !channels)) return result;
  if (!channels) {
    for (let i = 0; i < result.length; i++) result[i] = result[i]! * conversion + offset;
    return result;
  }
  const columns = shape[1] ?? 1;
  const inner = shape.slice(2).reduce((product, length) => product * length, 1);
  for (let i = 0; i < result.length; i++) {
    const column = Math.floor(i / inner) % columns;
    result[i] = result[i]! * conversion * channels[firstColumn + column]! + offset;
  }
  return result;
}

/** Samples that are no numbers, as plain values: text, booleans, objects. */
export async function readPlain(
  file: NwbFile,
  layout: SeriesLayout,
  rows: Hdf5Range,
  signal: AbortSignal | undefined,
): Promise<Samples<readonly unknown[]>> {
  const { data, shape } = await readStored(file, layout, { rows }, signal);
  return { shape, data: plainElements(data) };
}
