import type { NumericArray } from "@ecephys/core";
import { DataArray } from "@ecephys/core/internal";
import { argumentChecks, type ByteSource, type OptionNames } from "@ecephys/files";
import { type Refuse, refusalsOf, requireSource } from "./failures.ts";
import { type LazyArray, noFrame } from "./lazy-array.ts";
import { NPY_PREAMBLE, type NpyHeader, npyHeaderRange, parseNpyHeader } from "./npy-header.ts";
import { decodeNumbers, formatName } from "./number-format.ts";
import { toCOrder } from "./order.ts";

/** Names for an .npy file. */
export interface NpyOptions {
  /** For messages: the file's name or place. */
  readonly location?: string | undefined;
  /** The array's name and dimensions; "dim_0", "dim_1", … by default. */
  readonly name?: string | undefined;
  readonly dims?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

const NPY_OPTIONS: OptionNames<NpyOptions> = { location: true, name: true, dims: true, signal: true };

/** An .npy file of which only the header has been read and checked; its values are returned in C order. */
export interface NpyFile extends LazyArray {
  /** numpy's name of the type in the file: "uint8", "float16", "bool". */
  readonly dtype: string;
}

const ACTION = "Reading an .npy file";

/**
 * Opens an .npy file: versions 1 to 3, numbers and booleans of every width, both byte orders, C and Fortran
 * order. Types become those of `decodeNumbers`: bool a Uint8Array of 0 and 1, float16 a Float32Array, int64 and
 * uint64 a Float64Array.
 * @throws an EcephysError "format" if the file is not an .npy file of numbers, or its length does not match the
 * header; this is checked before anything is allocated. "argument" for anything but a source of bytes.
 */
export async function openNpy(source: ByteSource, options: NpyOptions = {}): Promise<NpyFile> {
  requireSource(ACTION, source);
  argumentChecks(ACTION).knownOptions(options, NPY_OPTIONS);
  const refuse = refusalsOf(ACTION, options.location ?? "the array");
  const header = await readHeader(source, refuse, options.signal);
  const { shape, format, dataOffset } = header;
  checkLength(source.byteLength, header, refuse);
  const dims = options.dims?.length === shape.length ? options.dims : shape.map((_, d) => `dim_${d}`);

  const numbers = async (start: number, end: number, signal: AbortSignal | undefined) => {
    const [from, to] = [dataOffset + start * format.size, dataOffset + end * format.size];
    const bytes = await source.slice(from, to, { signal });
    if (bytes.length !== to - from) throw refuse(`it ends at byte ${from + bytes.length}`);
    return decodeNumbers(bytes, format, options.location ?? "the array");
  };
  const array = (data: NumericArray, from: number) =>
    new DataArray({
      name: options.name,
      dims: dims.slice(from),
      shape: shape.slice(from),
      data,
      attributes: { dtype: formatName(format) },
    });
  const read = async (signal: AbortSignal | undefined) => {
    const data = await numbers(0, sizeOf(shape), signal);
    return array(header.fortranOrder ? toCOrder(data, shape) : data, 0);
  };
  return {
    shape,
    dtype: formatName(format),
    read: ({ signal } = {}) => read(signal),
    frame: async (index, { signal } = {}) => {
      if (!(Number.isInteger(index) && index >= 0 && index < (shape[0] ?? 0)))
        throw noFrame(index, shape, options.location ?? "the array");
      if (header.fortranOrder && shape.length > 1 && sizeOf(shape) > 0)
        return (await read(signal)).isel({ [dims[0]!]: index });
      const size = sizeOf(shape.slice(1));
      return array(await numbers(index * size, (index + 1) * size, signal), 1);
    },
  };
}

/** Reads a complete .npy file; see `openNpy`. */
export async function readNpy(source: ByteSource, options: NpyOptions = {}): Promise<DataArray> {
  const file = await openNpy(source, options);
  return file.read({ signal: options.signal });
}

async function readHeader(
  source: ByteSource,
  refuse: Refuse,
  signal: AbortSignal | undefined,
): Promise<NpyHeader> {
  const [start, end] = npyHeaderRange(await source.slice(0, NPY_PREAMBLE, { signal }), refuse);
  if (end > source.byteLength) throw refuse(`it ends inside its header, at byte ${source.byteLength}`);
  const text = new TextDecoder().decode(await source.slice(start, end, { signal }));
  return parseNpyHeader(text, end, refuse);
}

function checkLength(byteLength: number, { shape, format, dataOffset }: NpyHeader, refuse: Refuse): void {
  const expected = dataOffset + sizeOf(shape) * format.size;
  if (expected === byteLength) return;
  const claim = `${formatName(format)} of shape (${shape.join(", ")})`;
  throw refuse(`its header says ${claim}, which takes ${expected} bytes, but there are ${byteLength}`);
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
