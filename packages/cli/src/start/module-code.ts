import { existsSync } from "node:fs";
import * as nodeModule from "node:module";
import { join } from "node:path";
import { VERSION } from "../version.ts";
import { makeOwnDirectory } from "./own-files.ts";
import { removeOthers } from "./remove-others.ts";

/** Lets Node keep the compiled code of what it imports from here on, where it can (22.8 or newer). */
export function keepCodeOfModules(directory: string | undefined): void {
  const enable: unknown = Reflect.get(nodeModule, "enableCompileCache");
  // With that variable, it does so by itself.
  if (directory === undefined || typeof enable !== "function" || process.env.NODE_COMPILE_CACHE) return;
  const own = join(directory, `modules-${VERSION}`);
  try {
    const isNew = !existsSync(own);
    if (!makeOwnDirectory(own)) return;
    enable(own);
    if (isNew) removeOthers(own);
  } catch {
    // It is only slower without.
  }
}
