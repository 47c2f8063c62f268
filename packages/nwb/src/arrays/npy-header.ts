import type { Refuse } from "./failures.ts";
import { isKnownFormat, type NumberFormat } from "./number-format.ts";

/** The content of the header of an .npy file. */
export interface NpyHeader {
  readonly format: NumberFormat;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Position of the first number. */
  readonly dataOffset: number;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** Bytes that contain the magic, the version and the longest length field. */
export const NPY_PREAMBLE = 12;

/** numpy itself refuses headers beyond 10,000 bytes; headers of plain numbers are far shorter. */
const LONGEST_HEADER = 65_536;

/** Whether bytes begin like an .npy file. */
export function isNpy(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/** Position of the header's text, from the first `NPY_PREAMBLE` bytes (versions 1 to 3 of the format). */
export function npyHeaderRange(bytes: Uint8Array, refuse: Refuse): readonly [start: number, end: number] {
  if (bytes.length === 0) throw refuse("it is empty");
  if (!isNpy(bytes)) throw refuse("it does not start like an .npy file");
  if (bytes.length < NPY_PREAMBLE) throw refuse(`it ends after ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const major = view.getUint8(6);
  if (major < 1 || major > 3) throw refuse(`version ${major}.${view.getUint8(7)} of the format is not known`);
  const start = major === 1 ? 10 : 12;
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > LONGEST_HEADER) throw refuse(`its header claims ${length} bytes`);
  return [start, start + length];
}

/** Reads the header's text, a Python dict of exactly `descr`, `fortran_order` and `shape`. */
export function parseNpyHeader(text: string, dataOffset: number, refuse: Refuse): NpyHeader {
  const entries = parseDict(text, refuse);
  const [descr, fortran, shape] = ["descr", "fortran_order", "shape"].map((key) => entries.get(key));
  if (entries.size !== 3 || !descr || !fortran || !shape)
    throw refuse(`its header has the keys ${[...entries.keys()].join(", ") || "(none)"}`);
  if (fortran !== "True" && fortran !== "False") throw refuse(`fortran_order is ${fortran}`);
  return {
    format: parseDescr(descr, refuse),
    fortranOrder: fortran === "True",
    shape: parseShape(shape, refuse),
    dataOffset,
  };
}

/** `'key': value` pairs: a quoted text, a word, or a tuple in parentheses. */
const ENTRY = /\s*(['"])(\w+)\1\s*:\s*((['"])[^'"]*\4|\w+|\([\d\sL,]*\))\s*(,\s*|(?=\}))/y;

function parseDict(text: string, refuse: Refuse): Map<string, string> {
  const entries = new Map<string, string>();
  const body = text.trimEnd();
  if (!body.startsWith("{") || !body.endsWith("}")) throw refuse("its header is not a dict");
  ENTRY.lastIndex = 1;
  while (ENTRY.lastIndex < body.length - 1) {
    const match = ENTRY.exec(body);
    if (!match) {
      const structured = /['"]descr['"]\s*:\s*\[/.test(body);
      throw refuse(structured ? "it holds records, not plain numbers" : "its header cannot be parsed");
    }
    const [, , key, value] = match;
    if (entries.has(key!)) throw refuse(`its header says ${key} twice`);
    entries.set(key!, value!);
  }
  return entries;
}

const KINDS: Readonly<Record<string, NumberFormat["kind"]>> = { b: "bool", i: "int", u: "uint", f: "float" };

function parseDescr(quoted: string, refuse: Refuse): NumberFormat {
  const descr = quoted.slice(1, -1);
  const match = /^([<>|=]?)([biuf])([1248])$/.exec(descr === "?" ? "|b1" : descr);
  const kind = KINDS[match?.[2] ?? ""];
  if (!match || !kind) throw refuse(`it holds ${quoted}, not plain numbers`);
  const size = Number(match[3]) as NumberFormat["size"];
  const format: NumberFormat = { kind, size, littleEndian: match[1] !== ">" };
  if (!isKnownFormat(format)) throw refuse(`it holds ${quoted}, which is not a known number type`);
  if (size > 1 && match[1] !== "<" && match[1] !== ">")
    throw refuse(`${quoted} does not state the byte order`);
  return format;
}

function parseShape(tuple: string, refuse: Refuse): number[] {
  const inner = tuple.slice(1, -1).trim();
  if (!tuple.startsWith("(")) throw refuse(`its shape is ${tuple}`);
  if (inner === "") return [];
  const parts = inner.split(",").map((part) => part.trim());
  if (parts.at(-1) === "") parts.pop();
  else if (parts.length === 1) throw refuse(`its shape is ${tuple}`);
  return parts.map((part) => {
    const length = /^\d+L?$/.test(part) ? Number(part.replace("L", "")) : Number.NaN;
    if (!Number.isSafeInteger(length)) throw refuse(`its shape is ${tuple}`);
    return length;
  });
}
