import type { EcephysProjectCache, Readers } from "@ecephys/core";
import type { DataFile } from "@ecephys/files";
import type { ColumnTable } from "arquero";
import type { Command } from "commander";
import { addExamples, type CliCommand, type Example } from "./command.ts";
import type { GlobalFlags } from "./options/global-options.ts";
import { addSourceOptions, type SourceFlags } from "./options/source-options.ts";
import { addTableOptions, type TableFlags } from "./options/table-options.ts";

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

/** Makes a command of a definition: its options, its help, and the action that runs it. */
export function tableCommand<Flags, Session = DataFile>(
  definition: TableCommand<Flags, Session>,
): CliCommand {
  return {
    name: definition.name,
    register(program, runtime) {
      const command = program
        .command(definition.name)
        .summary(definition.summary)
        .description(definition.description);
      definition.addOptions?.(command);
      addTableOptions(command);
      addSourceOptions(command);
      addExamples(command, definition.examples);
      command.action(async () => {
        const flags = command.optsWithGlobals<Flags & CommonFlags>();
        const args = command.processedArgs;
        const complaint = definition.complaint?.(flags, args);
        if (complaint !== undefined) command.error(`error: ${complaint}`);
        const { runTable } = await import("./run/run-table.ts");
        await runTable(definition, flags, args, runtime);
      });
    },
  };
}
