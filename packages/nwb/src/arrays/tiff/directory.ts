import type { Refuse } from "../failures.ts";
import { TYPE_SIZES } from "./tags.ts";

/** One image file directory: unsigned integer fields by tag number; fields of other types are ignored. */
export interface Directory {
  /** The values of a tag, `undefined` if the directory does not have it. */
  values(tag: number): readonly number[] | undefined;
}

/** The bytes of a TIFF file with its byte order, and its directories in the order of the file. */
export interface TiffFile {
  readonly bytes: Uint8Array;
  readonly littleEndian: boolean;
  readonly directories: readonly Directory[];
}

/** How classic TIFF and BigTIFF differ. */
interface Layout {
  readonly countSize: 2 | 8;
  readonly entrySize: 12 | 20;
  readonly pointerSize: 4 | 8;
  readonly first: number;
}

const CLASSIC: Layout = { countSize: 2, entrySize: 12, pointerSize: 4, first: 4 };
const BIG: Layout = { countSize: 8, entrySize: 20, pointerSize: 8, first: 8 };

/** Unsigned integers, one byte to eight, and offsets of directories. */
const INTEGER_TYPES = [1, 3, 4, 13, 16, 18];

/**
 * Walks the chain of directories. Every field is checked to lie inside the file, so that later reads neither
 * leave the file nor trust a size that it cannot hold; a cyclic chain is refused.
 * @throws what `refuse` makes ("format").
 */
export function readDirectories(bytes: Uint8Array, refuse: Refuse): TiffFile {
  const order = String.fromCharCode(...bytes.subarray(0, 2));
  if (bytes.length === 0) throw refuse("it is empty");
  if (order !== "II" && order !== "MM") throw refuse("it does not start like a TIFF file");
  const littleEndian = order === "II";
  const cursor = new Cursor(bytes, littleEndian, refuse);
  const layout = layoutOf(cursor, refuse);
  const directories: Directory[] = [];
  const seen = new Set<number>();
  let used = 0;
  for (let at = cursor.unsigned(layout.first, layout.pointerSize); at !== 0; ) {
    if (seen.has(at)) throw refuse("its image directories form a cycle");
    seen.add(at);
    const count = cursor.unsigned(at, layout.countSize);
    const entries = at + layout.countSize;
    cursor.need(entries, count * layout.entrySize);
    used += layout.countSize + count * layout.entrySize;
    if (used > bytes.length) throw refuse("its image directories overlap");
    directories.push(readDirectory(cursor, entries, count, layout, refuse));
    at = cursor.unsigned(entries + count * layout.entrySize, layout.pointerSize);
  }
  if (directories.length === 0) throw refuse("it holds no image");
  return { bytes, littleEndian, directories };
}

function layoutOf(cursor: Cursor, refuse: Refuse): Layout {
  const version = cursor.unsigned(2, 2);
  if (version === 42) return CLASSIC;
  if (version === 43 && cursor.unsigned(4, 2) === 8 && cursor.unsigned(6, 2) === 0) return BIG;
  throw refuse("it does not start like a TIFF file");
}

function readDirectory(
  cursor: Cursor,
  start: number,
  count: number,
  { entrySize, pointerSize }: Layout,
  refuse: Refuse,
): Directory {
  const fields = new Map<number, { type: number; length: number; at: number }>();
  for (let entry = start; entry < start + count * entrySize; entry += entrySize) {
    const tag = cursor.unsigned(entry, 2);
    const type = cursor.unsigned(entry + 2, 2);
    const size = TYPE_SIZES[type];
    if (size === undefined) throw refuse(`tag ${tag} is of an unknown type, ${type}`);
    const length = cursor.unsigned(entry + 4, pointerSize);
    const inline = entry + 4 + pointerSize;
    const at = length * size <= pointerSize ? inline : cursor.unsigned(inline, pointerSize);
    cursor.need(at, length * size);
    fields.set(tag, { type, length, at });
  }
  return {
    values(tag) {
      const field = fields.get(tag);
      if (!field || !INTEGER_TYPES.includes(field.type)) return undefined;
      const size = TYPE_SIZES[field.type]!;
      return Array.from({ length: field.length }, (_, i) => cursor.unsigned(field.at + i * size, size));
    },
  };
}

/** Reads unsigned integers, only inside the file. */
class Cursor {
  private readonly view: DataView;
  private readonly littleEndian: boolean;
  private readonly refuse: Refuse;

  constructor(bytes: Uint8Array, littleEndian: boolean, refuse: Refuse) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.littleEndian = littleEndian;
    this.refuse = refuse;
  }

  need(at: number, length: number): void {
    if (at + length <= this.view.byteLength) return;
    throw this.refuse(`it points to byte ${at + length}, but ends at ${this.view.byteLength}`);
  }

  unsigned(at: number, size: number): number {
    this.need(at, size);
    const { view, littleEndian } = this;
    if (size === 1) return view.getUint8(at);
    if (size === 2) return view.getUint16(at, littleEndian);
    if (size === 4) return view.getUint32(at, littleEndian);
    const value = view.getBigUint64(at, littleEndian);
    return value <= Number.MAX_SAFE_INTEGER ? Number(value) : Number.POSITIVE_INFINITY;
  }
}
