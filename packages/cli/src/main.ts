import { CommanderError } from "commander";
import { EXIT } from "./exit-codes.ts";
import { abortOnInterrupt, Interrupted } from "./interrupt.ts";
import type { Io } from "./io.ts";
import { ClosedPipe, isClosedPipe } from "./output/closed-pipe.ts";
import { createProgram } from "./program.ts";

/**
 * Runs the command line and gives its exit code; see `ecephys help exit-codes`.
 * @param args What stands behind the program's name.
 */
export async function main(
  args: readonly string[],
  io: Io = { stdout: process.stdout, stderr: process.stderr, env: process.env },
): Promise<number> {
  const controller = new AbortController();
  const stopListening = abortOnInterrupt(controller);
  const onClosed = (error: Error) => {
    if (isClosedPipe(error)) controller.abort(new ClosedPipe());
  };
  io.stdout.on("error", onClosed);
  io.stderr.on("error", () => undefined);
  const program = createProgram({ io, signal: controller.signal });
  try {
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(args, { from: "user" });
    return EXIT.ok;
  } catch (error) {
    return await exitCodeOf(controller.signal.aborted ? controller.signal.reason : error, args, io);
  } finally {
    stopListening();
  }
}

async function exitCodeOf(error: unknown, args: readonly string[], io: Io): Promise<number> {
  if (error instanceof ClosedPipe) return EXIT.ok;
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.ok;
  if (error instanceof Interrupted) return error.exitCode;
  const { reportError } = await import("./run/report.ts");
  // The flags may be what is wrong, so that this one is looked for by itself.
  return reportError(error, io, args.includes("--json-errors") || args.includes("--json"));
}
