import type { ReadBytes } from "../object-header.ts";
import { Reader } from "./bytes.ts";
import { lookAll } from "./lacking.ts";

/** Elements of an array that are looked at together: where they begin, and how many bytes each has. */
interface Run {
  readonly at: number;
  readonly count: number;
  readonly width: number;
}

/** An element's bytes; where none was written, ones, which are no position. */
type Element = Uint8Array;

/** What describes an array, as far as both kinds have it. */
interface ArrayHead {
  readonly width: number;
  readonly pageBits: number;
}

const MOST_WIDTH = 32;
const MOST_BITS = 40;

/**
 * Elements of an array of fixed length ("fixed array index", HDF5 file format, VII.C), by their numbers.
 * @throws a RangeError where there is none.
 */
export function arrayElements(
  read: ReadBytes,
  header: number,
  base: number,
  numbers: readonly number[],
): Element[] {
  const head = new Reader(read(header, 28));
  if (!head.says("FAHD") || head.byte(4) !== 0) throw new RangeError("no array of chunks");
  const own = checked({ width: head.byte(6), pageBits: head.byte(7) });
  const count = head.long(8);
  const block = head.address(16);
  if (block === undefined) return numbers.map(() => unwritten(own.width));
  return elementsOfBlock(read, base + block, "FADB", 14, count, own, numbers);
}

/** Elements of a block, in pages where these are more than one; `prefix`: bytes before them, or before the pages' marks. */
function elementsOfBlock(
  read: ReadBytes,
  at: number,
  signature: string,
  prefix: number,
  count: number,
  { pageBits, width }: ArrayHead,
  numbers: readonly number[],
): Element[] {
  if (numbers.some((number) => number >= count)) throw new RangeError("no such element");
  if (!new Reader(read(at, 4)).says(signature)) throw new RangeError("no block of an array");
  const inPage = 2 ** pageBits;
  if (count <= inPage) return pick(read, { at: at + prefix, count, width }, numbers);
  // Pages of an array that grows are marked in the block above.
  const pages = Math.ceil(count / inPage);
  const marks = signature === "FADB" ? Math.ceil(pages / 8) : 0;
  const first = at + prefix + marks + 4;
  const byPage = new Map<number, number[]>();
  for (const number of numbers) {
    const page = Math.floor(number / inPage);
    const known = byPage.get(page) ?? [];
    known.push(number - page * inPage);
    byPage.set(page, known);
  }
  const looks = [...byPage].map(([page, own]) => () => {
    const run = {
      at: first + page * (inPage * width + 4),
      count: Math.min(inPage, count - page * inPage),
      width,
    };
    return { page, elements: pick(read, run, own) };
  });
  const found = new Map(lookAll(...looks).map(({ elements, page }) => [page, elements.values()]));
  return numbers.map((number) => found.get(Math.floor(number / inPage))!.next().value!);
}

function pick(read: ReadBytes, { at, count, width }: Run, numbers: readonly number[]): Element[] {
  const bytes = read(at, count * width);
  if (bytes.length < count * width) throw new RangeError("an array that ends too early");
  return numbers.map((number) => bytes.subarray(number * width, (number + 1) * width));
}

/**
 * Elements of an array that grows ("extensible array index", HDF5 file format, VII.D), by their numbers.
 * @throws a RangeError where there is none.
 */
export function extensibleElements(
  read: ReadBytes,
  header: number,
  base: number,
  numbers: readonly number[],
): Element[] {
  const head = new Reader(read(header, 72));
  if (!head.says("EAHD") || head.byte(4) !== 0) throw new RangeError("no array of chunks");
  const own = checked({ width: head.byte(6), pageBits: head.byte(11) });
  const [bits, inIndex, least, leastPointers] = [head.byte(7), head.byte(8), head.byte(9), head.byte(10)];
  if (bits > MOST_BITS || least === 0 || leastPointers === 0) throw new RangeError("another form of array");
  const offsetWidth = Math.ceil(bits / 8);
  const index = head.address(60);
  if (index === undefined) return numbers.map(() => unwritten(own.width));
  const levels = 1 + bits - Math.log2(least);
  const direct = 2 * Math.log2(leastPointers);
  const directBlocks = 2 * (leastPointers - 1);
  const pointers = 14 + inIndex * own.width;
  const bytes = read(base + index, pointers + 8 * (directBlocks + Math.max(0, levels - direct)));
  const reader = new Reader(bytes);
  if (!reader.says("EAIB")) throw new RangeError("no index of an array");
  /** Numbers of elements in each block, by where the address of the block lies. */
  const byBlock = new Map<string, { level: number; block: number; numbers: number[] }>();
  const placeOf = (number: number) => {
    const rest = number - inIndex;
    const level = Math.floor(Math.log2(rest / least + 1));
    const inLevel = rest - (2 ** level - 1) * least;
    const inBlock = 2 ** Math.floor((level + 1) / 2) * least;
    const block = Math.floor(inLevel / inBlock);
    return { level, block, within: inLevel - block * inBlock, key: `${level} ${block}` };
  };
  for (const number of numbers) {
    if (number < inIndex) continue;
    const { block, key, level, within } = placeOf(number);
    const known = byBlock.get(key) ?? { level, block, numbers: [] };
    known.numbers.push(within);
    byBlock.set(key, known);
  }
  const looks = [...byBlock].map(([key, { block, level, numbers: within }]) => () => {
    const count = 2 ** Math.floor((level + 1) / 2) * least;
    const at =
      level < direct
        ? reader.address(pointers + 8 * (firstBlock(level) + block))
        : blockUnder(read, reader.address(pointers + 8 * (directBlocks + level - direct)), base, {
            block,
            level,
            count,
            offsetWidth,
            pageBits: own.pageBits,
          });
    const elements =
      at === undefined
        ? within.map(() => unwritten(own.width))
        : elementsOfBlock(read, base + at, "EADB", 14 + offsetWidth, count, own, within);
    return [key, elements.values()] as const;
  });
  const found = new Map(lookAll(...looks));
  return numbers.map((number) =>
    number < inIndex
      ? bytes.subarray(14 + number * own.width, 14 + (number + 1) * own.width)
      : found.get(placeOf(number).key)!.next().value!,
  );
}

/** How many blocks lie in levels below this one. */
function firstBlock(level: number): number {
  let sum = 0;
  for (let i = 0; i < level; i++) sum += 2 ** Math.floor(i / 2);
  return sum;
}

interface Wanted {
  readonly block: number;
  readonly level: number;
  readonly count: number;
  readonly offsetWidth: number;
  readonly pageBits: number;
}

/** Where a block lies whose address stands in a block of addresses. */
function blockUnder(
  read: ReadBytes,
  above: number | undefined,
  base: number,
  { block, count, level, offsetWidth, pageBits }: Wanted,
): number | undefined {
  if (above === undefined) return undefined;
  const blocks = 2 ** Math.floor(level / 2);
  const pages = count > 2 ** pageBits ? count / 2 ** pageBits : 0;
  const first = 14 + offsetWidth + blocks * Math.ceil(pages / 8);
  const reader = new Reader(read(base + above, first + blocks * 8));
  if (!reader.says("EASB")) throw new RangeError("no block of an array");
  return reader.address(first + 8 * block);
}

function checked(head: ArrayHead): ArrayHead {
  if (head.width < 8 || head.width > MOST_WIDTH || head.pageBits > MOST_BITS)
    throw new RangeError("another form of array");
  return head;
}

function unwritten(width: number): Element {
  return new Uint8Array(width).fill(255);
}
