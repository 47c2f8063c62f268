import { type FetchOptions, type TableSchema, tableFromColumns } from "@ecephys/core";
import type { ColumnTable } from "@ecephys/core/arquero";
import { packRecords, tableFromPacked } from "@ecephys/core/internal";
import { httpBytes, retrying } from "@ecephys/files";
import { type RmaPage, type RmaRecord, readPage, requireAscending, responseError } from "./page.ts";
import { runPool, type Task } from "./pool.ts";
import { encodeRma, type RmaQuery, type RmaRows, rmaText } from "./rma-query.ts";
import type { WarehouseSettings } from "./settings.ts";
import { splitQuery } from "./split-query.ts";

const MAXIMUM_PAGE_BYTES = 256 * 2 ** 20;

/** What is kept of a page. */
interface KeptPage<Kept> {
  readonly ids: readonly number[];
  readonly kept: Kept;
}

/** Pages of one query, by their first row. */
interface Pages<Kept> {
  readonly query: RmaQuery;
  readonly pages: Map<number, KeptPage<Kept>>;
  /** Rows of the whole answer, known once the first page is there. */
  total?: number;
}

/**
 * All records that a query matches, sorted by id. The first page says how many there are; the others are
 * fetched side by side, each tried again by itself. A query with long lists is sent in parts.
 * @throws an EcephysError "fetch" or "response"; the signal's reason when aborted.
 */
export async function fetchRecords(
  settings: WarehouseSettings,
  resource: string,
  query: RmaQuery,
  options: FetchOptions = {},
): Promise<RmaRecord[]> {
  const parts = await fetchPages(settings, resource, query, options, (records) => records);
  const { pages, order } = merged(parts, subjectOf(settings, resource));
  const records = pages.flatMap(({ kept }) => [...kept]);
  return order?.map((row) => records[row] ?? {}) ?? records;
}

/**
 * The same as a table. Pages are made into columns as they come: the records of a large table all at once would
 * take many times the memory, and most of the time to clean it up.
 * @throws an EcephysError as `fetchRecords`, and "format" where a value is not of its column's type.
 */
export async function fetchTable(
  settings: WarehouseSettings,
  schema: TableSchema,
  query: RmaQuery,
  options: FetchOptions,
  prepare?: (record: RmaRecord) => RmaRecord,
): Promise<ColumnTable> {
  const parts = await fetchPages(settings, schema.name, query, options, (records, firstRow) =>
    packRecords(schema, prepare ? records.map(prepare) : records, firstRow),
  );
  const { pages, order } = merged(parts, subjectOf(settings, schema.name));
  const table = tableFromPacked(
    schema,
    pages.map(({ kept }) => kept),
  );
  return order === undefined ? table : reordered(schema, table, order);
}

/** Arquero's own sorting compiles code, which pages with a strict content security policy refuse. */
function reordered(schema: TableSchema, table: ColumnTable, order: readonly number[]): ColumnTable {
  const columns = table.columnNames().map((name) => {
    const column = table.column(name);
    return [name, order.map((row) => column?.at(row))] as const;
  });
  return tableFromColumns(schema, Object.fromEntries(columns));
}

/** Fetches all pages of a query, each handed to `keep` with the number of its first row, and kept as that. */
async function fetchPages<Kept>(
  settings: WarehouseSettings,
  resource: string,
  query: RmaQuery,
  { onProgress, signal }: FetchOptions,
  keep: (records: readonly RmaRecord[], firstRow: number) => Kept,
): Promise<Pages<Kept>[]> {
  const parts: Pages<Kept>[] = splitQuery(query).map((part) => ({ query: part, pages: new Map() }));
  const page = (part: Pages<Kept>, rows: RmaRows): Task => {
    return async (stop) => {
      const found = await fetchPage(settings, resource, part.query, rows, stop);
      part.pages.set(rows.start, { ids: found.ids, kept: keep(found.records, rows.start) });
      const isFirst = part.total === undefined;
      part.total ??= found.total;
      requireSame(settings, resource, part.total, found.total);
      onProgress?.({ resource, ...progressOf(parts), unit: "rows" });
      return isFirst ? remainingPages(found, settings.pageRows, (more) => page(part, more)) : [];
    };
  };
  const first = { start: 0, count: settings.pageRows };
  await runPool(
    parts.map((part) => page(part, first)),
    settings.concurrency,
    signal,
  );
  return parts;
}

/**
 * The rows that the first page left. A server may give fewer rows a page than it was asked for; then its size
 * is the size of all.
 */
function* remainingPages(
  { records, total }: RmaPage,
  pageRows: number,
  page: (rows: RmaRows) => Task,
): Generator<Task> {
  const count = Math.min(records.length, pageRows);
  for (let start = count; start < total; start += count) yield page({ start, count });
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

function progressOf(parts: readonly Pages<unknown>[]): { loaded: number; total?: number } {
  let loaded = 0;
  let total: number | undefined = 0;
  for (const part of parts) {
    for (const { ids } of part.pages.values()) loaded += ids.length;
    total = total === undefined || part.total === undefined ? undefined : total + part.total;
  }
  return total === undefined ? { loaded } : { loaded, total };
}

/**
 * The pages of all parts, and the order in which their rows have ascending ids where it is not that of the
 * pages: no page may break the order within a part, and no id be there twice.
 */
function merged<Kept>(
  parts: readonly Pages<Kept>[],
  subject: ReturnType<typeof subjectOf>,
): { pages: KeptPage<Kept>[]; order?: number[] | undefined } {
  const lists = parts.map(({ pages }) => [...pages].sort(([a], [b]) => a - b).map(([, page]) => page));
  for (const list of lists) {
    const ids = list.flatMap((page) => page.ids);
    requireAscending(ids, subject);
  }
  const pages = lists.flat();
  if (lists.length === 1) return { pages };
  const ids = pages.flatMap((page) => page.ids);
  const order = ids.map((_, row) => row).sort((a, b) => (ids[a] ?? 0) - (ids[b] ?? 0));
  requireAscending(
    order.map((row) => ids[row] ?? Number.NaN),
    subject,
  );
  return { pages, order };
}

/** Tables have rows and are named without an article: "units"; what is looked up has one: "the NWB file of session 1". */
function subjectOf({ shownUrl }: WarehouseSettings, resource: string, rows?: RmaRows) {
  if (resource.startsWith("the ")) return { action: "Fetching", resource: `${resource} (${shownUrl})` };
  const range = rows === undefined ? "" : ` from row ${rows.start}`;
  return { action: "Fetching", resource: `the ${resource}${range} (${shownUrl})` };
}
