import type { ColumnTable } from "@ecephys/core/arquero";
import { EcephysError } from "@ecephys/files";
import type { SessionFlags } from "./flags.ts";

/** A time span, [from, to); without an end it is open there. */
type Span = Pick<SessionFlags, "from" | "to">;

/** Whether a time is in the span, [from, to). */
export function isIn(
  time: number,
  { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY }: Span,
): boolean {
  return time >= from && time < to;
}

/** "from 1 s to 2 s", "from 1 s on", "before 2 s". */
export function spanText({ from, to }: Span): string {
  if (from === undefined) return to === undefined ? "at any time" : `before ${to} s`;
  return to === undefined ? `from ${from} s on` : `from ${from} s to ${to} s`;
}

/**
 * The rows of a recording whose time is in the span.
 * @param column The times of the samples, ascending.
 * @throws an EcephysError "not-found" that says from when to when there are samples, if none is in the span.
 */
export function rowsInSpan(
  recording: ColumnTable,
  column: string,
  span: Span,
  resource: string,
): ColumnTable {
  if (span.from === undefined && span.to === undefined) return recording;
  const get = recording.getter(column);
  const rows: number[] = [];
  for (let row = 0; row < recording.numRows(); row++) if (isIn(get(row) as number, span)) rows.push(row);
  if (rows.length > 0) return recording.reify(rows);
  const [first, last] = extent(recording, column);
  throw new EcephysError("not-found", {
    action: "Reading samples",
    resource,
    reason: `there is no sample ${spanText(span)}`,
    remedy: first === undefined ? "It is empty" : `There are samples from ${first} s to ${last} s`,
  });
}

function extent(recording: ColumnTable, column: string): [number | undefined, number | undefined] {
  const times = Array.from(recording.array(column) as ArrayLike<number>).filter(
    (time) => !Number.isNaN(time),
  );
  return [times[0], times.at(-1)];
}
