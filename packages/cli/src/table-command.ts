import type { ColumnTable } from "@ecephys/core/arquero";
import { addExamples, type CliCommand } from "./command.ts";
import type { Runtime } from "./io.ts";
import { addSourceOptions } from "./options/source-options.ts";
import { addTableOptions } from "./options/table-options.ts";
import type {
  CommonFlags,
  DrawnTable,
  ShownTable,
  TableCommand,
  TableOptions,
} from "./table/command-definition.ts";

/** Makes a command from a definition whose table comes from a project cache. */
export function tableCommand<Flags>({ table, ...definition }: TableCommand<Flags>): CliCommand {
  return shownTableCommand<Flags>({
    ...definition,
    async read(flags, args, runtime) {
      const { withCache } = await import("./run/open-cache.ts");
      const { signal } = runtime;
      return withCache(flags, runtime, ({ cache }) => table({ cache, flags, args, signal }));
    },
  });
}

/** A command that shows a table, and how it reads it. */
interface ReadTable<Flags> extends TableOptions<Flags> {
  /** Whether it needs neither a cache nor a source, and has no options for them. */
  readonly isLocal?: boolean | undefined;
  readonly read: (
    flags: Flags & CommonFlags,
    args: readonly unknown[],
    runtime: Runtime,
  ) => Promise<ColumnTable | ShownTable | DrawnTable>;
}

/** Makes a command from a definition: its options, its help, and the action that reads and shows its table. */
export function shownTableCommand<Flags>(definition: ReadTable<Flags>): CliCommand {
  return {
    name: definition.name,
    register(program, runtime) {
      const command = program
        .command(definition.name)
        .summary(definition.summary)
        .description(definition.description);
      definition.addOptions?.(command);
      addTableOptions(command);
      if (!definition.isLocal) addSourceOptions(command);
      addExamples(command, definition.examples);
      command.action(async () => {
        const flags = command.optsWithGlobals<Flags & CommonFlags>();
        const args = command.processedArgs;
        const complaint = definition.complaint?.(flags, args);
        if (complaint !== undefined) command.error(`error: ${complaint}`);
        const { readOutput, writeTable } = await import("./run/table-output.ts");
        const output = readOutput(flags, runtime);
        const table = await definition.read(flags, args, runtime);
        await writeTable(table, output, definition, flags, runtime);
      });
    },
  };
}
