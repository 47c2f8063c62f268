import { CommanderError } from "commander";
import type { CliCommand } from "./command.ts";
import { EndedWith } from "./ended-with.ts";
import { EXIT } from "./exit-codes.ts";
import { abortOnInterrupt, Interrupted } from "./interrupt.ts";
import type { Io, Output } from "./io.ts";
import { sourceOptionsLast } from "./options/source-options-last.ts";
import { ClosedPipe, isClosedPipe } from "./output/closed-pipe.ts";
import { createProgram } from "./program.ts";

const processIo: Io = {
  // Opened only if there is a question to ask.
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
};

/** Runs the command line of a program of some commands; only the one that is named is set up. */
export async function runProgram(
  args: readonly string[],
  commands: readonly CliCommand[],
  io: Io = processIo,
): Promise<number> {
  const controller = new AbortController();
  const stopListening = abortOnInterrupt(controller);
  const onClosed = (error: Error) => {
    if (isClosedPipe(error)) controller.abort(new ClosedPipe());
  };
  guard(io.stdout);
  guard(io.stderr);
  io.stdout.on("error", onClosed);
  const program = createProgram({ io, signal: controller.signal }, neededFor(args, commands));
  try {
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(sourceOptionsLast(args, program), { from: "user" });
    return EXIT.ok;
  } catch (error) {
    return await exitCodeOf(controller.signal.aborted ? controller.signal.reason : error, args, io);
  } finally {
    io.stdout.off("error", onClosed);
    stopListening();
  }
}

/** The command that is named first, which needs no other, or all. */
function neededFor([word]: readonly string[], commands: readonly CliCommand[]): readonly CliCommand[] {
  const named = commands.filter(({ name, isOfProgram }) => name === word && !isOfProgram);
  return named.length === 1 ? named : commands;
}

const guarded = new WeakSet<Output>();

/** A reader may close the pipe even after the last write: that must not end in a stack trace. */
function guard(stream: Output): void {
  if (guarded.has(stream)) return;
  guarded.add(stream);
  stream.on("error", () => undefined);
}

async function exitCodeOf(error: unknown, args: readonly string[], io: Io): Promise<number> {
  if (error instanceof ClosedPipe) return EXIT.ok;
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.ok;
  if (error instanceof Interrupted || error instanceof EndedWith) return error.exitCode;
  const { reportError } = await import("./run/report.ts");
  // The flags themselves may be wrong, so look for this one without parsing.
  return reportError(error, io, args.includes("--json-errors") || args.includes("--json"));
}
