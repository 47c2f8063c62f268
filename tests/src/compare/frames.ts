import type { AnswerColumn, FrameAnswer } from "@ecephys/fixtures";
import type { ColumnTable } from "arquero";
import { DATE_COLUMNS, type Rules, rulesOf } from "./rules.ts";
import { isMissing, isSameInstant, isSameValue } from "./values.ts";

/** What differs between a recorded frame and our table; nothing if they are the same. */
export function frameDifferences(theirs: FrameAnswer, ours: ColumnTable, rules: Rules): string[] {
  const keys = rules.keys ?? indexColumns(theirs, ours);
  const differences = columnDifferences(theirs, ours, keys, rules);
  const rows = matchRows(theirs, ours, keys);
  differences.push(...rows.differences);
  if (rules.isOrdered && rows.rows.some((row, at) => row !== at))
    differences.push("rows are in a different order");
  for (const column of theirs.columns) {
    if (!ours.columnNames().includes(column.name)) continue;
    const difference = cellDifference(column, ours, rows.rows, theirs, rulesOf(rules, column.name));
    if (difference !== undefined) differences.push(difference);
  }
  return differences;
}

/** Our columns that correspond to AllenSDK's index: those of its names, or our first column; none for a plain numbering. */
function indexColumns(theirs: FrameAnswer, ours: ColumnTable): string[] {
  const { names } = theirs.index;
  if (names.every((name) => name !== null && ours.columnNames().includes(name))) return names as string[];
  const isNumbering = names[0] === null && theirs.index.values.every((value, row) => value === row);
  const [first] = ours.columnNames();
  return isNumbering || names.length > 1 || first === undefined ? [] : [first];
}

function columnDifferences(
  theirs: FrameAnswer,
  ours: ColumnTable,
  keys: readonly string[],
  rules: Rules,
): string[] {
  const wanted = new Set([...theirs.columns.map(({ name }) => name), ...keys]);
  const names = ours.columnNames();
  const allowed = rules.extraColumns === "any" ? names : (rules.extraColumns ?? []);
  const missing = [...wanted].filter((name) => !names.includes(name));
  const extra = names.filter((name) => !wanted.has(name) && !allowed.includes(name));
  return [
    ...(missing.length > 0 ? [`columns are missing: ${missing.join(", ")}`] : []),
    ...(extra.length > 0 ? [`extra columns: ${extra.join(", ")}`] : []),
  ];
}

/** Our row for each of AllenSDK's, -1 if there is none. */
function matchRows(
  theirs: FrameAnswer,
  ours: ColumnTable,
  keys: readonly string[],
): { rows: number[]; differences: string[] } {
  const { values } = theirs.index;
  const count = ours.numRows();
  const differences = values.length === count ? [] : [`${count} rows instead of ${values.length}`];
  if (keys.length === 0) return { rows: values.map((_, row) => (row < count ? row : -1)), differences };
  const columns = keys.map((key) => ours.array(key) as ArrayLike<unknown>);
  const places = new Map<string, number[]>();
  for (let row = 0; row < count; row++) {
    const key = keyText(columns.map((column) => column[row]));
    places.set(key, [...(places.get(key) ?? []), row]);
  }
  const rows = values.map(
    (value) => places.get(keyText(Array.isArray(value) ? value : [value]))?.shift() ?? -1,
  );
  const lost = values.filter((_, at) => rows[at] === -1);
  const left = [...places].filter(([, unmatched]) => unmatched.length > 0).map(([key]) => key);
  if (lost.length > 0)
    differences.push(`rows are missing: ${lost.slice(0, 3).join("; ")}${more(lost.length)}`);
  if (left.length > 0) differences.push(`extra rows: ${left.slice(0, 3).join("; ")}${more(left.length)}`);
  return { rows, differences };
}

function more(count: number): string {
  return count > 3 ? ` and ${count - 3} more` : "";
}

function keyText(values: readonly unknown[]): string {
  return values.map((value) => (isMissing(value) ? "missing" : String(value))).join(", ");
}

function cellDifference(
  column: AnswerColumn,
  ours: ColumnTable,
  rows: readonly number[],
  theirs: FrameAnswer,
  rules: Rules,
): string | undefined {
  const values = ours.array(column.name) as ArrayLike<unknown>;
  if (column.values === undefined) return kindDifference(column, values);
  const isSame = DATE_COLUMNS.has(column.name) ? isSameInstant : isSameValue;
  const wrong = rows.flatMap((row, at) =>
    row === -1 || isSame(column.values?.[at], values[row], rules) ? [] : [{ row, at }],
  );
  const [first] = wrong;
  if (first === undefined) return undefined;
  const expected = show(column.values[first.at]);
  return `${column.name} at ${show(theirs.index.values[first.at])}: ${show(values[first.row])} instead of ${expected} (${wrong.length} cells differ)`;
}

/** If no values were recorded: numbers for a number dtype, booleans (or 0 and 1) for bool. */
function kindDifference(column: AnswerColumn, values: ArrayLike<unknown>): string | undefined {
  const isNumber = /^(?:u?int|float)/.test(column.dtype);
  if (!isNumber && column.dtype !== "bool") return undefined;
  const wrong = Array.from(values).find(
    (value) => typeof value !== "number" && !(typeof value === "boolean" && !isNumber) && !isMissing(value),
  );
  return wrong === undefined
    ? undefined
    : `${column.name} holds ${show(wrong)} where AllenSDK has ${column.dtype}`;
}

function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "object" && value !== null && "data" in value)
    return `[${Array.from(value.data as never[])}]`;
  return Array.isArray(value) ? `[${value.join(", ")}]` : String(value);
}
