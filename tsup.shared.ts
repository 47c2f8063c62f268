import { defineConfig, type Options } from "tsup";

/** How every published package is built: ES modules with type declarations, one file an entry. */
export function buildConfig(entry: Record<string, string>, own: Options = {}) {
  return defineConfig({
    entry,
    format: ["esm"],
    target: "es2022",
    dts: true,
    sourcemap: true,
    clean: true,
    splitting: true,
    ...own,
  });
}
