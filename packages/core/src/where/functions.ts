import { isMissing } from "../tables/column.ts";
import { equalValues } from "./equal-values.ts";

/** A function that a condition may call. Its arguments are never missing, unless `takesMissing` is set. */
export interface WhereFunction {
  /** Smallest and largest number of arguments. */
  readonly arity: readonly [number, number];
  readonly takesMissing?: boolean | undefined;
  readonly call: (...values: readonly unknown[]) => unknown;
}

const numeric = (call: (value: number) => number): WhereFunction => ({
  arity: [1, 1],
  call: (value) => call(Number(value)),
});

const text = (call: (value: string) => unknown): WhereFunction => ({
  arity: [1, 1],
  call: (value) => call(String(value)),
});

const isSequence = (value: unknown): value is string | ArrayLike<unknown> =>
  typeof value === "string" || Array.isArray(value) || ArrayBuffer.isView(value);

function includes(sequence: unknown, value: unknown): boolean | null {
  if (typeof sequence === "string") return sequence.includes(String(value));
  if (!isSequence(sequence)) return null;
  return Array.from(sequence).some((item) => !isMissing(item) && equalValues(item, value));
}

/** The functions of a condition, named as Arquero's; a missing argument makes the result missing. */
export const WHERE_FUNCTIONS: ReadonlyMap<string, WhereFunction> = new Map<string, WhereFunction>([
  ["abs", numeric(Math.abs)],
  ["ceil", numeric(Math.ceil)],
  ["exp", numeric(Math.exp)],
  ["floor", numeric(Math.floor)],
  ["log", numeric(Math.log)],
  ["log10", numeric(Math.log10)],
  ["log2", numeric(Math.log2)],
  ["round", numeric(Math.round)],
  ["sqrt", numeric(Math.sqrt)],
  ["trunc", numeric(Math.trunc)],
  ["pow", { arity: [2, 2], call: (base, exponent) => Number(base) ** Number(exponent) }],
  ["greatest", { arity: [1, 99], call: (...values) => Math.max(...values.map(Number)) }],
  ["least", { arity: [1, 99], call: (...values) => Math.min(...values.map(Number)) }],
  ["lower", text((value) => value.toLowerCase())],
  ["upper", text((value) => value.toUpperCase())],
  ["trim", text((value) => value.trim())],
  ["startswith", { arity: [2, 2], call: (value, start) => String(value).startsWith(String(start)) }],
  ["endswith", { arity: [2, 2], call: (value, end) => String(value).endsWith(String(end)) }],
  ["substring", { arity: [2, 3], call: substring }],
  ["length", { arity: [1, 1], call: (value) => (isSequence(value) ? value.length : null) }],
  ["includes", { arity: [2, 2], call: includes }],
  ["utcyear", text((value) => new Date(value).getUTCFullYear())],
  ["is_missing", { arity: [1, 1], takesMissing: true, call: isMissing }],
]);

/** `Math.name` of JavaScript -> the function's name here, where they differ. */
export const MATH_NAMES: ReadonlyMap<string, string> = new Map([
  ["max", "greatest"],
  ["min", "least"],
]);

function substring(value: unknown, start: unknown, end?: unknown): string {
  return String(value).substring(Number(start), end === undefined ? undefined : Number(end));
}
