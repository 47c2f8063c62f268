import { writeFileSync } from "node:fs";
import { PassThrough } from "node:stream";
import { COMMANDS } from "../../src/commands/index.ts";
import { createProgram } from "../../src/program.ts";
import { cleanEnv, type Finished, inProcess, type RunOptions } from "./ecephys.ts";

/** The examples of a help text. */
export function examplesOf(help: string): string[] {
  const lines = [...help.matchAll(/^ {2}\$ (.+)$/gm)].map(([, line]) => line!);
  // Programs that may not be installed.
  return lines.filter((line) => !/\bzsh\b|\bjq\b/.test(line));
}

/** The arguments of a line that is one command and asks nothing of the shell but quotes. */
export function plainArguments(line: string): string[] | undefined {
  const [command, ...args] = line.match(/(?:[^\s'"]+|'[^']*'|"[^"]*")+/g) ?? [];
  const unquoted = line.replaceAll(/'[^']*'|"[^"]*"/g, "");
  if (command !== "ecephys" || /[^\w\s./:,=@+-]/.test(unquoted)) return undefined;
  return args.map((arg) => arg.replaceAll(/'([^']*)'|"([^"]*)"/g, "$1$2"));
}

/** Runs a line of commands in the test's own process, one after the other, each to the file that `>` names. */
export async function runHere(line: string, options: RunOptions): Promise<Finished> {
  let last: Finished | undefined;
  for (const part of line.split(" && ")) {
    const [command, file] = part.split(" > ");
    const args = plainArguments(command!);
    if (!args) throw new Error(`only a shell can run: ${command}`);
    last = await inProcess(args, options);
    if (file) writeFileSync(file, last.bytes);
    if (last.code !== 0) break;
  }
  return last!;
}

/**
 * Starts a command that runs until it is stopped, in the test's own process.
 * @returns what it prints first, and what stops it.
 */
export async function startHere(args: readonly string[], { env = {} }: RunOptions = {}) {
  const controller = new AbortController();
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const io = { stdout, stderr, env: cleanEnv(env) };
  const program = createProgram({ io, signal: controller.signal }, COMMANDS);
  const running = program.parseAsync(args, { from: "user" });
  const first = new Promise<string>((resolve) => stdout.once("data", (chunk) => resolve(String(chunk))));
  const printed = await Promise.race([first, running.then(() => "")]);
  const stop = async () => {
    controller.abort();
    await running;
  };
  return { printed, stop };
}
