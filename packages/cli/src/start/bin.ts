import { join } from "node:path";
import { endProcess } from "../end-process.ts";
import { CachedScript } from "./cached-script.ts";
import { isForTables, useOf } from "./choose.ts";
import { codeDirectory } from "./code-directory.ts";
import { keepCodeOfModules } from "./module-code.ts";

/** Runs the script of the table commands if it can do what is asked for, else the modules of all commands. */
async function start(args: readonly string[]): Promise<void> {
  const directory = codeDirectory(process.env);
  const script = isForTables(args, process.env)
    ? CachedScript.load(join(__dirname, "tables.cjs"), directory)
    : undefined;
  if (script === undefined) {
    keepCodeOfModules(directory);
    await import("./bin.js" as string);
    return;
  }
  const { run } = script.exports as { run(args: readonly string[]): Promise<number> };
  const code = await run(args);
  if (code === 0) script.keep(useOf(args));
  endProcess(code);
}

void start(process.argv.slice(2));
