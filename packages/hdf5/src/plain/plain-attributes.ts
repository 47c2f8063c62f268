import type { HeaderMessage } from "../object-header.ts";
import { viewOf } from "../object-header.ts";
import { nameOf } from "../plan/symbols.ts";
import { PLAIN } from "./plain-header.ts";
import { plainShape } from "./plain-shape.ts";
import { type PlainType, plainType } from "./plain-type.ts";
import { RecentBytes } from "./recent-bytes.ts";

/** What an attribute is called, and what its elements are. */
interface Described {
  readonly name: string;
  readonly type: PlainType;
  readonly shape: readonly number[];
  /** Of its elements. */
  readonly length: number;
}

/** An attribute as it lies in its object's header. */
export interface PlainAttribute extends Omit<Described, "length"> {
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
  for (let i = 0; i < messages.length; i++) {
    const { body, type: kind } = messages[i]!;
    if (kind !== PLAIN.attribute) continue;
    const { data, space, type } = placesIn(body);
    const own = KNOWN.of(body.subarray(0, data), (head) => describedIn(head, type, space));
    if (data + own.length > body.length) throw new RangeError("an attribute beyond its message");
    const { name, shape, type: elements } = own;
    if (seen.has(name)) throw new RangeError("two attributes of one name");
    seen.add(name);
    if (!names || names.includes(name))
      found.push({ name, type: elements, shape, bytes: body.subarray(data, data + own.length) });
  }
  // As the library lists them.
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Columns of a table mostly have the same attributes, but for their values. */
const KNOWN = new RecentBytes<Described>();

/** Where the parts of an attribute's message begin. */
interface Places {
  readonly type: number;
  readonly space: number;
  readonly data: number;
}

function placesIn(body: Uint8Array): Places {
  const view = viewOf(body);
  const version = view.getUint8(0);
  if (version < 1 || version > 3 || view.getUint8(1) !== 0) throw new RangeError("another form of attribute");
  const round = version === 1 ? 7 : 0;
  const type = (version === 3 ? 9 : 8) + ((view.getUint16(2, true) + round) & ~round);
  if (version === 3 && view.getUint8(8) > 1) throw new RangeError("another form of text");
  const space = type + ((view.getUint16(4, true) + round) & ~round);
  const data = space + ((view.getUint16(6, true) + round) & ~round);
  if (data > body.length) throw new RangeError("an attribute beyond its message");
  return { type, space, data };
}

/** @param head An attribute's message but for its elements. */
function describedIn(head: Uint8Array, typeAt: number, spaceAt: number): Described {
  const view = viewOf(head);
  const nameAt = view.getUint8(0) === 3 ? 9 : 8;
  const name = nameOf(head.subarray(nameAt, nameAt + view.getUint16(2, true)));
  const type = plainType(head.subarray(typeAt, typeAt + view.getUint16(4, true)));
  const shape = Object.freeze(plainShape(head.subarray(spaceAt, spaceAt + view.getUint16(6, true))));
  return { name, type, shape, length: shape.reduce((product, side) => product * side, type.bytes) };
}
