import type { DataArray } from "@ecephys/core";
import { argumentChecks, EcephysError, type OptionNames } from "@ecephys/files";
import { encode } from "fast-png";

/** How numbers are mapped to brightness. */
export interface PngOptions {
  /** Values that become black and white; values outside are clipped. */
  readonly range?: readonly [black: number, white: number] | undefined;
}

const ACTION = "Making a PNG";
const PNG_OPTIONS: OptionNames<PngOptions> = { range: true };

/** Samples per pixel of the last of three dimensions. */
const CHANNELS = [1, 2, 3, 4];

/**
 * An image as the bytes of a PNG file. Uint8Array and Uint16Array data are kept exactly (8 and 16 bits, without
 * loss); booleans become black and white; all other numbers, and any data with a `range`, are scaled to 8 bits,
 * from their smallest to their largest finite value if no range is given. NaN becomes black.
 * @param image rows × columns, or rows × columns × 1 to 4 channels (grey, grey and alpha, RGB, RGBA): a scene,
 * or a frame of a movie (`movie.isel({ frame: 0 })`).
 * @throws an EcephysError "argument" for any other shape or an invalid range.
 */
export function encodePng(image: DataArray, options: PngOptions = {}): Uint8Array {
  argumentChecks(ACTION).knownOptions(options, PNG_OPTIONS);
  const [height, width, channels = 1] = image.shape;
  const fits = image.shape.length === 2 || (image.shape.length === 3 && CHANNELS.includes(channels));
  if (!fits || !height || !width)
    throw refusal(
      image,
      `a shape of (${image.shape.join(", ")}) is not an image`,
      "Give rows × columns (× channels); of a movie choose a frame, isel({ frame: 0 })",
    );
  const { data } = image;
  if (!options.range && data instanceof Uint16Array)
    return encode({ width, height, channels, depth: 16, data });
  return encode({ width, height, channels, depth: 8, data: eightBits(image, options) });
}

function eightBits(image: DataArray, { range }: PngOptions): Uint8Array | Uint8ClampedArray {
  const { data } = image;
  if (!range && image.attributes.dtype === "bool") return Uint8Array.from(data, (value) => (value ? 255 : 0));
  if (!range && (data instanceof Uint8Array || data instanceof Uint8ClampedArray)) return data;
  const [black, white] = range ?? extremes(data);
  if (!(Number.isFinite(black) && Number.isFinite(white) && black <= white))
    throw refusal(image, `${black} to ${white} is not a valid range`, "Give black, then white");
  const scale = white === black ? 0 : 255 / (white - black);
  return Uint8ClampedArray.from(data, (value) => (value - black) * scale);
}

function extremes(values: Iterable<number>): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [0, 0];
}

function refusal(image: DataArray, reason: string, remedy: string): EcephysError {
  return new EcephysError("argument", {
    action: ACTION,
    resource: image.name ?? "the array",
    reason,
    remedy,
  });
}
