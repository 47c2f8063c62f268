import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { buffer } from "node:stream/consumers";
import { writeCacheDirectory } from "@ecephys/fixtures";
import { inject } from "vitest";
import { main } from "../../src/main.ts";
import type {} from "./build.ts";

const DIST = inject("ecephysDist");
/** The built command, as it is started. */
export const BIN = join(DIST, "start.cjs");
/** The modules of all commands. */
export const MODULES = join(DIST, "bin.js");

/** The result of a finished command. */
export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly bytes: Buffer;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly cwd?: string | undefined;
}

/** The environment of a test: of the machine's settings only PATH. All tests of a run share the compiled code. */
export function cleanEnv(own: Readonly<Record<string, string>> = {}): Record<string, string> {
  const { NODE_COMPILE_CACHE = join(DIST, "code"), ...others } = own;
  const code = NODE_COMPILE_CACHE === "" ? {} : { NODE_COMPILE_CACHE };
  return { PATH: process.env.PATH ?? "", HOME: tmpdir(), ...code, ...others };
}

/** Starts the real command as a process of its own. */
export function start(args: readonly string[], options: RunOptions = {}): ChildProcess {
  return spawn(process.execPath, [BIN, ...args], {
    env: cleanEnv(options.env),
    cwd: options.cwd,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Waits for the end of a process. */
export function finished(child: ChildProcess): Promise<Finished> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => stderr.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      const bytes = Buffer.concat(stdout);
      resolve({ code, signal, bytes, stdout: bytes.toString(), stderr: Buffer.concat(stderr).toString() });
    });
  });
}

/** Runs the real command to its end. */
export function ecephys(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return finished(start(args, options));
}

/** Runs the command inside the test's own process, for many runs that do not need a real one. */
export async function inProcess(args: readonly string[], { env = {} }: RunOptions = {}): Promise<Finished> {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const [stdout, stderr] = [buffer(out), buffer(err)];
  const code = await main(args, { stdout: out, stderr: err, env: cleanEnv(env) });
  out.end();
  err.end();
  const bytes = await stdout;
  return { code, signal: null, bytes, stdout: bytes.toString(), stderr: (await stderr).toString() };
}

export interface TerminalOptions extends RunOptions {
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  /** What is typed. */
  readonly input?: string | undefined;
}

/** Runs the command on a terminal of this size; returns what the terminal receives. */
export function atTerminal(
  args: readonly string[],
  { input = "", ...options }: TerminalOptions = {},
): Promise<Finished> {
  const child = startAtTerminal(args, options);
  child.stdin?.end(input);
  return finished(child);
}

/** Starts the command on a terminal; what is written to the child's stdin is typed there. */
export function startAtTerminal(
  args: readonly string[],
  { columns = 80, rows = 24, ...options }: Omit<TerminalOptions, "input"> = {},
): ChildProcess {
  const quoted = [process.execPath, BIN, ...args].map((arg) => `'${arg.replaceAll("'", `'\\''`)}'`).join(" ");
  const command = `stty cols ${columns} rows ${rows}; ${quoted}`;
  // script(1) differs between Linux, and BSD and macOS.
  const script =
    process.platform === "linux"
      ? ["-qec", command, "/dev/null"]
      : ["-q", "/dev/null", "/bin/sh", "-c", command];
  return spawn("script", script, {
    env: cleanEnv({ TERM: "xterm", SHELL: "/bin/sh", ...options.env }),
    cwd: options.cwd,
    stdio: ["pipe", "pipe", "pipe"],
  });
}

/** A directory for one test file, and the function that removes it. */
export function temporaryDirectory(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), "ecephys-cli-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A filled cache directory of the sample project. */
export function sampleCache(): { readonly path: string; readonly remove: () => void } {
  const directory = temporaryDirectory();
  writeCacheDirectory("mini", directory.path);
  return directory;
}
