import type { RawCell } from "./raw-presentations.ts";

/** A parameter of a stimulus: a number, numbers, text; null where it has none. */
export type Parameter = number | string | boolean | readonly number[] | null;

const NUMBER = /^[+-]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const LIST = /^[[(]([^\][()]*)[\])]$/;

/** Text that spells a number or a list of numbers is parsed; other text stays, empty text is missing. */
export function parseParameter(text: string): Parameter {
  if (text === "") return null;
  if (NUMBER.test(text)) return Number(text);
  const inner = LIST.exec(text)?.[1];
  if (inner === undefined) return text;
  const items = inner
    .replace(/,\s*$/, "")
    .split(",")
    .map((item) => item.trim());
  return items.every((item) => NUMBER.test(item)) ? Object.freeze(items.map(Number)) : text;
}

/** A column of presentations: numbers only (missing: NaN), or values of any kind (missing: null). */
export type ParameterColumn = Float64Array | readonly Parameter[];

/** Settles a column: equal texts are parsed once and share their value. */
export function parseColumn(cells: readonly RawCell[]): ParameterColumn {
  const known = new Map<string, Parameter>();
  const parseCell = (cell: RawCell): Parameter => {
    if (typeof cell !== "string") return cell;
    let value = known.get(cell);
    if (value === undefined) {
      value = parseParameter(cell);
      known.set(cell, value);
    }
    return value;
  };
  const numbers = new Float64Array(cells.length);
  for (let row = 0; row < cells.length; row++) {
    const value = parseCell(cells[row]!);
    if (value !== null && typeof value !== "number") return cells.map(parseCell);
    numbers[row] = value ?? Number.NaN;
  }
  return numbers;
}

/** Whether a cell holds nothing. */
export function isMissingCell(value: Parameter | undefined): boolean {
  return value === null || value === undefined || (typeof value === "number" && Number.isNaN(value));
}
