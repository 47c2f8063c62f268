import { argumentChecks, EcephysError } from "@ecephys/files";
import { allocate } from "./allocate.ts";
import type { Warn } from "./inputs.ts";

/** Absolute bin edges: one row per presentation, one column per edge, in C order; seconds on the master clock. */
export interface TimeDomain {
  readonly values: Float64Array;
  readonly shape: readonly [presentations: number, edges: number];
}

/** Moves edges (to a shifted clock, say): returns as many values, in the same order. */
export type TimeDomainCallback = (domain: Float64Array, shape: TimeDomain["shape"]) => ArrayLike<number>;

/**
 * The edges of every presentation, `start_time + edge` in double precision, after the callback.
 * @throws an EcephysError "argument" for fewer than two edges, for edges that are not numbers, for a presentation
 * without a start, and for bins out of order, which it names.
 */
export function timeDomain(
  starts: Float64Array,
  edges: Float64Array,
  callback: TimeDomainCallback | undefined,
  action: string,
): TimeDomain {
  if (edges.length < 2)
    throw badEdges(
      action,
      edges.length === 1 ? "a single edge does not make a bin" : "there are no edges",
      "Give two edges or more, in seconds",
    );
  requireStarts(starts, action);
  const shape = [starts.length, edges.length] as const;
  const built = allocate(Float64Array, shape, "presentations × bin edges", action);
  for (let row = 0, i = 0; row < starts.length; row++)
    for (let edge = 0; edge < edges.length; edge++) built[i++] = starts[row]! + edges[edge]!;
  const values = callback ? moved(callback, built, shape, action) : built;
  if (values.length !== built.length)
    throw badEdges(action, `the callback gave ${values.length} edges for ${built.length}`, "Return as many");
  if (!callback) checkOrder(edges, 1, edges.length, action);
  checkOrder(values, starts.length, edges.length, action);
  return { values, shape };
}

/** @throws an EcephysError "argument" for a presentation without a start. */
export function requireStarts(starts: Float64Array, action: string): void {
  const timeless = starts.findIndex(Number.isNaN);
  if (timeless < 0) return;
  throw badEdges(
    action,
    `the selected presentation at position ${timeless} has no start time`,
    "Leave it out of stimulusPresentationIds",
  );
}

function moved(
  callback: TimeDomainCallback,
  domain: Float64Array,
  shape: TimeDomain["shape"],
  action: string,
): Float64Array {
  const { numbers, refusal } = argumentChecks(action);
  if (typeof callback !== "function") throw refusal("timeDomainCallback", callback, "a function");
  return numbers("what timeDomainCallback returned", callback(domain, shape));
}

/** Warns where the windows of neighbouring rows overlap, so that a spike may count in both. */
export function warnOfOverlap({ values, shape: [rows, edges] }: TimeDomain, warn: Warn): void {
  let overlapping = 0;
  let most = 0;
  for (let row = 1; row < rows; row++) {
    const overlap = values[row * edges - 1]! - values[row * edges]!;
    if (!(overlap > 0)) continue;
    overlapping++;
    most = Math.max(most, overlap);
  }
  if (overlapping > 0)
    warn(
      `${overlapping} neighbouring time windows overlap, by up to ${most} s: spikes in the overlap are counted in each of them`,
    );
}

function checkOrder(values: Float64Array, rows: number, columns: number, action: string): void {
  const wrong: string[] = [];
  for (let row = 0; row < rows; row++)
    for (let edge = 0; edge < columns; edge++) {
      const at = row * columns + edge;
      if (Number.isNaN(values[at]))
        throw badEdges(action, `edge ${edge} of row ${row} is not a number`, "Give seconds");
      if (edge > 0 && values[at]! < values[at - 1]!)
        wrong.push(`(row ${row}, bin ${edge - 1}: ${values[at - 1]} to ${values[at]} s)`);
    }
  if (wrong.length === 0) return;
  const named = wrong.slice(0, 5).join(", ") + (wrong.length > 5 ? ` and ${wrong.length - 5} more` : "");
  throw badEdges(action, `bins are out of order: ${named}`, "Sort the edges in ascending order");
}

function badEdges(action: string, reason: string, remedy: string): EcephysError {
  return new EcephysError("argument", { action, resource: "the bin edges", reason, remedy });
}
