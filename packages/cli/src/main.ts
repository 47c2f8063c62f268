import { COMMANDS } from "./commands/index.ts";
import type { Io } from "./io.ts";
import { runProgram } from "./run-program.ts";

/**
 * Runs the command line and returns its exit code; see `ecephys help exit-codes`.
 * @param args What follows the program's name.
 * @param io The process's streams and environment by default.
 */
export async function main(args: readonly string[], io?: Io): Promise<number> {
  return await runProgram(args, COMMANDS, io);
}
