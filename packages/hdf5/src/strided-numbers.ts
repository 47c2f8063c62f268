import type { Hdf5Numbers, Hdf5Type } from "./model.ts";

/** Numbers that lie at even distances. */
export interface Strided {
  readonly view: DataView;
  readonly offset: number;
  readonly stride: number;
  readonly count: number;
}

/** What became of numbers: "beyond" where one of 64 bits is not exact as a number, "other" where the type is unusual. */
export type StridedAnswer = "done" | "beyond" | "other";

/** Decodes numbers into a target from an index on; false where one is not exact as a number. */
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
    let isExact = true;
    for (let i = 0, p = offset; i < count; i++, p += stride) {
      const value = view.getInt32(p + 4, true) * 0x1_0000_0000 + view.getUint32(p, true);
      isExact &&= value <= Number.MAX_SAFE_INTEGER && value >= -Number.MAX_SAFE_INTEGER;
      target[at + i] = value;
    }
    return isExact;
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
    let isExact = true;
    for (let i = 0, p = offset; i < count; i++, p += stride) {
      const value = view.getUint32(p + 4, true) * 0x1_0000_0000 + view.getUint32(p, true);
      isExact &&= value <= Number.MAX_SAFE_INTEGER;
      target[at + i] = value;
    }
    return isExact;
  },
};
