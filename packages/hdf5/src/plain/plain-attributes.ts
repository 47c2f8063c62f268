import type { HeaderMessage } from "../object-header.ts";
import { Reader } from "../plan/bytes.ts";
import { nameOf } from "../plan/symbols.ts";
import { PLAIN } from "./plain-header.ts";
import { plainShape } from "./plain-shape.ts";
import { type PlainType, plainType } from "./plain-type.ts";

/** An attribute as it lies in its object's header. */
export interface PlainAttribute {
  readonly name: string;
  readonly type: PlainType;
  readonly shape: readonly number[];
  /** Its elements. */
  readonly bytes: Uint8Array;
}

/**
 * The attributes of an object, or those of some names.
 * @throws a RangeError where one is of a type that is not plain: the library lists none where it cannot read all.
 */
export function plainAttributes(
  messages: readonly HeaderMessage[],
  names: readonly string[] | undefined,
): PlainAttribute[] {
  const found: PlainAttribute[] = [];
  const seen = new Set<string>();
  for (const { type, body } of messages) {
    if (type !== PLAIN.attribute) continue;
    const one = withElements(attributeOf(body));
    if (seen.has(one.name)) throw new RangeError("two attributes of one name");
    seen.add(one.name);
    if (!names || names.includes(one.name)) found.push(one);
  }
  // As the library lists them.
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The parts of an attribute's message. */
interface Parts {
  readonly name: string;
  readonly type: Uint8Array;
  readonly space: Uint8Array;
  readonly data: Uint8Array;
}

function attributeOf(body: Uint8Array): Parts {
  const reader = new Reader(body);
  const version = reader.byte(0);
  if (version < 1 || version > 3 || reader.byte(1) !== 0) throw new RangeError("another form of attribute");
  const [nameLength, typeLength, spaceLength] = [reader.short(2), reader.short(4), reader.short(6)] as const;
  const padded = (length: number) => (version === 1 ? Math.ceil(length / 8) * 8 : length);
  const nameAt = version === 3 ? 9 : 8;
  if (version === 3 && reader.byte(8) > 1) throw new RangeError("another form of text");
  const typeAt = nameAt + padded(nameLength);
  const spaceAt = typeAt + padded(typeLength);
  const dataAt = spaceAt + padded(spaceLength);
  if (dataAt > body.length) throw new RangeError("an attribute beyond its message");
  return {
    name: nameOf(body.subarray(nameAt, nameAt + nameLength)),
    type: body.subarray(typeAt, typeAt + typeLength),
    space: body.subarray(spaceAt, spaceAt + spaceLength),
    data: body.subarray(dataAt),
  };
}

function withElements({ data, name, space, type: stored }: Parts): PlainAttribute {
  const type = plainType(stored);
  const shape = plainShape(space);
  const length = shape.reduce((product, side) => product * side, type.bytes);
  if (length > data.length) throw new RangeError("an attribute beyond its message");
  return { name, type, shape, bytes: data.subarray(0, length) };
}
