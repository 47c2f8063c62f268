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

/** A number, or "none" for no limit. (Not null: commander takes that for an option without a value.) */
export type Limit = number | "none";

/** A number of rows. */
export function parseLimit(text: string): Limit {
  if (text === "none") return text;
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('Give a whole number from 0 on, or "none".');
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

/** A number of a list that counts from 0, such as a frame's. */
export function parseIndex(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError("Give a whole number from 0 on.");
  return Number(text);
}

/** A time or a width in seconds. */
export function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() === "" || !Number.isFinite(seconds))
    throw new InvalidArgumentError("Give a number of seconds.");
  return seconds;
}

/** Ids of the dataset, separated by commas. */
export function parseIds(text: string): number[] {
  return parseNames(text).map(parseId);
}

/** An http or https URL. */
export function parseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:")
    throw new InvalidArgumentError("Give a URL that starts with https:// or http://.");
  return text;
}
