import { defineConfig, type Options } from "tsup";

/** Type declarations take most of the time of a build, and nothing that only runs needs them (ECEPHYS_BUILD=code). */
export const withTypes = process.env.ECEPHYS_BUILD !== "code";

/** How every published package is built: ES modules with type declarations, one file an entry. */
export function buildConfig(entry: Record<string, string>, own: Options = {}) {
  return defineConfig({
    entry,
    format: ["esm"],
    target: "es2022",
    dts: withTypes,
    sourcemap: true,
    clean: true,
    splitting: true,
    ...own,
  });
}
