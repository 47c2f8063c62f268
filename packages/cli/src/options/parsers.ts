import { InvalidArgumentError } from "commander";

/** One column to sort by. */
export interface SortKey {
  readonly column: string;
  readonly descending: boolean;
}

/** Splits "a, b" into its names. */
export function parseNames(text: string): string[] {
  const names = text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length === 0) throw new InvalidArgumentError("Give names separated by commas.");
  return names;
}

/** Reads "snr,-firing_rate": a leading "-" sorts from large to small. */
export function parseSort(text: string): SortKey[] {
  return parseNames(text).map((name) =>
    name.startsWith("-") ? { column: name.slice(1), descending: true } : { column: name, descending: false },
  );
}

/** A number, or "none" for no limit. (Not null, which commander treats as an option without a value.) */
export type Limit = number | "none";

/** A number of rows. */
export function parseLimit(text: string): Limit {
  if (text === "none") return text;
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('Give a whole number, 0 or more, or "none".');
  return Number(text);
}

/** A threshold. */
export function parseThreshold(text: string): Limit {
  if (text === "none") return text;
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value))
    throw new InvalidArgumentError('Give a number, or "none" for no limit.');
  return value;
}

/** An id of the dataset, such as a session's. */
export function parseId(text: string): number {
  const id = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(id))
    throw new InvalidArgumentError("Give an id: a whole number.");
  return id;
}

/** A number counted from 0, such as a frame's. */
export function parseIndex(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError("Give a whole number, 0 or more.");
  return Number(text);
}

/** A time in seconds. */
export function parseSeconds(text: string): number {
  return seconds(text, () => true, "Give a number of seconds.");
}

/** A length of time: "90", "90s", "2m". In seconds. */
export function parseDuration(text: string): number {
  const [, digits, unit] = /^(\d{1,6})\s*(s|m)?$/.exec(text) ?? [];
  const value = Number(digits) * (unit === "m" ? 60 : 1);
  if (!(value >= 5 && value <= 86_000))
    throw new InvalidArgumentError('Give a time of 5 s or more: "90s", or "2m".');
  return value;
}

/** A width in seconds. */
export function parseWidth(text: string): number {
  return seconds(text, (width) => width > 0, "Give a number of seconds, more than 0.");
}

/** The standard deviation of a Gaussian in seconds; 0 does not smooth. */
export function parseDeviation(text: string): number {
  return seconds(text, (deviation) => deviation >= 0, "Give a number of seconds, 0 or more.");
}

function seconds(text: string, isAllowed: (value: number) => boolean, advice: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || !isAllowed(value))
    throw new InvalidArgumentError(advice);
  return value;
}

/** Ids of the dataset, separated by commas. */
export function parseIds(text: string): number[] {
  return parseNames(text).map(parseId);
}

/** How many things are done at once. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (!/^\d{1,4}$/.test(text) || count === 0)
    throw new InvalidArgumentError("Give a whole number, 1 or more.");
  return count;
}

/** Numbers counted from 0, such as scenes': "0-117,5". */
export function parseIndexes(text: string): number[] {
  return [...new Set(parseNames(text).flatMap(parseIndexRange))];
}

const MOST_INDEXES = 10_000;

function parseIndexRange(text: string): number[] {
  const [first, last] = /^(\d{1,15})(?:-(\d{1,15}))?$/.exec(text)?.slice(1) ?? [];
  if (first === undefined)
    throw new InvalidArgumentError("Give whole numbers, 0 or more, or ranges of them: 0-3,7.");
  const count = Number(last ?? first) - Number(first) + 1;
  if (count < 1 || count > MOST_INDEXES)
    throw new InvalidArgumentError(`${text} is not a range that can be used.`);
  return Array.from({ length: count }, (_, at) => Number(first) + at);
}

const POWERS: Readonly<Record<string, number>> = { "": 0, k: 1, m: 2, g: 3 };

/** Bytes per second: "10M", "500k", "2.5MB/s" in powers of 1000, "10MiB" in powers of 1024. */
export function parseRate(text: string): number {
  const [, digits, power = "", binary] =
    /^(\d+(?:\.\d+)?) ?([kmg]?)(i?)(?:b(?:\/s)?)?$/i.exec(text.trim()) ?? [];
  const rate = Number(digits) * (binary ? 1024 : 1000) ** (POWERS[power.toLowerCase()] ?? 0);
  if (!(rate >= 1)) throw new InvalidArgumentError("Give bytes per second, such as 10M or 500k.");
  return rate;
}

/** Lets an option that takes a list be given several times. */
export function repeatable<Value>(
  parse: (text: string) => readonly Value[],
): (text: string, before?: readonly Value[]) => Value[] {
  return (text, before = []) => [...before, ...parse(text)];
}

/** Joins expressions from repeated options: all of them must be true. */
export function joinWhere(text: string, before?: string): string {
  return before === undefined ? text : `(${before}) && (${text})`;
}

/** A file or directory. */
export function parsePath(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("Give a path.");
  return text;
}
