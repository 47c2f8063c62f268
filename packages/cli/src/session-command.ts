import type { ColumnTable } from "@ecephys/core/arquero";
import type { EcephysSession } from "@ecephys/nwb";
import type { Command } from "commander";
import type { CliCommand } from "./command.ts";
import { addSessionArgument, type SpikeFlags, sessionFilters } from "./options/session-options.ts";
import type { SessionTarget } from "./options/session-target.ts";
import type { OpenedTarget } from "./session/open-target.ts";
import type { CommonFlags, DrawnTable, ShownTable, TableText } from "./table/command-definition.ts";
import { shownTableCommand } from "./table-command.ts";

/** What a command about a session makes its table from. */
export interface SessionCall<Flags> {
  readonly target: SessionTarget;
  /** The command's arguments after the target. */
  readonly args: readonly unknown[];
  readonly flags: Flags & CommonFlags;
  readonly signal: AbortSignal;
  /** Shows a warning, unless `--quiet`. */
  readonly warn: (message: string) => void;
}

/** A command that shows a table of one session, which its first argument names: ID or FILE. */
export interface SessionCommand<Flags> extends TableText {
  readonly addOptions?: ((command: Command) => void) | undefined;
  /** Checks flags against each other before anything is opened; returns what is wrong. */
  readonly complaint?:
    | ((flags: Flags, target: SessionTarget, args: readonly unknown[]) => string | undefined)
    | undefined;
  /** Checks what the tables know, before the session's file is fetched. */
  readonly check?: ((opened: OpenedTarget, call: SessionCall<Flags>) => Promise<void>) | undefined;
  readonly table: (
    session: EcephysSession,
    call: SessionCall<Flags>,
  ) => Promise<ColumnTable | ShownTable | DrawnTable>;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Makes a command about a session from a definition. */
export function sessionCommand<Flags extends SpikeFlags>(definition: SessionCommand<Flags>): CliCommand {
  const { addOptions, complaint, check, table } = definition;
  return shownTableCommand<Flags>({
    ...definition,
    addOptions(command) {
      addSessionArgument(command);
      addOptions?.(command);
    },
    complaint: (flags, [target, ...args]) => complaint?.(flags, target as SessionTarget, args),
    async read(flags, [first, ...args], runtime) {
      const target = first as SessionTarget;
      const { signal } = runtime;
      const { warnings } = await import("./run/report.ts");
      const warn = warnings(flags, (text) => runtime.io.stderr.write(text));
      const call = { target, args, flags, signal, warn };
      const { openTarget } = await import("./session/open-target.ts");
      const { withWayToUnits } = await import("./session/way-to-units.ts");
      const opened = await openTarget(target, flags, runtime);
      try {
        await check?.(opened, call);
        const session = await opened.session(sessionFilters(flags));
        try {
          return await table(session, call);
        } catch (error) {
          throw withWayToUnits(error, target);
        } finally {
          const { bytes, requests } = session.transferred;
          await session.close();
          if (requests > 0 && !flags.quiet)
            runtime.io.stderr.write(
              `Transferred ${megabytes(bytes)} in ${requests} ${requests === 1 ? "request" : "requests"}.\n`,
            );
        }
      } finally {
        await opened.close();
      }
    },
  });
}
