import type { Hdf5Type } from "../model.ts";
import { Reader } from "../plan/bytes.ts";
import { typeOfHeader } from "../stored-type.ts";
import { type Described, membersIn, nameAt } from "./plain-compound.ts";
import { RecentBytes } from "./recent-bytes.ts";

/** A type whose elements are decoded here as they lie in the file. */
export type PlainType = Omit<Described, "length">;

/** HDF5's class numbers (H5T_class_t). */
const CLASS = { integer: 0, float: 1, text: 3, compound: 6, reference: 7, enum: 8, list: 9 } as const;

const SPACE_PADDED = 2;
/** Bytes of a pointer into a heap: how long, which heap, which of its objects. */
export const POINTER = 16;

/**
 * The type that a header's message holds (HDF5 file format, IV.A.2.d): whole integers and IEEE floats of this
 * machine's order, texts, booleans and references to objects.
 * @throws a RangeError for all others, and where a message is not as writers make it.
 */
export function plainType(body: Uint8Array): PlainType {
  return KNOWN.of(body, found);
}

/** Files have few types. */
const KNOWN = new RecentBytes<PlainType>();

function found(body: Uint8Array): PlainType {
  const { bytes, isPointed, type } = described(body);
  // Several objects share it.
  return { type: Object.freeze(type), bytes, isPointed };
}

function described(body: Uint8Array): Described {
  const reader = new Reader(body);
  const version = reader.byte(0) >> 4;
  const [flags, more, last] = [reader.byte(1), reader.byte(2), reader.byte(3)];
  const bytes = reader.word(4);
  if (version < 1 || version > 3 || last !== 0 || bytes === 0) throw new RangeError("another form of type");
  const plain = (type: Hdf5Type, length: number, isPointed = false) => ({ type, bytes, isPointed, length });
  switch (reader.byte(0) & 15) {
    case CLASS.integer: {
      const isWhole = reader.short(8) === 0 && reader.short(10) === bytes * 8 && [1, 2, 4, 8].includes(bytes);
      // Little-endian; bits that pad are none.
      if (!isWhole || (flags & ~INTEGER_FLAGS) !== 0 || more !== 0) break;
      return plain({ kind: "integer", bytes, signed: (flags & SIGNED) !== 0 }, HEAD + 4);
    }
    case CLASS.float: {
      // A float's sign is the last of its bits.
      const isKnown = (flags & ~FLOAT_FLAGS) === 0 && more === bytes * 8 - 1 && [4, 8].includes(bytes);
      const stored = typeOfHeader(body);
      if (!isKnown || stored.kind !== "float" || !stored.isIeee) break;
      return plain({ kind: "float", bytes }, HEAD + 12);
    }
    case CLASS.text: {
      const [padding, letters] = [flags & 15, flags >> 4];
      if (bytes > MOST_TEXT || padding > SPACE_PADDED || letters > UTF8 || more !== 0) break;
      return plain({ kind: "text", bytes, padding: padding === SPACE_PADDED ? "space" : "null" }, HEAD);
    }
    case CLASS.compound:
      return plain({ kind: "compound", bytes, members: membersIn(body, described) }, body.length);
    case CLASS.reference:
      if (flags !== 0 || more !== 0 || bytes !== 8) break;
      return plain({ kind: "reference", bytes, to: "object" }, HEAD);
    case CLASS.enum:
      if (flags !== 2 || more !== 0 || bytes !== 1) break;
      return plain({ kind: "boolean" }, lengthOfTruths(body, version));
    case CLASS.list: {
      const [kind, padding] = [flags & 15, flags >> 4];
      const isText = kind === TEXT_LIST && padding < SPACE_PADDED && more <= UTF8 && bytes === POINTER;
      const letter = isText ? described(body.subarray(HEAD)) : undefined;
      if (letter?.bytes !== 1) break;
      return plain({ kind: "text", bytes: undefined, padding: "null" }, HEAD + letter.length, true);
    }
  }
  throw new RangeError("another type");
}

/** Bytes that all types begin with. */
const HEAD = 8;
/** A list is a text, and not a sequence. */
const TEXT_LIST = 1;
const UTF8 = 1;
/** Bytes of a text of fixed length that is read here. */
const MOST_TEXT = 1 << 20;
/** Of a float: how it is padded, and that the first bit of its fraction is not stored. */
const FLOAT_FLAGS = 0b10_1110;
const SIGNED = 8;
const INTEGER_FLAGS = SIGNED | 0b110;

const FALSE_AND_TRUE = ["FALSE", "TRUE"];

/** Bytes that describe an enumeration of one byte which is FALSE and TRUE, 0 and 1. */
function lengthOfTruths(body: Uint8Array, version: number): number {
  const { length, type } = described(body.subarray(HEAD));
  let at = HEAD + length;
  const names = FALSE_AND_TRUE.map(() => {
    const [name, taken] = nameAt(body, at, version);
    at += taken;
    return name.toUpperCase();
  });
  const areTruths = names.every((name, i) => name === FALSE_AND_TRUE[i] && body[at + i] === i);
  if (type.kind !== "integer" || type.bytes !== 1 || !areTruths) throw new RangeError("another enumeration");
  return at + FALSE_AND_TRUE.length;
}
