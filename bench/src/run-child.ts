import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import type { ChildReport } from "./children/report.ts";

export interface Measured extends ChildReport {
  /** From start to exit of the process, milliseconds. */
  readonly whole: number;
}

/** Runs a process to its end; the last line of its output is its report. */
export async function measure(command: string, args: readonly string[]): Promise<Measured> {
  const { printed, whole } = await runToEnd(command, args);
  return { ...(JSON.parse(printed.trim().split("\n").at(-1) ?? "") as ChildReport), whole };
}

/** Runs a command that reports nothing of itself; what it prints says how many rows it has found. */
export async function measureCommand(
  command: string,
  args: readonly string[],
  rowsIn: (printed: string) => number,
): Promise<Measured> {
  const { printed, whole } = await runToEnd(command, args);
  return { rows: rowsIn(printed), steps: {}, processor: Number.NaN, peakMemory: Number.NaN, whole };
}

async function runToEnd(
  command: string,
  args: readonly string[],
): Promise<{ readonly printed: string; readonly whole: number }> {
  const start = performance.now();
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  const [printed, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  const whole = performance.now() - start;
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${String(code)}:\n${errors}`);
  return { printed, whole };
}

/** Starts a server that prints its address; `stop` ends it. */
export async function startServer(
  command: string,
  args: readonly string[],
): Promise<{ host: string; stop: () => Promise<void> }> {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
  const [line] = (await Promise.race([once(child.stdout, "data"), failure(child)])) as [Buffer];
  return {
    host: line.toString().trim(),
    stop: async () => {
      child.stdin.end();
      await once(child, "exit");
    },
  };
}

async function failure(child: ChildProcess): Promise<never> {
  const [code] = await once(child, "exit");
  throw new Error(`The server ended with ${String(code)} before it listened`);
}
