import type { PgTypeParsers } from "./pg-types.ts";

const asText = (text: string): string => text;
const asNumber = (text: string): number => Number(text);

/** By type oid. bigint and numeric become numbers; the table's integer check refuses what a double cannot hold. */
const PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  16: (text) => text === "t",
  20: asNumber,
  21: asNumber,
  23: asNumber,
  700: asNumber,
  701: asNumber,
  1700: asNumber,
  1114: isoTimestamp,
  1184: isoTimestamp,
};

/**
 * How the values of our queries are read: numbers, booleans and timestamps by type, the rest (json among it) as
 * text. Handed to each query, so that nobody else's pg settings change.
 */
export const VALUE_PARSERS: PgTypeParsers = {
  getTypeParser: (oid) => PARSERS[oid] ?? asText,
};

/**
 * A timestamp as PostgreSQL writes it in the ISO style ("2018-01-24 10:16:49", with "+00" where it has a zone) as
 * ISO 8601 in UTC ("2018-01-24T10:16:49Z", note L8). Infinite timestamps are missing.
 */
function isoTimestamp(text: string): string | null {
  if (text.endsWith("infinity")) return null;
  return `${text.replace(" ", "T").replace(/\+00(?::00)?$/, "")}Z`;
}
