import { isMissing, jsonText } from "@ecephys/core/internal";
import { sanitise } from "../output/sanitise.ts";

/** Shown for a missing value in a table on the terminal. */
const MISSING = "–";

const DIGITS = 6;

/** A value for the terminal: six significant digits, lists with commas, no control characters. */
export function cellText(value: unknown): string {
  if (isMissing(value)) return MISSING;
  if (typeof value === "number") return numberText(value);
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return Array.from(value as ArrayLike<unknown>, cellText).join(", ");
  return sanitise(typeof value === "object" ? (jsonText(value) ?? "") : String(value));
}

function numberText(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(DIGITS)));
}
