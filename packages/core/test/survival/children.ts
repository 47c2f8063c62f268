import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { build } from "tsup";

/** How a child ended, and what it said last. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly errors: string;
}

/** The program that the tests run, and kill, as real processes. */
export interface Program {
  /** The file that Node runs. */
  readonly path: string;
  /**
   * Starts it; comes back when it is about to touch the cache.
   * @param limit What the shell is told before ("ulimit -f 100").
   */
  start(args: readonly string[], limit?: string): Promise<RunningChild>;
  remove(): void;
}

export interface RunningChild {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Builds `child.ts` of this workspace's sources as one file: the tests start it some 150 times. */
export async function buildProgram(): Promise<Program> {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const cache = join(root, "node_modules", ".cache");
  mkdirSync(cache, { recursive: true });
  const outDir = mkdtempSync(join(cache, "survival-"));
  await build({
    config: false,
    entry: { child: join(root, "test/survival/child.ts") },
    outDir,
    format: "esm",
    target: "es2022",
    platform: "node",
    splitting: false,
    silent: true,
    noExternal: [/./],
    esbuildOptions(options) {
      options.conditions = ["ecephys-source"];
    },
  });
  return {
    path: join(outDir, "child.js"),
    start: (args, limit) => start(join(outDir, "child.js"), args, limit),
    remove: () => rmSync(outDir, { recursive: true, force: true }),
  };
}

async function start(program: string, args: readonly string[], limit?: string): Promise<RunningChild> {
  const command = [process.execPath, program, ...args];
  const [file = "", ...rest] =
    limit === undefined ? command : ["sh", "-c", `${limit}; exec "$@"`, "sh", ...command];
  const child = spawn(file, rest, { stdio: ["ignore", "pipe", "pipe"] });
  const output = text(child.stdout);
  const errors = text(child.stderr);
  const ended = once(child, "close").then(async ([code, signal]): Promise<Ended> => {
    return { code, signal, output: await output, errors: await errors };
  });
  await Promise.race([once(child.stdout, "data"), ended]);
  return { child, ended };
}
