import { parseWhere, type Where } from "@ecephys/core";
import type { ColumnTable } from "@ecephys/core/arquero";
import { defaultFormat } from "../format/default-format.ts";
import type { Format } from "../format/formats.ts";
import type { Runtime } from "../io.ts";
import type { CommonFlags, DrawnTable, ShownTable, TableCommand } from "../table/command-definition.ts";
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

/** Queries a command's table and writes the result. */
export async function writeTable(
  given: ColumnTable | ShownTable | DrawnTable,
  { format, out, terminal, where }: TableOutput,
  { overview }: Pick<TableCommand<never>, "overview">,
  flags: CommonFlags,
  { io, signal }: Runtime,
): Promise<void> {
  if ("figure" in given && terminal && !asksForRows(flags)) {
    const { writeToTerminal } = await import("../figure/write-to-terminal.ts");
    return writeToTerminal(await given.figure(), { ...flags, picture: "auto" }, { io, signal });
  }
  const { table, shown } = partsOf(given);
  const rows = queryTable(table, { where, sort: flags.sort ?? [], columns: flags.columns ?? shown });
  const most = flags.limit === "none" ? Number.POSITIVE_INFINITY : flags.limit;
  const chunks = render(format === "table" ? rows : firstRows(rows, most), format, {
    io,
    terminal,
    out,
    limit: most,
    overview: flags.columns ? undefined : overview,
    color: terminal && useColor(flags, io),
  });
  await writeOutput(chunks, { out, io, signal, terminal, ownEscapes: format === "table" });
}

function partsOf(given: ColumnTable | ShownTable | DrawnTable): {
  readonly table: ColumnTable;
  readonly shown: readonly string[] | undefined;
} {
  if ("shown" in given) return given;
  return { table: "figure" in given ? given.table : given, shown: undefined };
}

/** Whether any option says which rows or columns, or in which format. */
function asksForRows({ format, json, columns, where, sort, limit }: CommonFlags): boolean {
  return [format, json || undefined, columns, where, sort, limit].some((flag) => flag !== undefined);
}
