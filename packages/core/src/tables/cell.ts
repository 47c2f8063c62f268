/**
 * The strings that pandas' CSV reader treats as missing values
 * ([note T11](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t11)). "None" is one of them only in
 * newer pandas: here it is kept as text.
 */
export const NA_WORDS: ReadonlySet<string> = new Set(
  " #N/A,#N/A N/A,#NA,-1.#IND,-1.#QNAN,-NaN,-nan,1.#IND,1.#QNAN,<NA>,N/A,NA,NULL,NaN,n/a,nan,null"
    .trim()
    .split(",")
    .concat(""),
);

const NUMBER = /^[ \t]*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[ \t]*$/;
const INFINITE = /^[ \t]*([+-]?)inf(?:inity)?[ \t]*$/i;
const LEADING_ZERO = /^[ \t]*[+-]?0\d/;

/** The number in a decimal text, as pandas reads it; undefined if it is not a number. */
export function parseNumber(text: string): number | undefined {
  if (looksPlain(text)) {
    const value = Number(text);
    if (Number.isFinite(value)) return value;
  }
  if (NUMBER.test(text)) return Number(text);
  const infinite = INFINITE.exec(text);
  if (!infinite) return undefined;
  return infinite[1] === "-" ? -Infinity : Infinity;
}

/**
 * Whether `Number` reads a text as a decimal or not at all: it begins and ends like one, and has no letter
 * where a base prefix would be. Saves most cells the regular expression.
 */
function looksPlain(text: string): boolean {
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  return first >= 43 && first <= 57 && last >= 48 && last <= 57 && !(text.charCodeAt(1) > 57);
}

/**
 * Whether a text can become a number without loss: "007" and integers beyond 2^53 are codes that stay text in
 * columns of undeclared type.
 */
export function isLosslessNumber(text: string): boolean {
  const value = parseNumber(text);
  if (value === undefined || LEADING_ZERO.test(text)) return false;
  return !/^[ \t]*[+-]?\d+[ \t]*$/.test(text) || Number.isSafeInteger(value);
}

/** The boolean in a text of a pandas CSV; undefined if it is not a boolean. */
export function parseBoolean(text: string): boolean | undefined {
  if (text === "True" || text === "TRUE" || text === "true") return true;
  if (text === "False" || text === "FALSE" || text === "false") return false;
  return undefined;
}

/** A cell as a number (missing: NaN), in whatever form a backend returned it; undefined if it is not a number. */
export function toNumber(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (value === null || value === undefined) return Number.NaN;
  if (typeof value === "bigint") return exactNumber(value);
  if (typeof value !== "string") return undefined;
  return parseNumber(value) ?? (NA_WORDS.has(value) ? Number.NaN : undefined);
}

/** A cell as an integer (missing: NaN); undefined if it is not an integer or cannot be represented exactly. */
export function toInteger(value: unknown): number | undefined {
  const number = toNumber(value);
  return number === undefined || Number.isNaN(number) || Number.isSafeInteger(number) ? number : undefined;
}

/** A cell as a boolean (missing: null); undefined if it is not a boolean. 0 and 1 count, as numbers and as text. */
export function toBoolean(value: unknown): boolean | null | undefined {
  if (typeof value === "boolean") return value;
  if (value === null || value === undefined) return null;
  if (typeof value === "string") {
    const parsed = parseBoolean(value);
    if (parsed !== undefined) return parsed;
  }
  const number = toNumber(value);
  if (number === undefined) return undefined;
  if (Number.isNaN(number)) return null;
  return number === 1 ? true : number === 0 ? false : undefined;
}

/** A cell as text (missing: null); undefined for values that are not text-like. Dates become ISO 8601, UTC. */
export function toText(value: unknown): string | null | undefined {
  if (typeof value === "string") return value;
  if (value === null || value === undefined || Number.isNaN(value)) return null;
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : isoText(value);
  return undefined;
}

/** "2019-10-03T00:00:00Z": ISO 8601, without milliseconds if they are zero, as the warehouse writes it. */
function isoText(date: Date): string {
  return date.toISOString().replace(".000Z", "Z");
}

function exactNumber(value: bigint): number | undefined {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : undefined;
}
