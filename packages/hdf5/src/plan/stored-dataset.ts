import type { HeaderMessage } from "../object-header.ts";
import { Reader } from "./bytes.ts";

/** How a dataset lies in the file, as its header says. */
export interface StoredDataset {
  readonly shape: readonly number[];
  readonly type: ElementType | undefined;
  readonly layout:
    | { readonly kind: "header" }
    | { readonly kind: "contiguous"; readonly start: number; readonly length: number }
    /** `chunk`: lengths of its sides in elements. */
    | { readonly kind: "chunked"; readonly tree: number; readonly chunk: readonly number[] }
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
    layout: isExternal ? { kind: "unknown" } : layoutOf(new Reader(layout), base),
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

function layoutOf(layout: Reader, base: number): StoredDataset["layout"] {
  const [version, kind] = [layout.byte(0), layout.byte(1)];
  if (version !== 3 && version !== 4) return { kind: "unknown" };
  if (kind === 0) return { kind: "header" };
  if (kind === 1) {
    const start = layout.address(2);
    // Space that was never written has no place.
    return start === undefined
      ? { kind: "header" }
      : { kind: "contiguous", start: base + start, length: layout.long(10) };
  }
  // Files of the newest format index their chunks in other ways.
  if (kind !== 2 || version !== 3) return { kind: "unknown" };
  const sides = layout.byte(2);
  const tree = layout.address(3);
  if (tree === undefined) return { kind: "header" };
  const chunk = Array.from({ length: sides - 1 }, (_, d) => layout.word(11 + 4 * d));
  return { kind: "chunked", tree: base + tree, chunk };
}
