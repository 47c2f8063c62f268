import type { NumericArray } from "@ecephys/core";
import { DataArray } from "@ecephys/core/internal";
import type { Hdf5Dataset, Hdf5File, Hdf5Range, Hdf5Values } from "@ecephys/hdf5";
import { isNumeric } from "@ecephys/hdf5/internal";
import { type Refuse, refusalsOf } from "./failures.ts";
import { type LazyArray, noFrame } from "./lazy-array.ts";

/** More objects than a file with a single array has; a file with more is something else. */
const MOST_OBJECTS = 1000;

/**
 * The one array of an HDF5 file: its only dataset of `dims.length` dimensions with numbers or booleans.
 * @throws an EcephysError "format" if there is none, or more than one.
 */
export async function openHdf5Array(
  file: Hdf5File,
  name: string,
  dims: readonly string[],
): Promise<LazyArray> {
  const refuse = refusalsOf("Reading an array from HDF5", file.location);
  const { path, shape } = await onlyDataset(file, dims.length, refuse);
  const array = async (
    ranges: readonly Hdf5Range[],
    dropped: number,
    signal: AbortSignal | undefined,
  ): Promise<DataArray> => {
    const values = await file.read(path, { ranges, signal });
    if (!values) throw refuse(`the dataset ${path} is no longer there`);
    const data = numbersOf(values, refuse);
    return new DataArray({ name, dims: dims.slice(dropped), shape: values.shape.slice(dropped), data });
  };
  return {
    shape,
    read: ({ signal } = {}) => array([], 0, signal),
    frame: async (index, { signal } = {}) => {
      if (!(Number.isInteger(index) && index >= 0 && index < shape[0]!))
        throw noFrame(index, shape, file.location);
      return array([[index, index + 1]], 1, signal);
    },
  };
}

async function onlyDataset(
  file: Hdf5File,
  rank: number,
  refuse: Refuse,
): Promise<{ path: string; shape: readonly number[] }> {
  const found: { path: string; shape: readonly number[] }[] = [];
  const queue = ["/"];
  for (let visited = 0; queue.length > 0; visited++) {
    if (visited > MOST_OBJECTS) throw refuse(`it holds more than ${MOST_OBJECTS} objects`);
    const object = await file.describe(queue.shift()!);
    if (object?.kind === "group")
      queue.push(...object.children.map((child) => `${object.path === "/" ? "" : object.path}/${child}`));
    else if (object?.shape?.length === rank && isNumberDataset(object))
      found.push({ path: object.path, shape: object.shape });
  }
  if (found.length === 1) return found[0]!;
  const names = found.map(({ path }) => path).join(", ");
  throw refuse(`it holds ${found.length} arrays of ${rank} dimensions${names && ` (${names})`}, not one`);
}

function isNumberDataset({ type }: Hdf5Dataset): boolean {
  return type.kind === "integer" || type.kind === "float" || type.kind === "boolean";
}

function numbersOf({ data }: Hdf5Values, refuse: Refuse): NumericArray {
  if (isNumeric(data)) return data;
  if (data.every((value) => typeof value === "boolean")) return Uint8Array.from(data, Number);
  throw refuse("its elements are not numbers");
}
