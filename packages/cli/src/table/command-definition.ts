import type { EcephysProjectCache, Readers } from "@ecephys/core";
import type { DataFile } from "@ecephys/files";
import type { ColumnTable } from "arquero";
import type { Command } from "commander";
import type { Example } from "../command.ts";
import type { GlobalFlags } from "../options/global-options.ts";
import type { SourceFlags } from "../options/source-options.ts";
import type { TableFlags } from "../options/table-options.ts";

/** The flags that every table command has. */
export type CommonFlags = GlobalFlags & SourceFlags & TableFlags;

/** What a table command makes its table from. */
interface TableCall<Flags, Session = DataFile> {
  readonly cache: EcephysProjectCache<Session>;
  /** The command's arguments, as parsed. */
  readonly args: readonly unknown[];
  readonly flags: Flags & CommonFlags;
  readonly signal: AbortSignal;
}

/** A table in which some columns are shown only if they are named. */
export interface ShownTable {
  readonly table: ColumnTable;
  readonly shown: readonly string[];
}

/** A command that shows a table: its name, and the call that makes the table. */
export interface TableCommand<Flags, Session = DataFile> {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly examples: readonly Example[];
  /** The columns that a terminal shows first, since there is never room for all. */
  readonly overview: readonly string[];
  /** The command's reader of sessions, if it needs one. */
  readonly session?: (() => Promise<Readers<Session>["session"]>) | undefined;
  readonly addOptions?: ((command: Command) => void) | undefined;
  /** Checks flags against each other before anything is opened; returns what is wrong. */
  readonly complaint?: ((flags: Flags, args: readonly unknown[]) => string | undefined) | undefined;
  readonly table: (call: TableCall<Flags, Session>) => Promise<ColumnTable | ShownTable>;
}
