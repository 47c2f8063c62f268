import type { Figure } from "@ecephys/charts";
import type { EcephysProjectCache } from "@ecephys/core";
import type { ColumnTable } from "arquero";
import type { Command } from "commander";
import type { Example } from "../command.ts";
import type { GlobalFlags } from "../options/global-options.ts";
import type { SourceFlags } from "../options/source-options.ts";
import type { TableFlags } from "../options/table-options.ts";

/** The flags that every table command has. */
export type CommonFlags = GlobalFlags & SourceFlags & TableFlags;

/** What a table command makes its table from. */
interface TableCall<Flags> {
  readonly cache: EcephysProjectCache;
  /** The command's arguments, as parsed. */
  readonly args: readonly unknown[];
  readonly flags: Flags & CommonFlags;
  readonly signal: AbortSignal;
}

/** A table, and how it is shown. */
export interface ShownTable {
  readonly table: ColumnTable;
  /** The columns that are shown if none is named; all by default. */
  readonly shown?: readonly string[] | undefined;
  /** Its rows for people to read, in place of a table that is cut off at the window's width. */
  readonly text?: ((rows: ColumnTable, width: number) => string) | undefined;
  /** For a table of properties: the columns of their names and values, which make one object as JSON. */
  readonly object?: { readonly key: string; readonly value: string } | undefined;
}

/** A table that a terminal shows as a figure, unless rows are asked for. */
export interface DrawnTable {
  readonly table: ColumnTable;
  readonly figure: () => Promise<Figure>;
}

/** The name of a command that shows a table, and what its help says. */
export interface TableText {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly examples: readonly Example[];
  /** The columns that a terminal shows first, since there is never room for all. */
  readonly overview: readonly string[];
}

/** A command that shows a table: its options. */
export interface TableOptions<Flags> extends TableText {
  readonly addOptions?: ((command: Command) => void) | undefined;
  /** Checks flags against each other before anything is opened; returns what is wrong. */
  readonly complaint?: ((flags: Flags, args: readonly unknown[]) => string | undefined) | undefined;
}

/** A command that shows a table of the project: its name, and the call that makes the table. */
export interface TableCommand<Flags> extends TableOptions<Flags> {
  readonly table: (call: TableCall<Flags>) => Promise<ColumnTable | ShownTable>;
}
