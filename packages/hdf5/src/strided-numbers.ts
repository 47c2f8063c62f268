import type { Hdf5Numbers, Hdf5Type } from "./model.ts";

/** Numbers that lie at even distances. */
export interface Strided {
  readonly view: DataView;
  readonly offset: number;
  readonly stride: number;
  readonly count: number;
}

/** What became of numbers: "beyond" where one of 64 bits may not be exact as a number, "other" where the type is unusual. */
export type StridedAnswer = "done" | "beyond" | "other";

/** Decodes numbers into a target from an index on; false where one may not be exact as a number. */
type Loop = (numbers: Strided, target: Hdf5Numbers, at: number) => boolean;

/**
 * Decodes little-endian numbers that lie at even distances into `target` from index `at` on. Each width has a function
 * with a loop of its own: one loop for all of them takes several times as long, and one function is compiled anew for
 * each kind of number that it meets.
 */
export function decodeStrided(
  type: Hdf5Type,
  numbers: Strided,
  target: Hdf5Numbers,
  at: number,
): StridedAnswer {
  const loop = loopOf(type);
  if (loop === undefined) return "other";
  return loop(numbers, target, at) ? "done" : "beyond";
}

function loopOf(type: Hdf5Type): Loop | undefined {
  if (type.kind === "float") return FLOATS[type.bytes];
  if ((type.kind !== "integer" && type.kind !== "enum") || type.bits) return undefined;
  return (type.signed ? SIGNED : UNSIGNED)[type.bytes];
}

/** The upper half of a number of 64 bits below 2⁵³, which a Float64Array holds exactly. */
const MOST_HIGH = 0x1f_ffff;

const FLOATS: Readonly<Record<number, Loop>> = {
  4({ count, offset, stride, view }, target, at) {
    for (let i = 0, p = offset; i < count; i++, p += stride) target[at + i] = view.getFloat32(p, true);
    return true;
  },
  8({ count, offset, stride, view }, target, at) {
    for (let i = 0, p = offset; i < count; i++, p += stride) target[at + i] = view.getFloat64(p, true);
    return true;
  },
};

const SIGNED: Readonly<Record<number, Loop>> = {
  1({ count, offset, stride, view }, target, at) {
    for (let i = 0, p = offset; i < count; i++, p += stride) target[at + i] = view.getInt8(p);
    return true;
  },
  2({ count, offset, stride, view }, target, at) {
    for (let i = 0, p = offset; i < count; i++, p += stride) target[at + i] = view.getInt16(p, true);
    return true;
  },
  4({ count, offset, stride, view }, target, at) {
    for (let i = 0, p = offset; i < count; i++, p += stride) target[at + i] = view.getInt32(p, true);
    return true;
  },
  8({ count, offset, stride, view }, target, at) {
    let highs = 0;
    for (let i = 0, p = offset; i < count; i++, p += stride) {
      const high = view.getInt32(p + 4, true);
      const sign = high >> 31;
      highs |= (high ^ sign) - sign;
      target[at + i] = high * 0x1_0000_0000 + view.getUint32(p, true);
    }
    return highs >= 0 && highs <= MOST_HIGH;
  },
};

const UNSIGNED: Readonly<Record<number, Loop>> = {
  1({ count, offset, stride, view }, target, at) {
    for (let i = 0, p = offset; i < count; i++, p += stride) target[at + i] = view.getUint8(p);
    return true;
  },
  2({ count, offset, stride, view }, target, at) {
    for (let i = 0, p = offset; i < count; i++, p += stride) target[at + i] = view.getUint16(p, true);
    return true;
  },
  4({ count, offset, stride, view }, target, at) {
    for (let i = 0, p = offset; i < count; i++, p += stride) target[at + i] = view.getUint32(p, true);
    return true;
  },
  8({ count, offset, stride, view }, target, at) {
    let highs = 0;
    for (let i = 0, p = offset; i < count; i++, p += stride) {
      const high = view.getInt32(p + 4, true);
      highs |= high;
      target[at + i] = high * 0x1_0000_0000 + view.getUint32(p, true);
    }
    return highs >= 0 && highs <= MOST_HIGH;
  },
};
