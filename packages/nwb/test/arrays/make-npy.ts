import type { ByteSource } from "@ecephys/files";

export interface NpyParts {
  readonly descr: string;
  readonly shape: readonly number[];
  readonly data: Uint8Array;
  readonly fortranOrder?: boolean;
  readonly version?: 1 | 2 | 3;
  /** The header's text, in place of the one that the parts make. */
  readonly header?: string;
}

/** The bytes of an .npy file as numpy writes it. */
export function makeNpy({
  descr,
  shape,
  data,
  fortranOrder = false,
  version = 1,
  header,
}: NpyParts): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const order = fortranOrder ? "True" : "False";
  const dict = header ?? `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${tuple}, }`;
  const preamble = version === 1 ? 10 : 12;
  const padded = `${dict}${" ".repeat(63 - ((preamble + dict.length) % 64))}\n`;
  const bytes = new Uint8Array(preamble + padded.length + data.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  if (version === 1) view.setUint16(8, padded.length, true);
  else view.setUint32(8, padded.length, true);
  bytes.set(new TextEncoder().encode(padded), preamble);
  bytes.set(data, preamble + padded.length);
  return bytes;
}

/** Numbers as bytes, `write(view, at, value)` each. */
export function pack(
  values: readonly number[],
  size: number,
  write: (view: DataView, at: number, value: number) => void,
): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * size));
  for (const [i, value] of values.entries()) write(view, i * size, value);
  return new Uint8Array(view.buffer);
}

/** Bytes in memory that remember what was read of them; `offset` puts slices at odd places of their buffers. */
export function countingSource(
  bytes: Uint8Array,
  offset = 0,
): ByteSource & { readonly reads: [number, number][] } {
  const reads: [number, number][] = [];
  return {
    byteLength: bytes.length,
    reads,
    async slice(start, end) {
      reads.push([start, end]);
      const part = bytes.subarray(start, Math.max(start, end));
      const shifted = new Uint8Array(part.length + offset);
      shifted.set(part, offset);
      return shifted.subarray(offset);
    },
  };
}
