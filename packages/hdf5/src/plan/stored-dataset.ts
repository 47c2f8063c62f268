import type { HeaderMessage } from "../object-header.ts";
import { Reader } from "./bytes.ts";
import type { ChunkIndex } from "./chunk-index.ts";

/** How a dataset lies in the file, as its header says. */
export interface StoredDataset {
  readonly shape: readonly number[];
  readonly type: ElementType | undefined;
  readonly layout:
    | { readonly kind: "header" }
    | { readonly kind: "contiguous"; readonly start: number; readonly length: number }
    /** `chunk`: lengths of its sides in elements. */
    | { readonly kind: "chunked"; readonly tree: number; readonly chunk: readonly number[] }
    /** The same in the newer ways. `most`: how far the dataset's dimensions can grow. */
    | {
        readonly kind: "indexed";
        readonly index: ChunkIndex;
        readonly chunk: readonly number[];
        readonly most: readonly (number | undefined)[];
      }
    | { readonly kind: "unknown" };
  readonly isFiltered: boolean;
}

/** What is needed of an element's type. */
export interface ElementType {
  readonly bytes: number;
  /** Whether elements are pointers to texts or lists, which lie elsewhere. */
  readonly isPointer: boolean;
  readonly isLittleEndianNumber: boolean;
}

const DATASPACE = 0x01;
const DATATYPE = 0x03;
const EXTERNAL = 0x07;
const LAYOUT = 0x08;
const FILTERS = 0x0b;

const INTEGER = 0;
const FLOAT = 1;
const VARIABLE = 9;

/** @throws a RangeError where the header is no dataset's. */
export function storedDataset(messages: readonly HeaderMessage[], base: number): StoredDataset {
  const bodyOf = (wanted: number) =>
    messages.find(({ type, isShared }) => type === wanted && !isShared)?.body;
  const [space, layout, type] = [bodyOf(DATASPACE), bodyOf(LAYOUT), bodyOf(DATATYPE)];
  if (!space || !layout) throw new RangeError("no dataset");
  const isExternal = bodyOf(EXTERNAL) !== undefined;
  return {
    shape: shapeOf(new Reader(space)),
    type: type && elementType(new Reader(type)),
    layout: isExternal ? { kind: "unknown" } : layoutOf(new Reader(layout), new Reader(space), base),
    isFiltered: bodyOf(FILTERS) !== undefined,
  };
}

export function shapeOf(space: Reader): number[] {
  const [version, rank] = [space.byte(0), space.byte(1)];
  const first = version === 1 ? 8 : 4;
  return Array.from({ length: rank }, (_, d) => space.long(first + 8 * d));
}

export function elementType(type: Reader): ElementType {
  const kind = type.byte(0) & 15;
  const isNumber = kind === INTEGER || kind === FLOAT;
  return {
    bytes: type.word(4),
    isPointer: kind === VARIABLE,
    isLittleEndianNumber: isNumber && (type.byte(1) & 1) === 0 && (type.byte(1) & 64) === 0,
  };
}

/** What the message of a layout says. */
export function layoutOf(layout: Reader, space: Reader, base: number): StoredDataset["layout"] {
  const [version, kind] = [layout.byte(0), layout.byte(1)];
  if (version < 3 || version > 5) return { kind: "unknown" };
  if (kind === 0) return { kind: "header" };
  if (kind === 1) {
    const start = layout.address(2);
    // Space that was never written has no place.
    return start === undefined
      ? { kind: "header" }
      : { kind: "contiguous", start: base + start, length: layout.long(10) };
  }
  if (kind !== 2) return { kind: "unknown" };
  if (version > 3) return indexedLayout(layout, space, base);
  const sides = layout.byte(2);
  const tree = layout.address(3);
  if (tree === undefined) return { kind: "header" };
  const chunk = Array.from({ length: sides - 1 }, (_, d) => layout.word(11 + 4 * d));
  return { kind: "chunked", tree: base + tree, chunk };
}

/** How far dimensions can grow; undefined for those without end. */
function roomOf(space: Reader): (number | undefined)[] {
  const shape = shapeOf(space);
  const first = (space.byte(0) === 1 ? 8 : 4) + 8 * shape.length;
  const hasRoom = (space.byte(2) & 1) !== 0;
  return shape.map((length, d) => (hasRoom ? space.address(first + 8 * d) : length));
}

/** Kinds of indexes of the format's newer versions (HDF5 file format, IV.A.2.i, versions 4 and 5). */
const SINGLE = 1;
const IMPLICIT = 2;
const FIXED = 3;
const EXTENSIBLE = 4;
const TREE = 5;
/** Bytes that tell how an index is built, by its kind. */
const PARAMETERS = new Map([
  [IMPLICIT, 0],
  [FIXED, 1],
  [EXTENSIBLE, 5],
  [TREE, 6],
]);
const FILTERED_SINGLE = 2;

function indexedLayout(layout: Reader, space: Reader, base: number): StoredDataset["layout"] {
  const [flags, sides, width] = [layout.byte(2), layout.byte(3), layout.byte(4)];
  const chunk = Array.from({ length: sides - 1 }, (_, d) => layout.unsigned(5 + d * width, width));
  const kindAt = 5 + sides * width;
  const kind = layout.byte(kindAt);
  const isFiltered = kind === SINGLE && (flags & FILTERED_SINGLE) !== 0;
  const parameters = kind === SINGLE ? (isFiltered ? 12 : 0) : PARAMETERS.get(kind);
  if (parameters === undefined || chunk.includes(0)) return { kind: "unknown" };
  const start = layout.address(kindAt + 1 + parameters);
  if (start === undefined) return { kind: "header" };
  const at = base + start;
  const most = roomOf(space);
  if (kind === SINGLE) {
    const length = isFiltered ? layout.long(kindAt + 1) : undefined;
    return { kind: "indexed", index: { kind: "single", at, length }, chunk, most };
  }
  if (kind === EXTENSIBLE) {
    const unlimited = most.indexOf(undefined);
    return unlimited < 0
      ? { kind: "unknown" }
      : { kind: "indexed", index: { kind: "extensible", at, unlimited }, chunk, most };
  }
  const kinds = { [IMPLICIT]: "implicit", [FIXED]: "fixed", [TREE]: "tree-v2" } as const;
  return { kind: "indexed", index: { kind: kinds[kind as keyof typeof kinds], at }, chunk, most };
}
