const CLEAR = 256;
const END = 257;
const MOST_CODES = 4096;
const WIDEST = 12;

/** Gives the code of the next so many bits, undefined at the end. */
type NextCode = (width: number) => number | undefined;

/**
 * Undoes LZW (TIFF 6.0, section 13), also as it was until 1988: codes from the lowest bit on, and wider by one code
 * later. A code is kept as a place in the output, where its bytes were written before.
 * @returns `length` bytes; undefined where there are fewer.
 */
export function unpackLzw(packed: Uint8Array, length: number): Uint8Array | undefined {
  const isOld = packed[0] === 0 && ((packed[1] ?? 0) & 1) === 1;
  const nextCode = isOld ? fromLowBits(packed) : fromHighBits(packed);
  const out = new Uint8Array(length);
  const starts = new Uint32Array(MOST_CODES);
  const lengths = new Uint32Array(MOST_CODES);
  let codes = END + 1;
  let width = 9;
  let last: { readonly start: number; readonly length: number } | undefined;
  let at = 0;
  while (at < length) {
    const code = nextCode(width);
    if (code === undefined || code === END) return undefined;
    if (code === CLEAR) {
      codes = END + 1;
      width = 9;
      last = undefined;
      continue;
    }
    // Each code but the first names a new one: the last one's bytes and the first byte of its own.
    if (last && codes < MOST_CODES) {
      starts[codes] = last.start;
      lengths[codes] = last.length + 1;
      codes++;
    }
    const start = at;
    if (code < CLEAR) out[at++] = code;
    else if (code < codes) {
      const end = Math.min(length, at + lengths[code]!);
      for (let from = starts[code]!; at < end; from++) out[at++] = out[from]!;
    } else return undefined;
    last = { start, length: at - start };
    if (codes + (isOld ? 0 : 1) >= 1 << width && width < WIDEST) width++;
  }
  return out;
}

function fromHighBits(packed: Uint8Array): NextCode {
  let bits = 0;
  let count = 0;
  let at = 0;
  return (width) => {
    while (count < width) {
      if (at === packed.length) return undefined;
      bits = ((bits << 8) | packed[at++]!) & 0xff_ffff;
      count += 8;
    }
    count -= width;
    return (bits >> count) & ((1 << width) - 1);
  };
}

function fromLowBits(packed: Uint8Array): NextCode {
  let bits = 0;
  let count = 0;
  let at = 0;
  return (width) => {
    while (count < width) {
      if (at === packed.length) return undefined;
      bits |= packed[at++]! << count;
      count += 8;
    }
    const code = bits & ((1 << width) - 1);
    bits >>>= width;
    count -= width;
    return code;
  };
}
