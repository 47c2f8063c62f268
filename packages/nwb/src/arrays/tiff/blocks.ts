import type { Refuse } from "../failures.ts";
import type { Directory } from "./directory.ts";
import { TAG } from "./tags.ts";

/** The strips or tiles of an image, and their positions in the file. */
export interface Blocks {
  readonly tiled: boolean;
  /** Pixels across and down; the last strip or tile may hold fewer. */
  readonly width: number;
  readonly height: number;
  /** Values per pixel in one block: 1 if each sample has separate blocks. */
  readonly samples: number;
  readonly count: number;
  readonly offsets: readonly number[];
  /** Bytes of each block in the file; undefined if the file does not say. */
  readonly lengths: readonly number[] | undefined;
}

interface Size {
  readonly width: number;
  readonly height: number;
  readonly samples: number;
}

const PLANAR = 2;

/**
 * The blocks of a directory.
 * @throws what `refuse` makes ("format") if they do not make up the image.
 */
export function blocksOf(directory: Directory, image: Size, refuse: Refuse): Blocks {
  const first = (tag: number) => directory.values(tag)?.[0];
  const tiled = directory.values(TAG.tileWidth) !== undefined;
  const width = tiled ? first(TAG.tileWidth)! : image.width;
  const height = tiled
    ? (first(TAG.tileLength) ?? 0)
    : Math.min(first(TAG.rowsPerStrip) ?? image.height, image.height);
  if (!(width >= 1 && height >= 1)) throw refuse(`blocks of ${width} × ${height} pixels`);
  const planes = first(TAG.planarConfiguration) === PLANAR ? image.samples : 1;
  const count = Math.ceil(image.width / width) * Math.ceil(image.height / height) * planes;
  const kind = tiled ? "tiles" : "strips";
  const offsets = directory.values(tiled ? TAG.tileOffsets : TAG.stripOffsets) ?? [];
  const lengths = directory.values(tiled ? TAG.tileByteCounts : TAG.stripByteCounts);
  if (offsets.length !== count) throw refuse(`${offsets.length} ${kind}, but the image needs ${count}`);
  if (lengths && lengths.length !== count) throw refuse(`${lengths.length} lengths for ${count} ${kind}`);
  return { tiled, width, height, samples: image.samples / planes, count, offsets, lengths };
}
