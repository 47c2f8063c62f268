import type { Refuse } from "../failures.ts";
import { isKnownFormat, type NumberFormat } from "../number-format.ts";
import { type Blocks, blocksOf } from "./blocks.ts";
import type { Directory, TiffFile } from "./directory.ts";
import { TAG } from "./tags.ts";

/** A directory's description of its image. */
export interface TiffImage {
  readonly directory: Directory;
  /** Position of the directory in the file. */
  readonly index: number;
  readonly width: number;
  readonly height: number;
  /** Values per pixel. */
  readonly samples: number;
  readonly bits: readonly number[];
  readonly sampleFormat: number;
  readonly blocks: Blocks;
  /** Whether the pixels are stored uncompressed, so that `readBaseline` can read them. */
  readonly baseline: boolean;
  /** Decompressed bytes of all blocks. */
  readonly byteLength: number;
  /** The minimum number of bytes that they take in the file. */
  readonly packedLength: number;
}

/** No usual compression exceeds a factor of 4096; a smaller file claims more than it contains. */
const BEST_COMPRESSION = 4096;

const UNSIGNED = 1;
const KINDS: Readonly<Record<number, NumberFormat["kind"]>> = { 1: "uint", 2: "int", 3: "float" };

/**
 * Reads a directory, with the defaults of TIFF 6.0.
 * @throws what `refuse` makes ("format") if it is not an image.
 */
export function describeImage(file: TiffFile, index: number, refuse: Refuse): TiffImage {
  const directory = file.directories[index]!;
  const first = (tag: number, otherwise: number) => directory.values(tag)?.[0] ?? otherwise;
  const width = first(TAG.imageWidth, 0);
  const height = first(TAG.imageLength, 0);
  const samples = first(TAG.samplesPerPixel, 1);
  const bits = directory.values(TAG.bitsPerSample) ?? [1];
  const formats = directory.values(TAG.sampleFormat) ?? [UNSIGNED];
  const sampleFormat = formats[0] ?? UNSIGNED;
  if (width < 1 || height < 1 || samples < 1) throw refuse(`an image of ${width} × ${height} × ${samples}`);
  const uniform = bits.every((b) => b === bits[0]) && formats.every((f) => f === sampleFormat);
  const depth = bits[0] ?? 0;
  if (!uniform || depth < 1 || depth > 64) throw refuse(`samples of ${bits.join(", ")} bits are not known`);
  const plain = first(TAG.compression, 1) === 1;
  const blocks = blocksOf(directory, { width, height, samples }, refuse);
  const values = blocks.count * blocks.width * blocks.height * blocks.samples;
  const byteLength = Math.ceil(depth / 8) * values;
  const packedLength =
    (depth * (blocks.tiled ? values : width * height * samples)) / 8 / (plain ? 1 : BEST_COMPRESSION);
  const baseline =
    plain &&
    depth % 8 === 0 &&
    (samples === 1 || first(TAG.planarConfiguration, 1) === 1) &&
    first(TAG.fillOrder, 1) === 1 &&
    first(TAG.predictor, 1) === 1 &&
    !blocks.tiled;
  return {
    directory,
    index,
    blocks,
    width,
    height,
    samples,
    bits,
    sampleFormat,
    baseline,
    byteLength,
    packedLength,
  };
}

/** How the samples of an image are stored; throws "format" if it is not a known number format. */
export function sampleFormatOf(
  { bits, sampleFormat }: TiffImage,
  littleEndian: boolean,
  refuse: Refuse,
): NumberFormat {
  const kind = KINDS[sampleFormat];
  const size = (bits[0] ?? 0) / 8;
  const format = { kind, size, littleEndian } as NumberFormat;
  if (!kind || ![1, 2, 4, 8].includes(size) || !isKnownFormat(format))
    throw refuse(`samples of ${bits[0]} bits in format ${sampleFormat} are not known`);
  return format;
}
