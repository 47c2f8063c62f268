import { canonicalJson } from "../plan/key.ts";
import type { PartitionRecord } from "./records.ts";

const NAMED = 3;

/**
 * In what the finished files of one table differ that should have it in common, a sentence each: parameters, filters, format,
 * version of the code, and the types of columns. Rows of such a table do not mean the same in all sessions, and readers that
 * want one type for a column refuse it.
 */
export function differencesOf(records: readonly PartitionRecord[]): string[] {
  if (records.length < 2) return [];
  const names = [...new Set(records.flatMap(({ columns }) => columns.map(({ name }) => name)))];
  const typeOf = (name: string) => (record: PartitionRecord) => {
    const type = record.columns.find((column) => column.name === name)?.type;
    return type === undefined ? "not there" : typeof type === "string" ? type : `list of ${type.list}`;
  };
  return [
    difference(records, "kind", ({ kind, kindVersion }) => `${kind} (version ${kindVersion})`),
    difference(records, "parameters", ({ parameters }) => canonicalJson(parameters)),
    difference(records, "filters", ({ filters }) => canonicalJson(filters)),
    difference(records, "format", ({ format }) => format),
    ...names.map((name) => difference(records, `column ${name}`, typeOf(name))),
  ].filter((text) => text !== undefined);
}

/** "parameters: {"bin":0.1} in 57 files, {"bin":0.2} in 1 (session 715093703)"; undefined where all have the same. */
function difference(
  records: readonly PartitionRecord[],
  what: string,
  textOf: (record: PartitionRecord) => string,
): string | undefined {
  const groups = new Map<string, PartitionRecord[]>();
  for (const record of records) {
    const value = textOf(record);
    groups.set(value, [...(groups.get(value) ?? []), record]);
  }
  if (groups.size < 2) return undefined;
  const sorted = [...groups].sort(([, one], [, other]) => other.length - one.length);
  const texts = sorted.map(([value, own], at) =>
    at === 0 ? `${value} in ${filesText(own.length)}` : `${value} in ${own.length}${sessionsOf(own)}`,
  );
  return `${what}: ${texts.join(", ")}`;
}

function filesText(count: number): string {
  return count === 1 ? "1 file" : `${count} files`;
}

function sessionsOf(records: readonly PartitionRecord[]): string {
  const ids = records.flatMap(({ session }) => session ?? []);
  if (ids.length === 0) return "";
  const more = ids.length > NAMED ? ", …" : "";
  return ` (${ids.length === 1 ? "session" : "sessions"} ${ids.slice(0, NAMED).join(", ")}${more})`;
}
