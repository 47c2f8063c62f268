import type { Refuse } from "../failures.ts";
import { isKnownFormat, type NumberFormat } from "../number-format.ts";
import { type Blocks, blocksOf } from "./blocks.ts";
import { COMPRESSIONS } from "./compression.ts";
import type { Directory, TiffFile } from "./directory.ts";
import { PREDICTOR } from "./predictor.ts";
import { requireKnownEncoding } from "./support.ts";
import { TAG } from "./tags.ts";

/** A directory's description of its image. */
export interface TiffImage {
  readonly directory: Directory;
  readonly width: number;
  readonly height: number;
  /** Values per pixel. */
  readonly samples: number;
  readonly bits: readonly number[];
  readonly sampleFormat: number;
  readonly compression: number;
  readonly predictor: number;
  /** 2 where the lowest bit of each byte comes first. */
  readonly fillOrder: number;
  readonly blocks: Blocks;
  /** Whether the pixels are stored uncompressed, so that `readBaseline` can read them. */
  readonly baseline: boolean;
  /** Decompressed bytes of all blocks. */
  readonly byteLength: number;
  /** The minimum number of bytes that they take in the file. */
  readonly packedLength: number;
}

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
  const depth = bits[0] ?? 0;
  const compression = first(TAG.compression, 1);
  const predictor = first(TAG.predictor, PREDICTOR.none);
  const fillOrder = first(TAG.fillOrder, 1);
  requireKnownEncoding({ directory, bits, formats, compression, predictor, fillOrder }, refuse);
  const blocks = blocksOf(directory, { width, height, samples }, refuse);
  const values = blocks.count * blocks.width * blocks.height * blocks.samples;
  const byteLength = Math.ceil(depth / 8) * values;
  const packedLength =
    (depth * (blocks.tiled ? values : width * height * samples)) / 8 / COMPRESSIONS[compression]!.best;
  const baseline =
    compression === 1 &&
    depth % 8 === 0 &&
    (samples === 1 || first(TAG.planarConfiguration, 1) === 1) &&
    fillOrder === 1 &&
    !blocks.tiled;
  return {
    directory,
    blocks,
    width,
    height,
    samples,
    bits,
    sampleFormat,
    compression,
    predictor,
    fillOrder,
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
