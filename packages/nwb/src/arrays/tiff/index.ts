import { DataArray, type NumericArray } from "@ecephys/core";
import { argumentChecks, type OptionNames } from "@ecephys/files";
import { type Refuse, refusalsOf, requireBytes } from "../failures.ts";
import { readBaseline } from "./baseline.ts";
import { readDirectories, type TiffFile } from "./directory.ts";
import { describeImage, type TiffImage } from "./image.ts";
import { TAG } from "./tags.ts";

/** What a TIFF file is to be called. */
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
 * Reads a TIFF file: uncompressed strips by hand (classic and BigTIFF, both byte orders, integers and floats of 8
 * to 64 bits, several samples per pixel), everything else through geotiff, which is only loaded then. Values are
 * as they lie in the file, whatever they mean (nothing is inverted or looked up in a palette).
 * @returns dims row × column, then channel where pixels have several samples, before them page where the file
 * holds several full images (reduced copies are left out). Types as `decodeNumbers` has them.
 * @throws an EcephysError "format" where the file is no TIFF file, is damaged, claims more than it can hold, or
 * uses what neither reader knows; "argument" for what are no bytes.
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

/** Two gigabytes: more than any stimulus, and no more than one array can be read into. */
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

/** Refuses what the file cannot hold, or memory should not, before anything is allocated. */
function checkSize(images: readonly TiffImage[], fileLength: number, refuse: Refuse): void {
  const { width, height, samples } = images[0]!;
  const claim = `${images.length} × ${height} × ${width} × ${samples} values`;
  const packed = images.reduce((sum, { packedLength }) => sum + packedLength, 0);
  if (!(packed <= fileLength)) throw refuse(`${claim} cannot lie in ${fileLength} bytes`);
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
  const { readPacked } = await import("./packed.ts");
  return readPacked(file, image, refuse, signal);
}

function joined(pages: readonly NumericArray[]): NumericArray {
  const first = pages[0]!;
  const all = new (first.constructor as new (length: number) => NumericArray)(first.length * pages.length);
  for (const [page, values] of pages.entries()) all.set(values, page * first.length);
  return all;
}
