import type { ColumnTable } from "@ecephys/core/arquero";
import { toDelimited, toJson, toNdjson, writeArrow } from "@ecephys/core/internal";
import { EcephysError } from "@ecephys/files";
import { inChunks } from "../format/chunks.ts";
import type { Format } from "../format/formats.ts";
import { toTerminalTable } from "../format/terminal-table.ts";
import type { Io } from "../io.ts";
import { rowsOf } from "../output/terminal-size.ts";
import type { Chunk } from "../output/write-stream.ts";

export interface RenderOptions {
  readonly io: Io;
  readonly terminal: boolean;
  readonly out: string | undefined;
  /** The table that the rows were chosen from. */
  readonly of?: ColumnTable | undefined;
  /** Infinity: all rows; undefined: the default. */
  readonly limit: number | undefined;
  readonly overview: readonly string[] | undefined;
  readonly color: boolean;
}

/** @throws an EcephysError "argument" for a format that would garble the terminal. */
export function refuseBinaryOnTerminal(format: Format): void {
  if (format !== "arrow") return;
  throw new EcephysError("argument", {
    action: "Writing the output",
    resource: "the terminal",
    reason: "the Arrow format is binary",
    remedy: "Use --out FILE, or a pipe",
  });
}

/** The table in its format, in chunks. */
export function render(table: ColumnTable, format: Format, options: RenderOptions): Iterable<Chunk> {
  switch (format) {
    case "table":
      return inChunks(toTerminalTable(table, tableLayout(options)));
    case "csv":
      return inChunks(toDelimited(table, ","));
    case "tsv":
      return inChunks(toDelimited(table, "\t"));
    case "json":
      return inChunks(toJson(table));
    case "ndjson":
      return inChunks(toNdjson(table));
    case "arrow":
      return [writeArrow(table, { format: options.out === undefined ? "stream" : "file", of: options.of })];
  }
}

/** Terminal lines that are kept free for a table's header, its notes and the prompt. */
const OTHER_LINES = 6;
const LEAST_ROWS = 10;

function tableLayout({ io, terminal, limit, overview, color }: RenderOptions) {
  const windowFull = Math.max(LEAST_ROWS, rowsOf(io.stdout) - OTHER_LINES);
  return {
    width: widthOf(io, terminal),
    rows: limit ?? (terminal ? windowFull : Number.POSITIVE_INFINITY),
    overview,
    color,
  };
}

/** A terminal's width; elsewhere COLUMNS if it is set, else no limit. */
function widthOf(io: Io, terminal: boolean): number {
  const told = Number(io.env.COLUMNS);
  if (terminal && io.stdout.columns) return io.stdout.columns;
  if (Number.isInteger(told) && told > 0) return told;
  return terminal ? 80 : Number.POSITIVE_INFINITY;
}
