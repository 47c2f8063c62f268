import { type FetchOptions, httpBytes, retrying } from "@ecephys/core";
import { ascendingIds, type RmaPage, type RmaRecord, readPage, responseError } from "./page.ts";
import { runPool, type Task } from "./pool.ts";
import { encodeRma, type RmaQuery, type RmaRows, rmaText } from "./rma-query.ts";
import type { WarehouseSettings } from "./settings.ts";
import { splitQuery } from "./split-query.ts";

const MAXIMUM_PAGE_BYTES = 256 * 2 ** 20;

/** Pages of one query, by their first row. */
interface Pages {
  readonly query: RmaQuery;
  readonly pages: Map<number, RmaPage>;
  /** Rows of the whole answer, once the first page has told. */
  total?: number;
}

/**
 * All records that a query matches, sorted by id. The first page tells how many there are; the others are
 * fetched side by side, each tried again by itself. A query with long lists is sent in parts.
 * @throws an EcephysError "fetch" or "response"; the signal's reason when aborted.
 */
export async function fetchRecords(
  settings: WarehouseSettings,
  resource: string,
  query: RmaQuery,
  { onProgress, signal }: FetchOptions = {},
): Promise<RmaRecord[]> {
  const parts: Pages[] = splitQuery(query).map((part) => ({ query: part, pages: new Map() }));
  const page = (part: Pages, rows: RmaRows): Task => {
    return async (stop) => {
      const found = await fetchPage(settings, resource, part.query, rows, stop);
      part.pages.set(rows.start, found);
      const isFirst = part.total === undefined;
      part.total ??= found.total;
      requireSame(settings, resource, part.total, found.total);
      onProgress?.({ resource, ...progressOf(parts), unit: "rows" });
      return isFirst ? remainingRows(found, settings.pageRows).map((more) => page(part, more)) : [];
    };
  };
  const first = { start: 0, count: settings.pageRows };
  await runPool(
    parts.map((part) => page(part, first)),
    settings.concurrency,
    signal,
  );
  return merged(parts, subjectOf(settings, resource));
}

/**
 * The rows that the first page left. A server may give fewer rows a page than it was asked for; then its size
 * is the size of all.
 */
function remainingRows({ records, total }: RmaPage, pageRows: number): RmaRows[] {
  const count = Math.min(records.length, pageRows);
  const rows: RmaRows[] = [];
  for (let start = count; start < total; start += count) rows.push({ start, count });
  return rows;
}

function fetchPage(
  settings: WarehouseSettings,
  resource: string,
  query: RmaQuery,
  rows: RmaRows,
  signal: AbortSignal,
): Promise<RmaPage> {
  const subject = subjectOf(settings, resource, rows);
  const url = new URL(`${settings.baseUrl}/api/v2/data/query.json?${encodeRma(rmaText(query, rows))}`);
  const options = { ...settings.pages, signal, maximumLength: MAXIMUM_PAGE_BYTES };
  const ask = async () => {
    const page = readPage(await httpBytes(url, options, subject), rows, subject);
    const expected = Math.min(rows.count, page.total - rows.start);
    if (rows.start > 0 && page.records.length !== expected) {
      throw responseError(subject, `it has ${page.records.length} rows where ${expected} should be`, true);
    }
    return page;
  };
  return retrying(ask, settings.retry, signal);
}

function requireSame(settings: WarehouseSettings, resource: string, first: number, now: number): void {
  if (first === now) return;
  const reason = `the table changed while it was read (from ${first} to ${now} rows)`;
  throw responseError(subjectOf(settings, resource), reason, true);
}

function progressOf(parts: readonly Pages[]): { loaded: number; total?: number } {
  let loaded = 0;
  let total: number | undefined = 0;
  for (const part of parts) {
    for (const { records } of part.pages.values()) loaded += records.length;
    total = total === undefined || part.total === undefined ? undefined : total + part.total;
  }
  return total === undefined ? { loaded } : { loaded, total };
}

/** All records in the order of their ids, which no page may break and no id twice. */
function merged(parts: readonly Pages[], subject: ReturnType<typeof subjectOf>): RmaRecord[] {
  const lists = parts.map(({ pages }) => {
    const starts = [...pages.keys()].sort((a, b) => a - b);
    const records = starts.flatMap((start) => pages.get(start)?.records ?? []);
    return { records, ids: ascendingIds(records, subject) };
  });
  const [only] = lists;
  if (only && lists.length === 1) return only.records;
  const all = lists.flatMap(({ ids, records }) =>
    records.map((record, row) => ({ record, id: ids[row] ?? Number.NaN })),
  );
  const sorted = all.sort((a, b) => a.id - b.id).map(({ record }) => record);
  ascendingIds(sorted, subject);
  return sorted;
}

function subjectOf({ shownUrl }: WarehouseSettings, resource: string, rows?: RmaRows) {
  const range = rows === undefined ? "" : `, rows from ${rows.start} on`;
  return { action: "fetching", resource: `the ${resource}${range} (${shownUrl})` };
}
