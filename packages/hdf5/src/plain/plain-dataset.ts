import { Reader } from "../plan/bytes.ts";
import { layoutOf, type StoredDataset } from "../plan/stored-dataset.ts";
import { kindsOf, PLAIN, type PlainHeader } from "./plain-header.ts";
import { plainShape } from "./plain-shape.ts";
import { type PlainType, plainType } from "./plain-type.ts";

/** A dataset whose elements are read here. */
export interface PlainDataset {
  readonly type: PlainType;
  readonly shape: readonly number[];
  readonly layout: Exclude<StoredDataset["layout"], { readonly kind: "unknown" }>;
  /** The elements, where they lie in the header. */
  readonly compact: Uint8Array | undefined;
  /** What the elements of a chunk went through before they were stored, first to last. */
  readonly filters: readonly Filter[];
}

export type Filter = { readonly kind: "shuffle"; readonly bytes: number } | { readonly kind: "deflate" };

/** @throws a RangeError where the header is no dataset's, or one that is not plain. */
export function plainDataset({ kinds, only }: PlainHeader): PlainDataset {
  const space = only[PLAIN.dataspace];
  const type = only[PLAIN.datatype];
  const layout = only[PLAIN.layout];
  if ((kinds & kindsOf(PLAIN.symbolTable)) !== 0 || !space || !type || !layout || layout[0] !== 3)
    throw new RangeError("no such dataset");
  const plain = { type: plainType(type), shape: plainShape(space) };
  const found = layoutOf(new Reader(layout), new Reader(space), 0);
  const filters = filtersOf(only[PLAIN.filters]);
  if (found.kind === "unknown" || (filters.length > 0 && layout[1] !== CHUNKED))
    throw new RangeError("another layout");
  if (found.kind === "chunked") checkChunk(layout, found.chunk, plain);
  if (found.kind === "header" && layout[1] === CHUNKED)
    throw new RangeError("chunks that were never written");
  const length = plain.shape.reduce((product, side) => product * side, plain.type.bytes);
  if (found.kind === "contiguous" && found.length !== length) throw new RangeError("another length");
  const compact = layout[1] === COMPACT ? compactIn(layout) : undefined;
  if (compact && compact.length !== length) throw new RangeError("another length");
  return { ...plain, layout: found, compact, filters };
}

const COMPACT = 0;
const CHUNKED = 2;

function checkChunk(
  layout: Uint8Array,
  chunk: readonly number[],
  { shape, type }: Pick<PlainDataset, "shape" | "type">,
): void {
  const isKnown =
    chunk.length === shape.length &&
    shape.length > 0 &&
    chunk.every((side) => side > 0) &&
    elementOfChunk(layout) === type.bytes;
  if (!isKnown) throw new RangeError("another chunk");
}

function compactIn(layout: Uint8Array): Uint8Array {
  const length = new Reader(layout).short(2);
  if (4 + length > layout.length) throw new RangeError("elements beyond their header");
  return layout.subarray(4, 4 + length);
}

/** Bytes of an element, which stand behind the lengths of a chunk's sides. */
function elementOfChunk(layout: Uint8Array): number {
  const reader = new Reader(layout);
  return reader.word(11 + 4 * (reader.byte(2) - 1));
}

const DEFLATE = 1;
const SHUFFLE = 2;
/** Filters from this number on have names. */
const NAMED = 256;

/** @throws a RangeError where there is one that is not undone here. */
function filtersOf(body: Uint8Array | undefined): Filter[] {
  if (body === undefined) return [];
  const reader = new Reader(body);
  const version = reader.byte(0);
  if (version !== 1 && version !== 2) throw new RangeError("another form of filters");
  const filters: Filter[] = [];
  let at = version === 1 ? 8 : 2;
  for (let i = 0; i < reader.byte(1); i++) {
    const id = reader.short(at);
    const hasName = version === 1 || id >= NAMED;
    const nameLength = hasName ? reader.short(at + 2) : 0;
    const count = reader.short(at + (hasName ? 6 : 4));
    const values = at + (hasName ? 8 : 6) + (version === 1 ? Math.ceil(nameLength / 8) * 8 : nameLength);
    if (id === DEFLATE) filters.push({ kind: "deflate" });
    else if (id === SHUFFLE && count > 0) filters.push({ kind: "shuffle", bytes: reader.word(values) });
    else throw new RangeError("another filter");
    at = values + 4 * (version === 1 && count % 2 === 1 ? count + 1 : count);
  }
  return filters;
}
