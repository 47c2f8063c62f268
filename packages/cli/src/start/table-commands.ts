import { channels } from "../commands/channels.ts";
import { columns } from "../commands/columns.ts";
import { genotypes } from "../commands/genotypes.ts";
import { probes } from "../commands/probes.ts";
import { sessionTypes } from "../commands/session-types.ts";
import { sessions } from "../commands/sessions.ts";
import { structures } from "../commands/structures.ts";
import { units } from "../commands/units.ts";
import { runProgram } from "../run-program.ts";
import type { TableCommandName } from "./choose.ts";

/** The commands that need tables only; all that they load is in the one script that is made of this module. */
const TABLE_COMMANDS = {
  sessions,
  probes,
  channels,
  units,
  structures,
  "session-types": sessionTypes,
  genotypes,
  columns,
} satisfies Record<TableCommandName, unknown>;

/** Runs the command line of one of these commands. */
export function run(args: readonly string[]): Promise<number> {
  return runProgram(args, Object.values(TABLE_COMMANDS));
}
