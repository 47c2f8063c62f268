import type { Refuse } from "../failures.ts";
import { COMPRESSIONS, OTHER_COMPRESSIONS } from "./compression.ts";
import type { Directory } from "./directory.ts";
import { PREDICTOR } from "./predictor.ts";
import { TAG } from "./tags.ts";

interface Encoding {
  readonly directory: Directory;
  readonly bits: readonly number[];
  readonly formats: readonly number[];
  readonly compression: number;
  readonly predictor: number;
  readonly fillOrder: number;
}

const FORMATS: Readonly<Record<number, string>> = {
  1: "unsigned integers",
  2: "signed integers",
  3: "floating-point numbers",
  4: "an undefined format",
  5: "complex integers",
  6: "complex numbers",
};
const [UNSIGNED, SIGNED, FLOAT] = [1, 2, 3];
const YCBCR = 6;
const REMEDY = "Save it uncompressed or by LZW, deflate or PackBits, in samples of 1 to 16, 32 or 64 bits";

/**
 * Whether the pixels are encoded in a way that is read.
 * @throws what `refuse` makes ("format"), which names what is not supported: the file may well be whole.
 */
export function requireKnownEncoding(encoding: Encoding, refuse: Refuse): void {
  const reason = unsupported(encoding);
  if (reason) throw refuse(`${reason} not supported`, undefined, REMEDY);
}

function unsupported({ directory, bits, formats, compression, predictor, fillOrder }: Encoding) {
  const depth = bits[0] ?? 0;
  const format = formats[0] ?? UNSIGNED;
  if (!COMPRESSIONS[compression]) {
    const name = OTHER_COMPRESSIONS[compression];
    return `its compression, ${name ? `${name} (${compression})` : `number ${compression}`}, is`;
  }
  if (bits.some((one) => one !== depth)) return `samples of ${bits.join(", ")} bits together are`;
  if (formats.some((one) => one !== format)) return `samples of formats ${formats.join(", ")} together are`;
  if (!isKnownDepth(depth, format))
    return `samples of ${depth} bits that are ${FORMATS[format] ?? `of format ${format}`} are`;
  const packsPixels = directory.values(TAG.photometric)?.[0] === YCBCR;
  if (packsPixels && (directory.values(TAG.subsampling) ?? [2, 2]).some((one) => one !== 1))
    return "colours with fewer samples than pixels (YCbCr) are";
  if (fillOrder !== 1 && (fillOrder !== 2 || compression !== 1))
    return `an order of bits of ${fillOrder} with compression ${compression} is`;
  return isKnownPredictor(predictor, depth, format, compression)
    ? undefined
    : `predictor ${predictor} is here`;
}

function isKnownDepth(depth: number, format: number): boolean {
  if (format === FLOAT) return [16, 32, 64].includes(depth);
  if (format !== UNSIGNED && format !== SIGNED) return false;
  return (depth >= 1 && depth <= 16) || depth === 32 || depth === 64;
}

function isKnownPredictor(predictor: number, depth: number, format: number, compression: number): boolean {
  if (predictor === PREDICTOR.none) return true;
  if (compression === 1) return false;
  if (predictor === PREDICTOR.horizontal) return [8, 16, 32, 64].includes(depth);
  return predictor === PREDICTOR.floating && format === FLOAT;
}
