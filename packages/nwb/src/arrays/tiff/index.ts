import type { NumericArray } from "@ecephys/core";
import { DataArray } from "@ecephys/core/internal";
import { argumentChecks, type OptionNames } from "@ecephys/files";
import { type Refuse, refusalsOf, requireBytes } from "../failures.ts";
import { readBaseline } from "./baseline.ts";
import { readDirectories, type TiffFile } from "./directory.ts";
import { describeImage, type TiffImage } from "./image.ts";
import { readPacked } from "./packed.ts";
import { TAG } from "./tags.ts";

/** Names for a TIFF file. */
export interface TiffOptions {
  /** For messages: the file's name or place. */
  readonly location?: string | undefined;
  /** The array's name. */
  readonly name?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

const TIFF_OPTIONS: OptionNames<TiffOptions> = { location: true, name: true, signal: true };
const ACTION = "Reading a TIFF file";

/**
 * Reads a TIFF file: classic and BigTIFF, both byte orders, strips and tiles, uncompressed or by LZW, deflate or
 * PackBits, integers of 1 to 16, 32 and 64 bits and floats of 16, 32 and 64, several samples per pixel.
 * Values are returned as stored (nothing is inverted or looked up in a palette).
 * @returns dims row × column, then channel if pixels have several samples, preceded by page if the file
 * contains several full images (reduced copies are left out). Types as in `decodeNumbers`.
 * @throws an EcephysError "format" if the file is not a TIFF file, is damaged, claims more than it can contain,
 * or is encoded in a way that is not supported, which it names; "argument" for anything but bytes.
 */
export async function readTiff(bytes: Uint8Array, options: TiffOptions = {}): Promise<DataArray> {
  requireBytes(ACTION, bytes);
  const { location = "the image", name, signal } = argumentChecks(ACTION).knownOptions(options, TIFF_OPTIONS);
  const refuse = refusalsOf(ACTION, location);
  const file = readDirectories(bytes, refuse);
  const images = fullImages(file, refuse);
  const first = images[0]!;
  checkAlike(images, refuse);
  checkSize(images, bytes.length, refuse);
  const pages: NumericArray[] = [];
  for (const image of images) pages.push(await readImage(file, image, location, refuse, signal));
  const dims = ["row", "column"];
  const shape = [first.height, first.width];
  if (first.samples > 1) {
    dims.push("channel");
    shape.push(first.samples);
  }
  if (pages.length === 1) return new DataArray({ name, dims, shape, data: pages[0]! });
  return new DataArray({
    name,
    dims: ["page", ...dims],
    shape: [pages.length, ...shape],
    data: joined(pages),
  });
}

/** Two gigabytes: more than any stimulus, and the most that fits into one array. */
const MOST_BYTES = 2 ** 31;

/** Bit 0 of NewSubfileType marks a reduced copy of another image. */
function fullImages(file: TiffFile, refuse: Refuse): TiffImage[] {
  const indices = [...file.directories.keys()].filter(
    (index) => ((file.directories[index]!.values(TAG.newSubfileType)?.[0] ?? 0) & 1) === 0,
  );
  if (indices.length === 0) throw refuse("it holds no image of full size");
  return indices.map((index) => describeImage(file, index, refuse));
}

function checkAlike(images: readonly TiffImage[], refuse: Refuse): void {
  const kinds = new Set(
    images.map(({ width, height, samples, bits, sampleFormat }) =>
      [width, height, samples, bits[0], sampleFormat].join(" "),
    ),
  );
  if (kinds.size > 1) throw refuse(`its ${images.length} images differ in size or type`);
}

/** Refuses sizes that the file cannot contain or that are too large for memory, before anything is allocated. */
function checkSize(images: readonly TiffImage[], fileLength: number, refuse: Refuse): void {
  const { width, height, samples } = images[0]!;
  const claim = `${images.length} × ${height} × ${width} × ${samples} values`;
  const packed = images.reduce((sum, { packedLength }) => sum + packedLength, 0);
  if (!(packed <= fileLength)) throw refuse(`${claim} do not fit in ${fileLength} bytes`);
  const unpacked = images.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (unpacked > MOST_BYTES) throw refuse(`${claim} are more than ${MOST_BYTES} bytes`);
}

async function readImage(
  file: TiffFile,
  image: TiffImage,
  location: string,
  refuse: Refuse,
  signal: AbortSignal | undefined,
): Promise<NumericArray> {
  signal?.throwIfAborted();
  if (image.baseline) return readBaseline(file, image, location, refuse);
  return readPacked(file, image, location, refuse, signal);
}

function joined(pages: readonly NumericArray[]): NumericArray {
  const first = pages[0]!;
  const all = new (first.constructor as new (length: number) => NumericArray)(first.length * pages.length);
  for (const [page, values] of pages.entries()) all.set(values, page * first.length);
  return all;
}
