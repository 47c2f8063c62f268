const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const KNOWN = 1024;
const LONG = 128;
const FEW = 16;

/** What decoding found that is worth telling. */
export interface DecodeNotes {
  /** Texts that are not UTF-8. */
  latin1: number;
}

export function newNotes(): DecodeNotes {
  return { latin1: 0 };
}

/**
 * Decodes texts; columns repeat few distinct ones, and equal ones share one string while cached. Bytes that are not
 * UTF-8 are read as Latin-1, and counted.
 */
export class TextDecoding {
  /** None where there are few texts, as of attributes, which would be done before it is there. */
  private known: (string | undefined)[] | undefined;
  private few = FEW;
  private readonly notes: DecodeNotes;
  private last = "";

  constructor(notes: DecodeNotes) {
    this.notes = notes;
  }

  decode(bytes: Uint8Array, start: number, end: number): string {
    // Most texts of a column are the one before them.
    if (isAscii(this.last, bytes, start, end)) return this.last;
    if (end - start > LONG || this.few-- > 0) return this.text(bytes, start, end);
    this.known ??= new Array<string | undefined>(KNOWN);
    let hash = end - start;
    for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + bytes[i]!) | 0;
    const place = hash & (KNOWN - 1);
    const known = this.known[place];
    if (known === undefined || !isAscii(known, bytes, start, end))
      this.known[place] = this.text(bytes, start, end);
    this.last = this.known[place]!;
    return this.last;
  }

  private text(bytes: Uint8Array, start: number, end: number): string {
    const own = bytes.subarray(start, end);
    try {
      return UTF8.decode(own);
    } catch {
      this.notes.latin1++;
      return Array.from(own, (byte) => String.fromCharCode(byte)).join("");
    }
  }
}

/** Whether these bytes equal the text, byte by byte; only ever true for ASCII. */
function isAscii(text: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let i = 0; i < text.length; i++) {
    const byte = bytes[start + i]!;
    if (byte > 127 || text.charCodeAt(i) !== byte) return false;
  }
  return true;
}
