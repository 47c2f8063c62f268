import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { constants, Script } from "node:vm";
import { crc32 } from "node:zlib";
import { VERSION } from "../version.ts";
import { withUse } from "./choose.ts";
import { type KeptCode, readCode, writeCode } from "./code-file.ts";

/** A CommonJS script whose compiled code is kept for the next process: compiling takes longer than what it does. */
export class CachedScript {
  readonly exports: unknown;
  readonly #script: Script;
  readonly #path: string | undefined;
  readonly #kept: KeptCode | undefined;

  /**
   * Loads a script; undefined if this runtime cannot, or if the script is not there.
   * @param directory Where its code is kept; undefined: nowhere.
   */
  static load(file: string, directory: string | undefined): CachedScript | undefined {
    // Deno and Bun have another engine.
    if (process.versions.v8 === undefined || "Deno" in globalThis || "Bun" in globalThis) return undefined;
    try {
      return new CachedScript(file, readFileSync(file), directory);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  }

  private constructor(filename: string, source: Buffer, directory: string | undefined) {
    this.#path = directory && join(directory, `${keyOf(source)}.code`);
    const kept = this.#path === undefined ? undefined : readCode(this.#path);
    this.#script = new Script(source.toString("latin1"), {
      filename,
      cachedData: kept?.code,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    this.#kept = this.#script.cachedDataRejected ? undefined : kept;
    const module = { exports: {} };
    const run = this.#script.runInThisContext() as (own: typeof module, require: NodeJS.Require) => void;
    run(module, createRequire(filename));
    this.exports = module.exports;
  }

  /** Keeps the code, with what has been compiled until now, if it has not been used like this before. */
  keep(use: string): void {
    const uses = withUse(this.#kept?.uses ?? [], use);
    if (this.#path === undefined || uses === undefined) return;
    writeCode(this.#path, { uses, code: this.#script.createCachedData() });
  }
}

/** What compiled code depends on. V8 itself looks at its version, its flags and the length of the source. */
function keyOf(source: Buffer): string {
  const digest = crc32(source).toString(16).padStart(8, "0");
  return `tables-${VERSION}-${process.version}-${process.versions.v8}-${process.platform}-${process.arch}-${digest}`;
}
