import { type ColumnTable, table } from "@ecephys/core/arquero";
import { EcephysError } from "@ecephys/files";
import { nameOfPath } from "../file/outline.ts";
import type { NwbRecording } from "../recording/nwb-recording.ts";

const SUFFIX = "_presentations";
const IGNORED = new Set(["id", "tags", "timeseries"]);
/** AllenSDK's integer for what a stimulus does not have. */
const ABSENT = -99;

interface Part {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, ArrayLike<unknown>>;
  readonly integers: ReadonlySet<string>;
}

/**
 * All presentations in time, under AllenSDK's names: `end_time` for the file's `stop_time`; "N/A" is missing; columns of
 * only 0, 1 and missing are booleans; integers that a stimulus does not have are −99.
 */
export async function readBehaviorPresentations(
  recording: NwbRecording,
  signal: AbortSignal | undefined,
): Promise<ColumnTable> {
  const names = (await recording.intervalNames({ signal })).filter((path) =>
    nameOfPath(path).endsWith(SUFFIX),
  );
  if (names.length === 0)
    throw new EcephysError("not-found", {
      action: "Reading the stimulus presentations",
      resource: recording.location,
      reason: `the file has no table "…${SUFFIX}"`,
      remedy: "intervalNames() of openNwb says what it has",
    });
  const parts = await Promise.all(names.map((name) => readPart(recording, name, signal)));
  const rows = parts.flatMap((part, i) =>
    Array.from({ length: part.rows }, (_, row) => ({ part, table: i, row })),
  );
  const startOf = ({ part, row }: (typeof rows)[number]) =>
    (part.columns.get("start_time")?.[row] as number) ?? NaN;
  rows.sort((a, b) => startOf(a) - startOf(b) || a.table - b.table || a.row - b.row);
  const all = new Set(parts.flatMap(({ columns }) => [...columns.keys()]));
  const columns = [...all].map((name) => {
    const isInteger = parts.every(({ columns: own, integers }) => !own.has(name) || integers.has(name));
    const cells = rows.map(({ part, row }) => {
      const own = part.columns.get(name);
      return own ? own[row] : isInteger ? ABSENT : undefined;
    });
    return [name === "stop_time" ? "end_time" : name, settled(cells, isInteger)] as const;
  });
  return table(
    Object.fromEntries([["stimulus_presentations_id", Float64Array.from(rows.keys())], ...columns]) as never,
  );
}

async function readPart(
  recording: NwbRecording,
  path: string,
  signal: AbortSignal | undefined,
): Promise<Part> {
  const found = await recording.intervals(path, { signal });
  const kinds = (await recording.columns(path, { signal })).objects();
  const names = found.columnNames().filter((name) => !IGNORED.has(name));
  return {
    rows: found.numRows(),
    columns: new Map(names.map((name) => [name, found.array(name) as ArrayLike<unknown>])),
    integers: new Set(kinds.filter(({ kind }) => kind === "integer").map(({ name }) => name)),
  };
}

function settled(cells: readonly unknown[], isInteger: boolean): ArrayLike<unknown> {
  const known = cells.map((cell) =>
    cell === undefined || cell === "N/A" || Number.isNaN(cell) ? null : cell,
  );
  const isNumeric = known.every((cell) => cell === null || typeof cell === "number");
  if (!isNumeric) return known;
  const isFlag = !isInteger && known.every((cell) => cell === null || cell === 0 || cell === 1);
  if (isFlag) return known.map((cell) => (cell === null ? null : cell === 1));
  return Float64Array.from(known, (cell) => (cell as number | null) ?? Number.NaN);
}
