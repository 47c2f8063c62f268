import type { Hdf5Member, Hdf5Type } from "../model.ts";
import { Reader } from "../plan/bytes.ts";
import { nameOf } from "../plan/symbols.ts";

/** A type, and how many bytes of a message describe it. */
export interface Described {
  readonly type: Hdf5Type;
  /** Of an element in the file. */
  readonly bytes: number;
  /** Whether an element points at its text, which lies in a heap. */
  readonly isPointed: boolean;
  readonly length: number;
}

/** Members of a compound that is read here. */
const MOST_MEMBERS = 1024;
/** Where the members begin. */
const FIRST = 8;

/**
 * The members of a compound (HDF5 file format, IV.A.2.d), which follow one another, and whose values lie in the compound
 * itself, so that its bytes are the same in the file and in memory.
 * @param described Gives the type of a member.
 * @throws a RangeError for all others.
 */
export function membersIn(body: Uint8Array, described: (body: Uint8Array) => Described): Hdf5Member[] {
  const reader = new Reader(body);
  const version = reader.byte(0) >> 4;
  const [count, bytes] = [reader.short(1), reader.word(4)];
  if (count === 0 || count > MOST_MEMBERS) throw new RangeError("another compound");
  const members: Hdf5Member[] = [];
  let [at, taken] = [FIRST, 0];
  for (let i = 0; i < count; i++) {
    const [name, length] = nameAt(body, at, version);
    at += length;
    const width = version < 3 ? 4 : bytes < 2 ** 8 ? 1 : bytes < 2 ** 16 ? 2 : bytes < 2 ** 24 ? 3 : 4;
    let offset = 0;
    for (let b = width - 1; b >= 0; b--) offset = offset * 256 + reader.byte(at + b);
    // Lengths of sides, of which there are none.
    if (version === 1 && body.subarray(at + 4, at + 32).some((byte) => byte !== 0))
      throw new RangeError("a member of several elements");
    at += version === 1 ? 32 : width;
    const member = described(body.subarray(at));
    at += member.length;
    const isKnown = member.type.kind !== "compound" && !member.isPointed && offset >= taken;
    taken = offset + member.bytes;
    if (!isKnown || taken > bytes || members.some((other) => other.name === name))
      throw new RangeError("another member");
    members.push({ name, offset, type: member.type });
  }
  return members;
}

/** A name that ends with a zero, and the bytes that it takes. */
export function nameAt(body: Uint8Array, at: number, version: number): [name: string, length: number] {
  const end = body.indexOf(0, at);
  if (end < 0) throw new RangeError("a name without an end");
  const length = end + 1 - at;
  return [nameOf(body.subarray(at, end + 1)), version < 3 ? Math.ceil(length / 8) * 8 : length];
}
