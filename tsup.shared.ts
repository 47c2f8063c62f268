import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { defineConfig, type Options } from "tsup";

/**
 * Type declarations take most of the time of a build, and nothing that only runs needs them (ECEPHYS_BUILD=code). Types
 * are checked once for all packages (`npm run typecheck`), not at every build again.
 */
export const declarations = process.env.ECEPHYS_BUILD !== "code" && {
  resolve: false,
  compilerOptions: { noCheck: true },
};

/** How every published package is built: ES modules with type declarations, one file an entry. */
export function buildConfig(entry: Record<string, string>, own: Options = {}) {
  return defineConfig({
    entry,
    format: ["esm"],
    target: "es2022",
    dts: declarations,
    sourcemap: true,
    clean: true,
    splitting: true,
    ...own,
  });
}

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

/**
 * Puts the code of some entries into one file, which all entries load. Otherwise there is a file for each set of
 * entries that share some code, and a start takes about a millisecond for every file.
 * @param shared Source files of entries, from the package's directory.
 * @param others Entries that need some of their code.
 */
export function inOneFile(shared: readonly string[], others: readonly string[] = []): Plugin {
  const [paths, entries] = [shared, [...shared, ...others]].map((names) =>
    names.map((name) => resolve(name)),
  );
  return {
    name: "in-one-file",
    setup(build) {
      // What is loaded has no effects; that it is named decides which file it goes to.
      build.initialOptions.logOverride = { "ignored-bare-import": "silent" };
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (!entries!.includes(path)) return undefined;
        const loaded = paths!
          .filter((other) => other !== path)
          .map((other) => `import ${JSON.stringify(other)};`);
        return { contents: `${await readFile(path, "utf8")}\n${loaded.join("\n")}`, loader: "ts" };
      });
    },
  };
}
