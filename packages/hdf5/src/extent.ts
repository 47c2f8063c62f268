import { clamp } from "@ecephys/files/internal";
import type { Hdf5Dataset, Hdf5Range, Hdf5Type } from "./model.ts";
import type { LibraryRead } from "./volume.ts";

/** Datasets under this size are read through the library; bytes. */
const WORTH_IT = 1 << 20;

/** What the library does for one element: the bytes that it gives, and what it reads of the file for them. */
export interface ElementRead {
  readonly bytes: Uint8Array;
  readonly reads: readonly LibraryRead[];
}

/** Bytes of an element, for datasets whose numbers, or compounds of numbers and text, may lie in the file in one piece; undefined for all others. */
export function elementSize(dataset: Hdf5Dataset): number | undefined {
  const size = dataset.chunks === undefined ? bytesInPlace(dataset.type) : undefined;
  return size !== undefined && elementsOf(dataset) * size >= WORTH_IT ? size : undefined;
}

/** Bytes of an element that is in the file as it is in memory; undefined for all others. */
export function bytesInPlace(type: Hdf5Type): number | undefined {
  if (type.kind === "compound")
    return type.members.every(({ type: own }) => isInPlace(own)) ? type.bytes : undefined;
  if (type.kind === "float" && (type.bytes === 4 || type.bytes === 8)) return type.bytes;
  return type.kind === "integer" && type.bytes <= 4 && !type.bits ? type.bytes : undefined;
}

/** Whether a compound's member is decoded from its bytes alone. */
function isInPlace(type: Hdf5Type): boolean {
  if (type.kind === "integer") return type.bytes <= 8 && !type.bits;
  return type.kind === "float"
    ? [2, 4, 8].includes(type.bytes)
    : type.kind === "boolean" || (type.kind === "text" && type.bytes !== undefined);
}

function elementsOf({ shape = [0] }: Hdf5Dataset): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** A run of elements in C order, and the shape that they have. */
export interface ElementRun {
  readonly start: number;
  readonly count: number;
  readonly shape: readonly number[];
}

/** What some ranges of a dataset are as one run; undefined where they are none: dimensions but the first in part. */
export function runOf(shape: readonly number[], ranges: readonly Hdf5Range[]): ElementRun | undefined {
  const bounds = shape.map((length, d) => {
    const start = clamp(ranges[d]?.[0] ?? 0, 0, length);
    return { start, count: Math.max(0, clamp(ranges[d]?.[1] ?? length, 0, length) - start) };
  });
  const [first, ...others] = bounds;
  if (first === undefined || others.some(({ count }, d) => count !== shape[d + 1])) return undefined;
  const perRow = others.reduce((product, { count }) => product * count, 1);
  return {
    start: first.start * perRow,
    count: first.count * perRow,
    shape: bounds.map(({ count }) => count),
  };
}

/**
 * Where a dataset begins whose elements lie in one piece in the file, in C order; undefined where they do not, or
 * where it is too small to be worth it. The library does not say where; what it reads for the first, the middle and
 * the last element does. All three have to lie where one piece would have them, and to have the bytes that are there.
 */
export function byteOffsetOf(
  dataset: Hdf5Dataset,
  read: (element: number) => ElementRead,
  raw: (position: number, length: number) => Uint8Array,
): number | undefined {
  const size = elementSize(dataset);
  if (size === undefined) return undefined;
  const count = elementsOf(dataset);
  const probes = [0, Math.floor(count / 2), count - 1].map((element) => ({ element, ...read(element) }));
  return probes[0]!.reads
    .map(({ position }) => position)
    .find((start) =>
      probes.every(({ bytes, element, reads }) => {
        const position = start + element * size;
        return (
          reads.some((one) => one.position === position && one.length >= size) &&
          bytes.every((byte, at) => byte === raw(position, size)[at])
        );
      }),
    );
}
