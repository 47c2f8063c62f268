import { pickNumbers } from "../../pick.ts";
import { type CodedCells, decoded, type RawCell } from "./coded-cells.ts";

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
export function parseColumn({ values, codes }: CodedCells): ParameterColumn {
  const parsed = values.map(parseCell);
  if (!parsed.every((value) => value === null || typeof value === "number")) return decoded(parsed, codes);
  const numbers = Float64Array.from(parsed, (value) => value ?? Number.NaN);
  return pickNumbers(numbers, codes);
}

function parseCell(cell: RawCell): Parameter {
  return typeof cell === "string" ? parseParameter(cell) : cell;
}

/** Whether a cell holds nothing. */
export function isMissingCell(value: Parameter | undefined): boolean {
  return value === null || value === undefined || (typeof value === "number" && Number.isNaN(value));
}
