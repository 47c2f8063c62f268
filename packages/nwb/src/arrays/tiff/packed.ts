import type { NumericArray } from "@ecephys/core";
import type { Refuse } from "../failures.ts";
import { decodeNumbers } from "../number-format.ts";
import { unpackIntegers, withBitsTurned } from "./bits.ts";
import { COMPRESSIONS } from "./compression.ts";
import type { TiffFile } from "./directory.ts";
import { sampleFormatOf, type TiffImage } from "./image.ts";
import { PREDICTOR, undoFloating, undoHorizontal } from "./predictor.ts";

/**
 * The values of a compressed, tiled or bit-packed image, rows × columns × samples in C order. Only for images
 * accepted by `describeImage`.
 * @throws what `refuse` makes ("format") if a block is cut, or does not give every value.
 */
export async function readPacked(
  file: TiffFile,
  image: TiffImage,
  resource: string,
  refuse: Refuse,
  signal: AbortSignal | undefined,
): Promise<NumericArray> {
  const { width, height, samples, blocks } = image;
  const across = Math.ceil(width / blocks.width);
  const down = Math.ceil(height / blocks.height);
  let result: NumericArray | undefined;
  for (let block = 0; block < blocks.count; block++) {
    signal?.throwIfAborted();
    const [plane, place] = [Math.floor(block / (across * down)), block % (across * down)];
    const [top, left] = [Math.floor(place / across) * blocks.height, (place % across) * blocks.width];
    const rows = blocks.tiled ? blocks.height : Math.min(blocks.height, height - top);
    const values = await readBlock(file, image, block, rows, resource, refuse);
    result ??= new (values.constructor as new (length: number) => NumericArray)(width * height * samples);
    const columns = Math.min(blocks.width, width - left);
    for (let row = 0; row < Math.min(rows, height - top); row++)
      for (let column = 0; column < columns; column++)
        for (let sample = 0; sample < blocks.samples; sample++) {
          const at = ((top + row) * width + left + column) * samples + plane + sample;
          result[at] = values[(row * blocks.width + column) * blocks.samples + sample]!;
        }
  }
  if (result === undefined) throw refuse("it has no pixels");
  return result;
}

/** All values of a strip or tile, those beyond the image's edge too. */
async function readBlock(
  file: TiffFile,
  image: TiffImage,
  block: number,
  rows: number,
  resource: string,
  refuse: Refuse,
): Promise<NumericArray> {
  const { blocks, bits, compression, fillOrder, predictor } = image;
  const depth = bits[0]!;
  const perRow = blocks.width * blocks.samples;
  const stored = storedBytes(file, image, block, refuse);
  const length = Math.ceil((perRow * depth) / 8) * rows;
  const turned = fillOrder === 2 ? withBitsTurned(stored) : stored;
  const bytes = await COMPRESSIONS[compression]!.unpack(turned, length);
  if (bytes === undefined) throw refuse(`block ${block} of its pixels cannot be decompressed`);
  if (depth % 8 !== 0)
    return unpackIntegers(bytes, { rows, perRow, depth, signed: image.sampleFormat === 2 });
  const format = sampleFormatOf(image, file.littleEndian, refuse);
  const { size } = format;
  const whole = { bytes, width: blocks.width, samples: blocks.samples, size };
  if (predictor === PREDICTOR.horizontal) undoHorizontal(whole, file.littleEndian);
  if (predictor !== PREDICTOR.floating) return decodeNumbers(bytes, format, resource);
  undoFloating(whole);
  return decodeNumbers(bytes, { ...format, littleEndian: false }, resource);
}

function storedBytes({ bytes }: TiffFile, image: TiffImage, block: number, refuse: Refuse): Uint8Array {
  const { offsets, lengths } = image.blocks;
  const offset = offsets[block]!;
  const length = lengths?.[block];
  // What is not packed says by itself how long it is.
  if (length === undefined && image.compression === 1) return bytes.subarray(offset);
  if (length === undefined) throw refuse("it does not state the lengths of its compressed blocks");
  if (length === 0) throw refuse(`block ${block} of its pixels is empty`);
  if (offset + length > bytes.length)
    throw refuse(`block ${block} of its pixels extends beyond the end of the file`);
  return bytes.subarray(offset, offset + length);
}
