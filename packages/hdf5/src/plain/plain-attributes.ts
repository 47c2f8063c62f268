import { type HeaderMessage, MESSAGE } from "../object-header.ts";
import { Reader } from "../plan/bytes.ts";
import { type PlainType, plainType } from "./plain-type.ts";

/** An attribute as it lies in its object's header. */
export interface PlainAttribute {
  readonly name: string;
  readonly type: PlainType;
  readonly shape: readonly number[];
  /** Its elements. */
  readonly bytes: Uint8Array;
}

/** "Attribute info": there are attributes outside of the header. */
const INFO = 0x15;

/**
 * The attributes of an object, or those of some names.
 * @throws a RangeError where they are not all in the header, or one of those that are wanted is of a type that is not plain.
 */
export function plainAttributes(
  messages: readonly HeaderMessage[],
  names: readonly string[] | undefined,
): PlainAttribute[] {
  if (messages.some(({ type }) => type === INFO)) throw new RangeError("attributes elsewhere");
  const found: PlainAttribute[] = [];
  for (const { type, isShared, body } of messages) {
    if (type !== MESSAGE.attribute) continue;
    if (isShared) throw new RangeError("an attribute elsewhere");
    const one = attributeOf(body, names);
    if (one) found.push(one);
  }
  // As the library lists them.
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function attributeOf(body: Uint8Array, names: readonly string[] | undefined): PlainAttribute | undefined {
  const reader = new Reader(body);
  const version = reader.byte(0);
  if (version < 1 || version > 3 || (version > 1 && reader.byte(1) !== 0))
    throw new RangeError("another form of attribute");
  const [nameLength, typeLength, spaceLength] = [reader.short(2), reader.short(4), reader.short(6)] as const;
  const padded = (length: number) => (version === 1 ? Math.ceil(length / 8) * 8 : length);
  const nameAt = version === 3 ? 9 : 8;
  const name = new TextDecoder().decode(body.subarray(nameAt, nameAt + nameLength)).replace(/\0.*$/s, "");
  if (names && !names.includes(name)) return undefined;
  const typeAt = nameAt + padded(nameLength);
  const spaceAt = typeAt + padded(typeLength);
  const dataAt = spaceAt + padded(spaceLength);
  const type = plainType(body.subarray(typeAt, typeAt + typeLength));
  const shape = plainShape(body.subarray(spaceAt, spaceAt + spaceLength));
  const length = shape.reduce((product, side) => product * side, type.bytes);
  if (dataAt + length > body.length) throw new RangeError("an attribute beyond its header");
  return { name, type, shape, bytes: body.subarray(dataAt, dataAt + length) };
}

const NULL_SPACE = 2;

/** The shape that a header's message holds (HDF5 file format, IV.A.2.b). */
export function plainShape(space: Uint8Array): number[] {
  const reader = new Reader(space);
  const [version, rank] = [reader.byte(0), reader.byte(1)];
  if (version !== 1 && version !== 2) throw new RangeError("another form of shape");
  if (version === 2 && reader.byte(3) === NULL_SPACE) throw new RangeError("no elements");
  const first = version === 1 ? 8 : 4;
  return Array.from({ length: rank }, (_, d) => reader.long(first + 8 * d));
}
