import type { EcephysProjectCache, Readers } from "@ecephys/core";
import type { DataFile } from "@ecephys/files";
import type { ColumnTable } from "arquero";
import type { Command } from "commander";
import type { Example } from "../command.ts";
import type { GlobalFlags } from "../options/global-options.ts";
import type { SourceFlags } from "../options/source-options.ts";
import type { TableFlags } from "../options/table-options.ts";

/** What the command's own flags are read beside. */
export type CommonFlags = GlobalFlags & SourceFlags & TableFlags;

/** What a table command makes its table of. */
export interface TableCall<Flags, Session = DataFile> {
  readonly cache: EcephysProjectCache<Session>;
  /** The command's arguments, as its own parsers gave them. */
  readonly args: readonly unknown[];
  readonly flags: Flags & CommonFlags;
  readonly signal: AbortSignal;
}

/** A table of which some columns are shown only where they are named. */
export interface ShownTable {
  readonly table: ColumnTable;
  readonly shown: readonly string[];
}

/** A command that shows a table: what it is called, and which call gives the table. */
export interface TableCommand<Flags, Session = DataFile> {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly examples: readonly Example[];
  /** The columns that a terminal shows first, for there is never room for all. */
  readonly overview: readonly string[];
  /** How the command reads sessions, where it does. */
  readonly session?: (() => Promise<Readers<Session>["session"]>) | undefined;
  readonly addOptions?: ((command: Command) => void) | undefined;
  /** Checks flags against each other before anything is opened; gives a complaint. */
  readonly complaint?: ((flags: Flags, args: readonly unknown[]) => string | undefined) | undefined;
  readonly table: (call: TableCall<Flags, Session>) => Promise<ColumnTable | ShownTable>;
}
