import type { Hdf5Member, Hdf5Type } from "../model.ts";
import { viewOf } from "../object-header.ts";
import { typeLength } from "../stored-type.ts";

type CompoundType = Extract<Hdf5Type, { kind: "compound" }>;

/** Members of one compound at most. */
const MOST_MEMBERS = 1024;

/**
 * The compound that a header's message holds (HDF5 file format, IV.A.2.d): members whose values lie in the compound
 * itself, so that its bytes are the same in the file and in memory.
 * @param plainType Gives the type of a member.
 * @throws a RangeError for all others.
 */
export function plainCompound(
  body: Uint8Array,
  plainType: (body: Uint8Array) => {
    readonly type: Hdf5Type;
    readonly bytes: number;
    readonly isPointed: boolean;
  },
): CompoundType {
  const view = viewOf(body);
  const version = view.getUint8(0) >> 4;
  const count = view.getUint16(1, true);
  const bytes = view.getUint32(4, true);
  if (version !== 1 || count === 0 || count > MOST_MEMBERS || bytes === 0)
    throw new RangeError("another form of compound");
  const members: Hdf5Member[] = [];
  let at = 8;
  for (let i = 0; i < count; i++) {
    const end = body.indexOf(0, at);
    if (end < 0) throw new RangeError("a name without an end");
    const name = new TextDecoder().decode(body.subarray(at, end));
    if (name.includes("\uFFFD")) throw new RangeError("a name that is no text");
    at += Math.ceil((end + 1 - at) / 8) * 8;
    const offset = view.getUint32(at, true);
    if (view.getUint8(at + 4) !== 0) throw new RangeError("a member of several values");
    // An offset, and room for the sides of an array.
    at += 32;
    const own = body.subarray(at, at + typeLength(body.subarray(at)));
    const { bytes: size, isPointed, type } = plainType(own);
    if (isPointed || type.kind === "compound" || offset + size > bytes)
      throw new RangeError("a member that lies elsewhere");
    members.push({ name, offset, type });
    at += own.length;
  }
  if (new Set(members.map(({ name }) => name)).size !== count) throw new RangeError("names that are alike");
  return { kind: "compound", bytes, members };
}
