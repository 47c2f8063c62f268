import { EcephysError } from "@ecephys/files";

const COMMA = 44;
const LINE_FEED = 10;
const RETURN = 13;
const QUOTE = 34;
/** How many bytes are examined to estimate the number of rows. */
const SAMPLE = 65_536;

/** Receives the cells of one column. */
export interface CellSink {
  /**
   * Takes the cell that begins at `start` if it is an ordinary one of this column, in one pass over its bytes,
   * and returns its end; `NOT_TAKEN` if it has to be scanned and `put`.
   */
  take(row: number, start: number): number;
  /** Takes the bytes from `start` to `end`, without the quotes around them; `escaped`: it contains doubled quotes. */
  put(row: number, start: number, end: number, escaped: boolean): void;
}

/** Returned by `take` for a cell that it has not taken. */
export const NOT_TAKEN = -1;

/** Where a row ended. */
interface RowEnd {
  readonly cells: number;
  readonly next: number;
}

/** The bytes of a CSV and its name in messages. */
export interface CsvSource {
  readonly bytes: Uint8Array;
  readonly resource: string;
}

/** Whether a cell without quotes ends at this byte. */
export function isCellEnd(byte: number | undefined): boolean {
  return byte === COMMA || byte === LINE_FEED || byte === RETURN;
}

/** An EcephysError "format" about a CSV. */
export function csvError(source: CsvSource, reason: string): EcephysError {
  return new EcephysError("format", {
    action: "Reading a CSV",
    resource: source.resource,
    reason,
    remedy: "Delete the file to fetch it again, or correct it",
  });
}

/** Where the text begins: after a byte order mark, if there is one. */
export function startOfText({ bytes }: CsvSource): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/**
 * The approximate number of rows of a CSV with so many columns, estimated from its first lines; never more than
 * its bytes can hold.
 */
export function estimateRows({ bytes }: CsvSource, columns: number): number {
  const sample = bytes.subarray(0, SAMPLE);
  let lines = 0;
  for (let at = sample.indexOf(LINE_FEED); at !== -1; at = sample.indexOf(LINE_FEED, at + 1)) lines += 1;
  const estimate = Math.ceil((1.02 * bytes.length * lines) / Math.max(1, sample.length)) + 16;
  // A row has a comma or line break for each cell.
  return Math.min(estimate, Math.ceil(bytes.length / Math.max(1, columns)) + 16);
}

/**
 * Passes every cell of every row from `start` on to the sink of its column (undefined: skipped), and returns
 * the number of rows. Lines end in LF, CRLF or CR; empty lines are skipped, as in pandas.
 * @throws an EcephysError "format" on a row with more or fewer cells than sinks, an open quote, text after a
 * closing quote, or a last line without its line break (a truncated file).
 */
export function scanRows(source: CsvSource, start: number, sinks: readonly (CellSink | undefined)[]): number {
  const { bytes } = source;
  let at = start;
  let row = 0;
  while (at < bytes.length) {
    if (bytes[at] === LINE_FEED || bytes[at] === RETURN) {
      at += 1;
      continue;
    }
    const { cells, next } = scanRow(source, at, row, sinks);
    if (cells !== sinks.length) {
      throw csvError(source, `row ${row + 1} has ${cells} cells, but the header has ${sinks.length}`);
    }
    at = next;
    row += 1;
  }
  return row;
}

/** The cells of the first line, as passed to sinks; `next` is where the second line begins. */
export function scanHeader(
  source: CsvSource,
  start: number,
  put: (start: number, end: number, escaped: boolean) => void,
): number {
  const sink: CellSink = {
    take: () => NOT_TAKEN,
    put: (_row, from, to, escaped) => put(from, to, escaped),
  };
  return scanRow(source, start, -1, [], sink).next;
}

/** The header is the line before the first row. */
function lineName(row: number): string {
  return row < 0 ? "the header" : `row ${row + 1}`;
}

function scanRow(
  source: CsvSource,
  start: number,
  row: number,
  sinks: readonly (CellSink | undefined)[],
  otherwise?: CellSink,
): RowEnd {
  const { bytes } = source;
  const length = bytes.length;
  let at = start;
  let cells = 0;
  for (;;) {
    const sink = sinks[cells] ?? otherwise;
    const taken = sink === undefined ? NOT_TAKEN : sink.take(row, at);
    let from = at;
    let to: number;
    let escaped = false;
    if (taken !== NOT_TAKEN) {
      at = taken;
      to = taken;
    } else if (bytes[at] === QUOTE) {
      from += 1;
      at = from;
      for (;;) {
        at = bytes.indexOf(QUOTE, at);
        if (at === -1) throw csvError(source, `${lineName(row)} has a quote that is never closed`);
        if (bytes[at + 1] !== QUOTE) break;
        escaped = true;
        at += 2;
      }
      to = at;
      at += 1;
    } else {
      let byte = bytes[at];
      while (byte !== COMMA && byte !== LINE_FEED && byte !== RETURN && at < length) byte = bytes[++at];
      to = at;
    }
    if (taken === NOT_TAKEN) sink?.put(row, from, to, escaped);
    cells += 1;
    if (at >= length) {
      throw csvError(
        source,
        `its last line (${lineName(row)}) does not end in a line break: the file is truncated`,
      );
    }
    const mark = bytes[at];
    at += 1;
    if (mark === COMMA) continue;
    if (mark === RETURN && bytes[at] === LINE_FEED) at += 1;
    else if (mark !== LINE_FEED && mark !== RETURN) {
      throw csvError(source, `${lineName(row)} has text after a closing quote`);
    }
    return { cells, next: at };
  }
}
