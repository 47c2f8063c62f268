import type { DataFile } from "@ecephys/files";
import type { ColumnTable } from "arquero";
import { defaultFormat } from "../format/default-format.ts";
import type { Runtime } from "../io.ts";
import { firstRows, queryTable } from "../table/query.ts";
import type { CommonFlags, ShownTable, TableCommand } from "../table-command.ts";
import { readWhere } from "../where/index.ts";
import { withCache } from "./open-cache.ts";
import { refuseBinaryOnTerminal, render } from "./render.ts";
import { useColor } from "./use-color.ts";
import { writeOutput } from "./write-output.ts";

/** Runs a table command: reads the flags, calls the cache, queries its table, writes the result. */
export async function runTable<Flags, Session = DataFile>(
  definition: TableCommand<Flags, Session>,
  flags: Flags & CommonFlags,
  args: readonly unknown[],
  runtime: Runtime,
): Promise<void> {
  const { io, signal } = runtime;
  const out = flags.out === "-" ? undefined : flags.out;
  const terminal = out === undefined && io.stdout.isTTY === true;
  const format = flags.format ?? (flags.json ? "json" : defaultFormat(out, terminal));
  if (terminal) refuseBinaryOnTerminal(format);
  const where = flags.where === undefined ? undefined : readWhere(flags.where);
  const session = await definition.session?.();
  const given = await withCache<ColumnTable | ShownTable, Session>(
    flags,
    runtime,
    (cache) => definition.table({ cache, flags, args, signal }),
    { session },
  );
  const { table, shown } = "shown" in given ? given : { table: given, shown: undefined };
  const rows = queryTable(table, { where, sort: flags.sort ?? [], columns: flags.columns ?? shown });
  const most = flags.limit === "none" ? Number.POSITIVE_INFINITY : flags.limit;
  const chunks = render(format === "table" ? rows : firstRows(rows, most), format, {
    io,
    terminal,
    out,
    limit: most,
    overview: flags.columns ? undefined : definition.overview,
    color: terminal && useColor(flags, io),
  });
  await writeOutput(chunks, { out, io, signal, terminal, ownEscapes: format === "table" });
}
