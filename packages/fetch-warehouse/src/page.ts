import { EcephysError, type HttpSubject } from "@ecephys/files";
import type { RmaRows } from "./rma-query.ts";

/** A hundred times as many as the largest table of the project has: what is above is no number of rows. */
const MOST_ROWS = 12_000_000;

/** A record as the service sends it: nothing of it is trusted. */
export type RmaRecord = Readonly<Record<string, unknown>>;

/** A page that holds together. */
export interface RmaPage {
  readonly records: readonly RmaRecord[];
  /** Their ids, ascending. */
  readonly ids: readonly number[];
  /** Rows of the whole answer. */
  readonly total: number;
}

/**
 * Reads a page: `{success, start_row, num_rows, total_rows, msg: [records]}`.
 * @throws an EcephysError "response" where it is garbage, an error of the service, or cannot be the page that was
 * asked for (fewer or more rows than it says, an empty page of a table that is not, other rows, ids that are
 * missing, out of order or twice); "retryable" where the same request may well be answered better.
 */
export function readPage(bytes: Uint8Array, rows: RmaRows, subject: HttpSubject): RmaPage {
  const refuse = (reason: string, retryable = true) => responseError(subject, reason, retryable);
  const { success, start_row: start, num_rows: count, total_rows: total, msg } = envelope(bytes, subject);
  if (success !== true) throw refuse(`the service answered with an error: ${excerpt(msg)}`, false);
  if (!isCount(count) || !isCount(total) || !Array.isArray(msg)) {
    throw refuse("the answer lacks num_rows, total_rows or its records");
  }
  if (total > MOST_ROWS) {
    throw refuse(`it says that the table has ${total} rows; at most ${MOST_ROWS} are accepted`, false);
  }
  if (typeof start === "number" && start !== rows.start) {
    throw refuse(`it begins with row ${start}, not with row ${rows.start}`);
  }
  if (msg.length !== count) throw refuse(`it says that it has ${count} rows, but has ${msg.length}`);
  if (count > rows.count) throw refuse(`${rows.count} rows were requested, but it has ${count}`);
  if (count > Math.max(0, total - rows.start)) {
    throw refuse(`it has ${count} rows from row ${rows.start} on, but the table only ${total}`);
  }
  if (count === 0 && total > rows.start) throw refuse(`it is empty, but the table has ${total} rows`);
  if (!msg.every(isRecord)) throw refuse("a record is not an object");
  return { records: msg, ids: ascendingIds(msg, subject), total };
}

/** The error of an answer that is not what was asked for. */
export function responseError(subject: HttpSubject, reason: string, retryable: boolean): EcephysError {
  const remedy = retryable
    ? "Try again later, and check that this is the address of the warehouse."
    : undefined;
  return new EcephysError("response", { ...subject, reason, remedy, retryable });
}

/** Ids of records, which have to be there, and in order. */
function ascendingIds(records: readonly RmaRecord[], subject: HttpSubject): number[] {
  const ids = records.map(idOf);
  requireAscending(ids, subject);
  return ids;
}

/** @throws an EcephysError "response" where an id is missing, there twice or out of order. */
export function requireAscending(ids: readonly number[], subject: HttpSubject): void {
  ids.forEach((id, row) => {
    const before = ids[row - 1] ?? -1;
    if (Number.isNaN(id)) throw responseError(subject, `record ${row} has no id`, true);
    if (id === before) throw responseError(subject, `id ${id} appears twice`, true);
    if (id < before) throw responseError(subject, `ids are out of order (${before}, then ${id})`, true);
  });
}

/** Ids are numbers, in the tabular form text; NaN where there is none. */
function idOf({ id }: RmaRecord): number {
  const number = typeof id === "string" && /^\d+$/.test(id) ? Number(id) : id;
  return isCount(number) ? number : Number.NaN;
}

function envelope(bytes: Uint8Array, subject: HttpSubject): RmaRecord {
  if (bytes.byteLength === 0) throw responseError(subject, "the answer is empty", true);
  let text = "";
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const parsed: unknown = JSON.parse(text);
    if (isRecord(parsed)) return parsed;
  } catch {
    const kind = text.trimStart().startsWith("<") ? "a page (HTML)" : "not JSON";
    throw responseError(subject, `the answer is ${kind}`, true);
  }
  throw responseError(subject, "the answer is not an object", true);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isRecord(value: unknown): value is RmaRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const LONGEST_EXCERPT = 200;

function excerpt(message: unknown): string {
  const text = typeof message === "string" ? message : (JSON.stringify(message) ?? "no message");
  const line = text.replace(/[\p{C}\s]+/gu, " ").trim();
  return line.length > LONGEST_EXCERPT ? `${line.slice(0, LONGEST_EXCERPT)}…` : line;
}
