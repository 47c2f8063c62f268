import type { ColumnTable } from "@ecephys/core/arquero";
import type { DataFile } from "@ecephys/files";
import { addExamples, type CliCommand } from "./command.ts";
import { addSourceOptions } from "./options/source-options.ts";
import { addTableOptions } from "./options/table-options.ts";
import type { CommonFlags, ShownTable, TableCommand } from "./table/command-definition.ts";

/** Makes a command from a definition: its options, its help, and the action that runs it. */
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
        const { signal } = runtime;
        const { readOutput, writeTable } = await import("./run/table-output.ts");
        const output = readOutput(flags, runtime);
        const { openCache } = await import("./run/open-cache.ts");
        const readers = { session: await definition.session?.() };
        const opened = await openCache<Session>(flags, runtime, { readers });
        let table: ColumnTable | ShownTable;
        try {
          table = await definition.table({ cache: opened.cache, flags, args, signal });
        } finally {
          await opened.close();
        }
        await writeTable(table, output, definition, flags, runtime);
      });
    },
  };
}
