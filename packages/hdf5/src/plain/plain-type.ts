import type { Hdf5Type } from "../model.ts";
import { viewOf } from "../object-header.ts";
import { NestedTooDeeply, type StoredType, typeOfHeader } from "../stored-type.ts";
import { plainCompound } from "./plain-compound.ts";

/** A type whose elements are decoded here as they lie in the file. */
export interface PlainType {
  readonly type: Hdf5Type;
  /** Of an element in the file. */
  readonly bytes: number;
  /** Whether an element points at its text, which lies in a heap. */
  readonly isPointed: boolean;
}

/** HDF5's class numbers (H5T_class_t). */
const CLASS = { integer: 0, float: 1, text: 3, compound: 6, reference: 7, enum: 8, list: 9 } as const;

const SPACE_PADDED = 2;
/** Bytes of a pointer into a heap: how long, which heap, which of its objects. */
export const POINTER = 16;

/**
 * The type that a header's message holds (HDF5 file format, IV.A.2.d): whole integers and IEEE floats of this
 * machine's order, texts, booleans, references to objects, and compounds of these.
 * @throws a RangeError for all others.
 */
export function plainType(body: Uint8Array): PlainType {
  const view = viewOf(body);
  const kind = view.getUint8(0) & 15;
  const flags = view.getUint8(1);
  const bytes = view.getUint32(4, true);
  const stored = storedType(body);
  const isSwapped = (flags & 1) !== 0;
  if (
    kind === CLASS.float &&
    stored.kind === "float" &&
    stored.isIeee &&
    !isSwapped &&
    [4, 8].includes(bytes)
  )
    return { type: { kind: "float", bytes }, bytes, isPointed: false };
  if (kind === CLASS.integer && stored.kind === "integer" && !isSwapped) {
    const isWhole = stored.offset === 0 && stored.precision === bytes * 8 && [1, 2, 4, 8].includes(bytes);
    if (isWhole)
      return { type: { kind: "integer", bytes, signed: (flags & 8) !== 0 }, bytes, isPointed: false };
  }
  if (kind === CLASS.text && bytes > 0) {
    const padding = (flags & 15) === SPACE_PADDED ? "space" : "null";
    return { type: { kind: "text", bytes, padding }, bytes, isPointed: false };
  }
  const isText = kind === CLASS.list && (flags & 15) === 1;
  if (isText && flags >> 4 !== SPACE_PADDED && bytes === POINTER)
    return { type: { kind: "text", bytes: undefined, padding: "null" }, bytes, isPointed: true };
  if (kind === CLASS.reference && (flags & 15) === 0 && bytes === 8 && view.getUint8(0) >> 4 < 4)
    return { type: { kind: "reference", bytes, to: "object" }, bytes, isPointed: false };
  if (kind === CLASS.enum && bytes === 1 && isOfTruths(body))
    return { type: { kind: "boolean" }, bytes, isPointed: false };
  if (kind === CLASS.compound) return { type: plainCompound(body, plainType), bytes, isPointed: false };
  throw new RangeError("another type");
}

function storedType(body: Uint8Array): StoredType {
  try {
    return typeOfHeader(body);
  } catch (error) {
    throw error instanceof NestedTooDeeply ? new RangeError(error.message) : error;
  }
}

const FALSE_AND_TRUE = ["FALSE", "TRUE"];

/** Whether an enumeration of one byte is FALSE and TRUE, 0 and 1. */
function isOfTruths(body: Uint8Array): boolean {
  const view = viewOf(body);
  const isPadded = view.getUint8(0) >> 4 < 3;
  const base = body.subarray(8);
  if ((base[0]! & 15) !== CLASS.integer || view.getUint16(1, true) !== FALSE_AND_TRUE.length) return false;
  let at = 8 + 12;
  const names = FALSE_AND_TRUE.map(() => {
    const end = body.indexOf(0, at);
    if (end < 0) throw new RangeError("a name without an end");
    const name = new TextDecoder().decode(body.subarray(at, end));
    const length = end + 1 - at;
    at += isPadded ? Math.ceil(length / 8) * 8 : length;
    return name.toUpperCase();
  });
  return names.every((name, i) => name === FALSE_AND_TRUE[i] && view.getUint8(at + i) === i);
}
