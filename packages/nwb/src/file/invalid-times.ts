import { type ColumnTable, table } from "@ecephys/core/arquero";
import { readDynamicTable, requireNumbers, warnOfLists } from "./dynamic-table.ts";
import type { NwbFile } from "./nwb-file.ts";
import { readRaggedIndex } from "./ragged.ts";

export const INVALID_TIMES = "/intervals/invalid_times";
const ACTION = "Reading the invalid times";

/** A time in which data are invalid. */
export interface InvalidInterval {
  readonly id: number;
  /** Seconds on the master clock. */
  readonly start: number;
  readonly stop: number;
  /** Scope, the scope's id, and what is invalid: "stimulus", "all_probes", "probeA", "optotagging". */
  readonly tags: readonly string[];
}

/** Empty where the file has no such table. */
export async function readInvalidIntervals(file: NwbFile): Promise<InvalidInterval[]> {
  if (!(await file.group(INVALID_TIMES))) return [];
  const texts = readTagTexts(file);
  texts.catch(() => {});
  const found = await readDynamicTable(file, INVALID_TIMES, ACTION);
  warnOfLists(file, found, ["tags", "timeseries"]);
  const starts = requireNumbers(file, found, "start_time", ACTION);
  const stops = requireNumbers(file, found, "stop_time", ACTION);
  const tags = await readTags(file, found.ids.length, await texts);
  return Array.from(found.ids, (id, row) => ({
    id,
    start: starts[row]!,
    stop: stops[row]!,
    tags: tags[row] ?? [],
  }));
}

async function readTagTexts(file: NwbFile): Promise<readonly string[] | undefined> {
  return (await file.dataset(`${INVALID_TIMES}/tags`)) && file.texts(`${INVALID_TIMES}/tags`, ACTION);
}

async function readTags(
  file: NwbFile,
  rows: number,
  texts: readonly string[] | undefined,
): Promise<readonly (readonly string[])[]> {
  if (texts === undefined) return [];
  const { bounds } = await readRaggedIndex(file, `${INVALID_TIMES}/tags`, rows, ACTION);
  return Array.from({ length: rows }, (_, row) => texts.slice(bounds[row]!, bounds[row + 1]!));
}

/** See `EcephysSession.invalidTimes`. */
export function invalidTimesTable(intervals: readonly InvalidInterval[]): ColumnTable {
  return table({
    id: Float64Array.from(intervals, ({ id }) => id),
    start_time: Float64Array.from(intervals, ({ start }) => start),
    stop_time: Float64Array.from(intervals, ({ stop }) => stop),
    tags: intervals.map(({ tags }) => tags),
  });
}

/** The intervals that have any of the tags. A missing start is minus infinity, a missing stop infinity. */
export function taggedWith(
  intervals: readonly InvalidInterval[],
  tags: readonly string[],
): readonly InvalidInterval[] {
  return intervals
    .filter((interval) => interval.tags.some((tag) => tags.includes(tag)))
    .map((interval) => ({
      ...interval,
      start: Number.isNaN(interval.start) ? Number.NEGATIVE_INFINITY : interval.start,
      stop: Number.isNaN(interval.stop) ? Number.POSITIVE_INFINITY : interval.stop,
    }));
}
