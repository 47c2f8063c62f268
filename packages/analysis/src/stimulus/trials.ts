import type { ColumnTable } from "@ecephys/core/arquero";
import { EcephysError } from "@ecephys/files";
import { gather } from "../inputs.ts";
import { lowerBound } from "../search.ts";
import { keptColumn, keptNumbers, keptTimes } from "./columns.ts";

/** The presentations of one stimulus in order of their start, and the conditions that they showed. */
export interface Trials {
  /** Their rows in the table of presentations. */
  readonly rows: Int32Array;
  readonly starts: Float64Array;
  readonly stops: Float64Array;
  /** By trial the position of its condition. */
  readonly conditions: Int32Array;
  /** Condition ids, ascending. */
  readonly conditionIds: Float64Array;
  /** By condition its trials. */
  readonly members: readonly Int32Array[];
  /** By condition the first trial that showed it. */
  readonly firsts: Int32Array;
  /**
   * A parameter by condition, NaN where it has none or no number.
   * @throws an EcephysError "argument" where a condition was shown with several values of it.
   */
  parameter(name: string): Float64Array;
}

/**
 * The trials of some rows of a table. Rows without a time or (masked ones) without a condition are left out.
 * @param parameters what tells conditions apart where the table has no `stimulus_condition_id`.
 */
export function trialsOf(
  table: ColumnTable,
  rows: Int32Array,
  parameters: readonly string[],
  action: string,
): Trials {
  const starts = keptTimes(table, "start_time", action);
  const stops = keptTimes(table, "stop_time", action);
  const ids = conditionIds(table, rows, parameters, action);
  const order = rows.filter(
    (row) =>
      starts[row]! <= stops[row]! && Number.isFinite(stops[row]! - starts[row]!) && !Number.isNaN(ids(row)),
  );
  const isInOrder = order.every((row, i) => i === 0 || starts[row]! >= starts[order[i - 1]!]!);
  if (!isInOrder) order.sort((a, b) => starts[a]! - starts[b]! || a - b);
  const ofTrials = new Float64Array(order.length);
  for (let trial = 0; trial < order.length; trial++) ofTrials[trial] = ids(order[trial]!);
  const distinct = Float64Array.from(new Set(ofTrials)).sort();
  const position = new Map(Array.from(distinct, (id, c) => [id, c] as const));
  const conditions = new Int32Array(order.length);
  const lists: number[][] = Array.from(distinct, () => []);
  for (let trial = 0; trial < order.length; trial++) {
    const condition = position.get(ofTrials[trial]!)!;
    conditions[trial] = condition;
    lists[condition]!.push(trial);
  }
  const members = lists.map((list) => Int32Array.from(list));
  const firsts = Int32Array.from(members, (list) => list[0]!);
  const trials: Omit<Trials, "parameter"> = {
    rows: order,
    starts: gather(starts, order),
    stops: gather(stops, order),
    conditions,
    conditionIds: distinct,
    members,
    firsts,
  };
  return {
    ...trials,
    parameter: (name) => parameterOf(trials, keptNumbers(table, name, action), name, action),
  };
}

/** @param values of the parameter, by row of the table. */
function parameterOf(
  { rows, conditions, conditionIds, firsts }: Omit<Trials, "parameter">,
  values: Float64Array,
  name: string,
  action: string,
): Float64Array {
  const own = Float64Array.from(firsts, (trial) => values[rows[trial]!]!);
  for (let trial = 0; trial < rows.length; trial++) {
    const condition = conditions[trial]!;
    const [first, value] = [own[condition]!, values[rows[trial]!]!];
    if (value === first || (Number.isNaN(value) && Number.isNaN(first))) continue;
    throw new EcephysError("argument", {
      action,
      resource: `the parameter ${name}`,
      reason: `condition ${conditionIds[condition]} was shown with several values of it, ${first} and ${value}`,
      remedy: "Give the presentations a stimulus_condition_id that tells them apart",
    });
  }
  return own;
}

/** The condition ids of rows: those of the table, or numbers of distinct parameters in order of first appearance. */
function conditionIds(
  table: ColumnTable,
  rows: Int32Array,
  parameters: readonly string[],
  action: string,
): (row: number) => number {
  if (table.columnNames().includes("stimulus_condition_id")) {
    const ids = keptNumbers(table, "stimulus_condition_id", action);
    return (row) => ids[row]!;
  }
  const names = parameters.filter((name) => table.columnNames().includes(name));
  const columns = names.map((name) => keptColumn(table, name, action));
  const known = new Map<string, number>();
  const ids = new Map<number, number>();
  for (const row of rows) {
    const key = JSON.stringify(columns.map((column) => plain(column[row])));
    if (!known.has(key)) known.set(key, known.size);
    ids.set(row, known.get(key)!);
  }
  return (row) => ids.get(row)!;
}

/** A value of a parameter as JSON can hold it. */
function plain(value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}

/** How many spikes lie in [start, start + duration], both ends included, of trials in order of their start. */
export function countWindows(times: Float64Array, starts: Float64Array, duration: number): Float64Array {
  const counts = new Float64Array(starts.length);
  let first = 0;
  for (let i = 0; i < starts.length; i++) {
    first = lowerBound(times, starts[i]!, first);
    const end = starts[i]! + duration;
    let last = lowerBound(times, end, first);
    while (times[last] === end) last++;
    counts[i] = last - first;
  }
  return counts;
}

/**
 * The edges of the bins of a trial: multiples of the resolution below its duration, as numpy's `arange`.
 * @throws an EcephysError "argument" where there is not a single bin, or far too many.
 */
export function binEdges(duration: number, resolution: number, action: string): Float64Array {
  const count = Math.ceil(duration / resolution);
  if (count >= 2 && count <= MOST_EDGES)
    return Float64Array.from({ length: count }, (_, k) => k * resolution);
  throw new EcephysError("argument", {
    action,
    resource: `bins of ${resolution} s in ${duration} s`,
    reason: `between 1 and ${MOST_EDGES - 1} bins must fit into a trial`,
    remedy: "Choose another psthResolution",
  });
}

/** A bin every millisecond of a quarter of an hour. */
const MOST_EDGES = 1_000_000;
