import { type ArrowKind, arrowValue } from "@ecephys/core/internal";

/**
 * A value as a column of some kind holds it; undefined where it cannot without losing anything. Truth values are the numbers
 * 1 and 0 (as numpy and SQL have them) in columns of numbers, numbers are texts in columns of texts, and one value is a list
 * of one in columns of lists.
 */
export function heldValue(value: unknown, kind: ArrowKind): unknown {
  switch (kind) {
    case "float64":
      return numberOf(value);
    case "int64":
      return integerOf(value);
    case "utf8":
      return textOf(value);
    case "bool":
      return truthOf(value);
    case "timestamp":
      return value instanceof Date ? value : undefined;
    case "utf8[]":
      return listOf(value, textOf);
    case "float64[]":
      return listOf(value, numberOf);
    case "json":
      return arrowValue(value, kind);
  }
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return Number(value);
  const isExact = typeof value === "bigint" && BigInt(Number(value)) === value;
  return isExact ? Number(value) : undefined;
}

function integerOf(value: unknown): number | bigint | undefined {
  if (typeof value === "bigint") return BigInt.asIntN(64, value) === value ? value : undefined;
  const number = numberOf(value);
  return Number.isSafeInteger(number) ? number : undefined;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return ["number", "bigint", "boolean"].includes(typeof value) ? String(value) : undefined;
}

function truthOf(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  return value === 0 || value === 1 ? value === 1 : undefined;
}

/** Missing items stay so; a list with an item that cannot be held is none. */
function listOf(value: unknown, itemOf: (item: unknown) => unknown): unknown[] | undefined {
  const isList = Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
  const items = isList ? Array.from(value as ArrayLike<unknown>) : [value];
  const held = items.map((item) => (item === null || item === undefined ? null : itemOf(item)));
  return held.includes(undefined) ? undefined : held;
}
