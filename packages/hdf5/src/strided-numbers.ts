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

/**
 * Decodes little-endian numbers that lie at even distances into `target` from index `at` on. Each width has a loop of
 * its own: one for all of them takes several times as long.
 */
export function decodeStrided(
  type: Hdf5Type,
  { count, offset, stride, view }: Strided,
  target: Hdf5Numbers,
  at: number,
): StridedAnswer {
  if (type.kind === "float") {
    if (type.bytes === 8)
      for (let i = 0, p = offset; i < count; i++, p += stride) target[at + i] = view.getFloat64(p, true);
    else if (type.bytes === 4)
      for (let i = 0, p = offset; i < count; i++, p += stride) target[at + i] = view.getFloat32(p, true);
    else return "other";
    return "done";
  }
  if ((type.kind !== "integer" && type.kind !== "enum") || type.bits) return "other";
  const { bytes, signed } = type;
  if (bytes === 8)
    return joinStrided({ count, offset, stride, view }, signed, target, at) ? "done" : "beyond";
  if (bytes === 4 && signed)
    for (let i = 0, p = offset; i < count; i++, p += stride) target[at + i] = view.getInt32(p, true);
  else if (bytes === 4)
    for (let i = 0, p = offset; i < count; i++, p += stride) target[at + i] = view.getUint32(p, true);
  else if (bytes === 2 && signed)
    for (let i = 0, p = offset; i < count; i++, p += stride) target[at + i] = view.getInt16(p, true);
  else if (bytes === 2)
    for (let i = 0, p = offset; i < count; i++, p += stride) target[at + i] = view.getUint16(p, true);
  else if (bytes === 1 && signed)
    for (let i = 0, p = offset; i < count; i++, p += stride) target[at + i] = view.getInt8(p);
  else if (bytes === 1)
    for (let i = 0, p = offset; i < count; i++, p += stride) target[at + i] = view.getUint8(p);
  else return "other";
  return "done";
}

/** Whether all integers of 64 bits are exact as numbers. */
function joinStrided(
  { count, offset, stride, view }: Strided,
  signed: boolean,
  target: Hdf5Numbers,
  at: number,
): boolean {
  for (let i = 0, p = offset; i < count; i++, p += stride) {
    const high = signed ? view.getInt32(p + 4, true) : view.getUint32(p + 4, true);
    const value = high * 0x1_0000_0000 + view.getUint32(p, true);
    if (!(value <= Number.MAX_SAFE_INTEGER && value >= -Number.MAX_SAFE_INTEGER)) return false;
    target[at + i] = value;
  }
  return true;
}
