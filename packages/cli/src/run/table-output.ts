import { parseWhere, type Where } from "@ecephys/core";
import { type ColumnTable, table } from "@ecephys/core/arquero";
import { defaultFormat } from "../format/default-format.ts";
import type { Format } from "../format/formats.ts";
import type { Runtime } from "../io.ts";
import { columnsOf } from "../output/terminal-size.ts";
import type { CommonFlags, DrawnTable, ShownTable, TableCommand } from "../table/command-definition.ts";
import { describeTable } from "../table/describe.ts";
import { firstRows, queryTable } from "../table/query.ts";
import { refuseBinaryOnTerminal, render } from "./render.ts";
import { useColor } from "./use-color.ts";
import { writeOutput } from "./write-output.ts";

/** The output settings among a table command's flags. */
export interface TableOutput {
  readonly out: string | undefined;
  readonly terminal: boolean;
  readonly format: Format;
  readonly where: Where | undefined;
}

/** Reads the flags of the output, before anything is opened. @throws an EcephysError "argument" if one is wrong. */
export function readOutput(flags: CommonFlags, { io }: Runtime): TableOutput {
  const out = flags.out === "-" ? undefined : flags.out;
  const terminal = out === undefined && io.stdout.isTTY === true;
  const format = flags.format ?? (flags.json ? "json" : defaultFormat(out, terminal));
  if (terminal) refuseBinaryOnTerminal(format);
  return { out, terminal, format, where: flags.where === undefined ? undefined : parseWhere(flags.where) };
}

/** A table of properties as one row, with a column for each; undefined if their names or values are not shown. */
function asOneRow(
  properties: ColumnTable,
  { key, value }: { readonly key: string; readonly value: string },
): ColumnTable | undefined {
  const names = properties.columnNames();
  if (!names.includes(key) || !names.includes(value)) return undefined;
  const values = properties.getter(value);
  const entries = Array.from(properties.array(key), (name, row) => [String(name), [values(row)]] as const);
  return table(Object.fromEntries(entries));
}

/** Queries a command's table and writes the result. */
export async function writeTable(
  given: ColumnTable | ShownTable | DrawnTable,
  { format, out, terminal, where }: TableOutput,
  { overview }: Pick<TableCommand<never>, "overview">,
  flags: CommonFlags,
  { io, signal }: Runtime,
): Promise<void> {
  if ("figure" in given && terminal && !asksForRows(flags)) {
    const { writeToTerminal } = await import("./write-to-terminal.ts");
    return writeToTerminal(await given.figure(), { ...flags, picture: "auto" }, { io, signal });
  }
  const { table: whole, shown, object, text } = partsOf(given);
  const found = queryTable(whole, { where, sort: flags.sort ?? [], columns: flags.columns ?? shown });
  const rows = flags.describe ? describeTable(found) : found;
  const most = flags.limit === "none" ? Number.POSITIVE_INFINITY : flags.limit;
  if (format === "table" && text !== undefined && !flags.describe && flags.columns === undefined) {
    const lines = text(firstRows(rows, most), Math.min(columnsOf(io.stdout, 80), 100));
    return writeOutput([lines], { out, io, signal, terminal, ownEscapes: false });
  }
  const wanted = format === "table" ? rows : firstRows(rows, most);
  const one = object && (format === "json" || format === "ndjson") ? asOneRow(wanted, object) : undefined;
  // The JSON of one row per line is, of one row, one object.
  const chunks = render(one ?? wanted, one ? "ndjson" : format, {
    io,
    terminal,
    out,
    of: whole,
    limit: most,
    overview: flags.columns || flags.describe ? undefined : overview,
    color: terminal && useColor(flags, io),
  });
  await writeOutput(chunks, { out, io, signal, terminal, ownEscapes: format === "table" });
}

function partsOf(given: ColumnTable | ShownTable | DrawnTable): ShownTable {
  return "table" in given ? given : { table: given };
}

/** Whether any option says which rows or columns, or in which format. */
function asksForRows({ format, json, columns, where, sort, limit, describe }: CommonFlags): boolean {
  return [format, json || undefined, columns, where, sort, limit, describe].some(
    (flag) => flag !== undefined,
  );
}
