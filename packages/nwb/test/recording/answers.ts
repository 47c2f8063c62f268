import type { NwbRecording } from "../../src/index.ts";
import type { NwbSeries } from "../../src/series/nwb-series.ts";
import { difference } from "./comparing.ts";

type Json = Readonly<Record<string, unknown>>;

/** What a file holds, as it was recorded. */
export interface FileAnswer {
  readonly nwb_version: string;
  readonly namespaces: Json;
  readonly metadata: Json;
  readonly subject: Json | null;
  readonly devices: readonly Json[];
  readonly electrode_groups: readonly Json[];
  readonly contents: readonly Json[];
  readonly tables: Readonly<Record<string, TableAnswer>>;
  readonly spike_times: Readonly<Record<string, readonly (readonly number[])[] | null>>;
  readonly series: Readonly<Record<string, Json>>;
  readonly links: readonly Json[];
  readonly shortcuts: Json;
  readonly warnings: readonly { readonly path: string; readonly counts?: Readonly<Record<string, number>> }[];
}

interface TableAnswer extends Json {
  readonly id: readonly unknown[];
  readonly columns: readonly (Json & { readonly name: string; readonly values: unknown })[];
}

/** Everything in which a file's recording and its recorded answer differ, and how much was compared. */
export class Comparison {
  readonly differences: string[] = [];
  compared = 0;

  check(ours: unknown, theirs: unknown, what: string): void {
    this.compared++;
    const found = difference(ours, theirs, what);
    if (found) this.differences.push(found);
  }
}

/** Asks a recording for everything, and compares it with the answer. */
export async function compare(file: NwbRecording, answer: FileAnswer): Promise<Comparison> {
  const made = new Comparison();
  made.check(file.version, answer.nwb_version, "version");
  made.check(await file.namespaces(), answer.namespaces, "namespaces");
  const metadata = await file.metadata();
  made.check(withText(metadata, answer.metadata), answer.metadata, "metadata");
  const subject = await file.subject();
  made.check(subject && withText(subject, answer.subject ?? {}), answer.subject, "subject");
  made.check(await file.devices(), answer.devices, "devices");
  const groups = recordedFields(await file.electrodeGroups(), answer.electrode_groups);
  made.check(groups, answer.electrode_groups, "electrode groups");
  made.check(await file.shortcuts(), answer.shortcuts, "shortcuts");
  made.check((await file.links()).objects(), answer.links, "links");
  const contents = (await file.contents()).objects();
  made.check(
    contents.map(({ path }) => path),
    answer.contents.map(({ path }) => path),
    "contents",
  );
  for (const [i, row] of contents.entries()) {
    const { description: _, ...own } = row;
    made.check(own, answer.contents[i], `contents of ${row.path}`);
  }
  for (const [path, table] of Object.entries(answer.tables)) await compareTable(made, file, path, table);
  for (const [path, lists] of Object.entries(answer.spike_times))
    await compareSpikes(made, file, path, lists);
  for (const [path, series] of Object.entries(answer.series)) await compareSeries(made, file, path, series);
  return made;
}

/** The answers have some fields of groups only. */
function recordedFields(groups: readonly Json[], answer: readonly Json[]): Json[] {
  return groups.map((group, i) =>
    Object.fromEntries(Object.entries(group).filter(([name]) => answer[i] && name in answer[i])),
  );
}

/** Dates as the answers have them. */
function withText(fields: Json, like: Json): Json {
  const own = Object.entries(fields).filter(([name, value]) => name in like || !isEmptyList(value));
  return Object.fromEntries(
    own.map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
  );
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

async function compareTable(
  made: Comparison,
  file: NwbRecording,
  path: string,
  answer: TableAnswer,
): Promise<void> {
  const table = path === "/units" ? (await file.units())! : await file.table(path);
  made.check(table.array("id"), answer.id, `${path} ids`);
  made.check(
    table.columnNames().slice(1),
    answer.columns.map(({ name }) => name),
    `${path} columns`,
  );
  const columns = (await file.columns(path)).objects();
  for (const { name, values, ...column } of answer.columns) {
    const described = columns.find((one) => one.name === name);
    made.check(
      { ...described, description: described?.description ?? "" },
      { description: "", ...column, name },
      `${path}/${name} (its kind)`,
    );
    made.check(table.columnNames().includes(name) ? table.array(name) : undefined, values, `${path}/${name}`);
  }
}

async function compareSpikes(
  made: Comparison,
  file: NwbRecording,
  path: string,
  lists: readonly (readonly number[])[] | null,
): Promise<void> {
  if (path === "/units") {
    const spikes = await file.spikeTimes();
    if (lists === null) return made.check(spikes, null, "spike times");
    const ids = (await file.units())!.array("id") as number[];
    for (const [row, id] of ids.entries())
      if (ids.indexOf(id) === ids.lastIndexOf(id))
        made.check(spikes!.get(id), lists[row], `spike times of ${id}`);
  }
  if (lists === null) return;
  const table = await file.table(path, { columns: "spike_times" });
  made.check(table.array("spike_times"), lists, `${path}/spike_times`);
}

async function compareSeries(
  made: Comparison,
  file: NwbRecording,
  path: string,
  answer: Json,
): Promise<void> {
  const series = await file.series(path);
  const { samples, time, intervals, ...described } = answer as Json & {
    readonly samples: SamplesAnswer | null;
    readonly time: Json;
    readonly intervals?: unknown;
  };
  made.check(await timeOf(series, time), time, `${path} time`);
  made.check(descriptionOf(series, described), described, `${path} series`);
  if (intervals)
    made.check(
      (await series.intervals())!.objects().map((row) => [row.kind, row.start_time, row.stop_time]),
      intervals,
      `${path} intervals`,
    );
  if (samples === null) {
    const refused = await series.values().then(
      () => undefined,
      (error: { code?: string }) => error.code,
    );
    return made.check(["not-found", "format"].includes(refused ?? ""), true, `${path} refuses samples`);
  }
  made.check(await samplesOf(series, samples), samples, `${path} samples`);
}

interface SamplesAnswer extends Json {
  readonly rows: readonly number[];
}

async function timeOf(series: NwbSeries, answer: Json): Promise<Json> {
  const times = await series.timestamps();
  const { time } = series;
  const last = times?.at(-1);
  if (time.kind === "none") return { kind: "none" };
  if (time.kind === "rate")
    return { kind: "rate", starting_time: time.startingTime, rate: time.rate, count: series.length, last };
  const sum = times!.reduce((total, one) => (Number.isFinite(one) ? total + one : total), 0);
  const values = answer.values === null ? null : times;
  return { ...time, count: series.length, values, first: times![0], last, sum };
}

function descriptionOf(series: NwbSeries, like: Json): Json {
  const { channelConversion, comments, conversion, description, electrodes, fields, offset, shape, unit } =
    series;
  const others = Object.fromEntries(Object.entries(fields).filter(([name]) => name in like));
  const isThere = shape !== undefined;
  return {
    kind:
      series.valueKind === undefined && !isThere && series.type?.endsWith("Series") !== true
        ? "events"
        : "series",
    type: series.type,
    description,
    comments,
    shape,
    unit,
    ...(isThere && {
      stored_shape: series.storedShape,
      value_kind: series.valueKind,
      conversion,
      offset,
    }),
    ...(series.isTransposed && { transposed: true }),
    ...(electrodes && { electrodes: { ...electrodes, table: electrodes.table.replace(/^[^/]+:/, "") } }),
    ...(channelConversion && { channel_conversion: channelConversion }),
    ...others,
  };
}

async function samplesOf(series: NwbSeries, answer: SamplesAnswer): Promise<Json> {
  const isNumber = series.valueKind === "integer" || series.valueKind === "number";
  if (!isNumber) return { rows: answer.rows, values: await series.values() };
  const all = await series.load();
  const perRow = all.size / Math.max(1, all.shape[0]!);
  const finite = all.data.filter(Number.isFinite);
  const values = await Promise.all(
    answer.rows.map(async (row) => {
      const one = await series.isel({ time: row });
      const inAll = all.data.subarray(row * perRow, (row + 1) * perRow);
      if (difference(Array.from(one.data), Array.from(inAll)))
        throw new Error(`${series.path}: row ${row} differs`);
      return one.shape.length === 0 ? one.data[0] : nested(Array.from(one.data), one.shape);
    }),
  );
  return {
    rows: answer.rows,
    values,
    count: all.size,
    nan: all.data.filter(Number.isNaN).length,
    sum: finite.reduce((total, value) => total + value, 0),
  };
}

function nested(cells: readonly unknown[], [length = 0, ...rest]: readonly number[]): unknown {
  if (rest.length === 0) return cells;
  const size = cells.length / length;
  return Array.from({ length }, (_, i) => nested(cells.slice(i * size, (i + 1) * size), rest));
}

/** Recorded warnings that none of ours tells, and ours that tell none of them. */
export function unmatchedWarnings(ours: readonly string[], answer: FileAnswer): string[] {
  const left = [...ours];
  const missing = answer.warnings.filter(({ counts = {}, path }) => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const found = left.findIndex((message) => {
      const where = message.slice(0, message.indexOf("):"));
      const numbers = Object.values(counts);
      return (
        where.endsWith(name) &&
        numbers.every((count) => new RegExp(`\\b${count}\\b`).test(message.slice(where.length)))
      );
    });
    if (found >= 0) left.splice(found, 1);
    return found < 0;
  });
  return [
    ...missing.map((one) => `not told: ${JSON.stringify(one)}`),
    ...left.map((one) => `told besides: ${one}`),
  ];
}
