import { deflateSync } from "node:zlib";

export type Compression = "none" | "lzw" | "deflate" | "packbits";

const COMPRESSIONS: Record<Compression, [tag: number, pack: (bytes: Uint8Array) => Uint8Array]> = {
  none: [1, (bytes) => bytes],
  lzw: [5, lzw],
  deflate: [8, (bytes) => new Uint8Array(deflateSync(bytes))],
  packbits: [32773, (bytes) => Uint8Array.from([...bytes].flatMap((byte) => [0, byte]))],
};

export interface TiffParts {
  readonly width: number;
  readonly height: number;
  readonly samples?: number;
  /** The values of each page, row by row, as bytes in the file's order. */
  readonly pages: readonly Uint8Array[];
  readonly bits?: number;
  /** 1 unsigned, 2 signed, 3 float. */
  readonly sampleFormat?: number;
  readonly littleEndian?: boolean;
  readonly big?: boolean;
  readonly rowsPerStrip?: number;
  readonly compression?: Compression;
  /** Fields that are put in place of the usual ones, or left out where undefined. */
  readonly fields?: Readonly<Record<number, readonly number[] | undefined>>;
  /** Where the last directory points to; 0, nowhere, by default. */
  readonly next?: number;
}

/** The bytes of a TIFF file: strips first, then the directories, each followed by its long values. */
export function makeTiff(parts: TiffParts): Uint8Array {
  const { littleEndian = true, big = false, next = 0 } = parts;
  const file = new Writer(littleEndian, big);
  file.start();
  let link = file.linkAt;
  for (const page of parts.pages) {
    const strips = stripsOf(parts, page).map((bytes) => ({
      offset: file.append(bytes),
      length: bytes.length,
    }));
    const at = file.directory(fieldsOf(parts, strips));
    file.pointer(link, at);
    link = file.linkAt;
  }
  file.pointer(link, next);
  return file.bytes();
}

function stripsOf(parts: TiffParts, page: Uint8Array) {
  const { width, height, samples = 1, bits = 8, rowsPerStrip = height, compression = "none" } = parts;
  const row = Math.ceil((width * samples * bits) / 8);
  return Array.from({ length: Math.ceil(height / rowsPerStrip) }, (_, s) => {
    const strip = page.subarray(s * rowsPerStrip * row, Math.min(height, (s + 1) * rowsPerStrip) * row);
    return COMPRESSIONS[compression][1](strip);
  });
}

function fieldsOf(
  parts: TiffParts,
  strips: { offset: number; length: number }[],
): [number, readonly number[]][] {
  const { width, height, samples = 1, bits = 8, sampleFormat = 1, rowsPerStrip = height } = parts;
  const { compression = "none" } = parts;
  const usual: Record<number, readonly number[] | undefined> = {
    256: [width],
    257: [height],
    258: Array(samples).fill(bits),
    259: [COMPRESSIONS[compression][0]],
    262: [samples >= 3 ? 2 : 1],
    273: strips.map(({ offset }) => offset),
    277: [samples],
    278: [rowsPerStrip],
    279: strips.map(({ length }) => length),
    339: Array(samples).fill(sampleFormat),
    ...parts.fields,
  };
  return Object.entries(usual).flatMap(([tag, values]) => (values ? [[Number(tag), values]] : []));
}

/** LZW without any compressing: codes of nine bits, and a fresh table before they would grow. */
function lzw(bytes: Uint8Array): Uint8Array {
  const codes = [...bytes].flatMap((byte, i) => (i % 200 === 0 ? [256, byte] : [byte]));
  const bits = [...codes, 257].map((code) => code.toString(2).padStart(9, "0")).join("");
  return Uint8Array.from({ length: Math.ceil(bits.length / 8) }, (_, i) =>
    Number.parseInt(bits.slice(i * 8, i * 8 + 8).padEnd(8, "0"), 2),
  );
}

class Writer {
  linkAt = 0;
  private content = new Uint8Array(1 << 16);
  private length = 0;
  private readonly littleEndian: boolean;
  private readonly big: boolean;

  constructor(littleEndian: boolean, big: boolean) {
    this.littleEndian = littleEndian;
    this.big = big;
  }

  start(): void {
    this.append(new TextEncoder().encode(this.littleEndian ? "II" : "MM"));
    this.number(this.big ? 43 : 42, 2);
    if (this.big) this.number(8, 2, 0);
    this.linkAt = this.length;
    this.number(0, this.big ? 8 : 4);
  }

  append(bytes: Uint8Array): number {
    const at = this.length;
    if (at + bytes.length > this.content.length) {
      const grown = new Uint8Array(2 * (at + bytes.length));
      grown.set(this.content);
      this.content = grown;
    }
    this.content.set(bytes, at);
    this.length += bytes.length;
    return at;
  }

  directory(fields: [number, readonly number[]][]): number {
    const pointerSize = this.big ? 8 : 4;
    const lists = fields.map(([tag, values]) => {
      const inline = values.length * 4 <= pointerSize;
      const at = this.length;
      if (!inline) for (const value of values) this.number(value, 4);
      return { tag, values, at: inline ? undefined : at };
    });
    const start = this.length;
    this.number(fields.length, this.big ? 8 : 2);
    for (const { tag, values, at } of lists) {
      this.number(tag, 2);
      this.number(4, 2);
      this.number(values.length, pointerSize);
      const end = this.length + pointerSize;
      if (at !== undefined) this.number(at, pointerSize);
      else for (const value of values) this.number(value, 4);
      this.append(new Uint8Array(end - this.length));
    }
    this.linkAt = this.length;
    this.number(0, pointerSize);
    return start;
  }

  pointer(at: number, to: number): void {
    this.write(at, to, this.big ? 8 : 4);
  }

  bytes(): Uint8Array {
    return this.content.slice(0, this.length);
  }

  private number(value: number, size: number, ...more: number[]): void {
    this.write(this.append(new Uint8Array(size)), value, size);
    for (const next of more) this.number(next, size);
  }

  private write(at: number, value: number, size: number): void {
    const view = new DataView(this.content.buffer);
    if (size === 2) view.setUint16(at, value, this.littleEndian);
    else if (size === 4) view.setUint32(at, value, this.littleEndian);
    else view.setBigUint64(at, BigInt(value), this.littleEndian);
  }
}
