import type { Options } from "tsup";
import { buildConfig, declarations, inOneFile } from "../../tsup.shared.ts";

/** What runs in a page may not import Node: Arquero has a module for browsers, which its package names as such. */
const pagesModule: NonNullable<Options["esbuildPlugins"]>[number] = {
  name: "pages-module",
  setup(build) {
    build.onResolve({ filter: /\/byte-stream\.js$/ }, ({ path, resolveDir, kind }) =>
      build.resolve(path.replace(".js", "-web.js"), { resolveDir, kind }),
    );
  },
};

/** What the command's help needs: a copy of its own of what the columns and kinds of files are made of. */
const light = { columns: "src/columns.ts", kinds: "src/kinds.ts" };

const entries = {
  index: "src/index.ts",
  internal: "src/internal.ts",
  node: "src/node.ts",
  testing: "src/testing.ts",
  arquero: "src/arquero.ts",
};

/**
 * Arquero is built in: an install needs neither it nor what it depends on, and a start reads one file instead of a
 * hundred. Readers of sessions need tables, and should not load the project cache for them.
 */
const modules = buildConfig(entries, {
  // Those of the light modules, too: this build removes all declarations when it begins.
  dts: declarations && { ...declarations, entry: { ...entries, ...light } },
  clean: ["dist/**", ...Object.keys(light).map((name) => `!dist/${name}.*`)],
  noExternal: ["arquero", "@uwdata/flechette", "acorn"],
  esbuildPlugins: [
    pagesModule,
    inOneFile(["src/internal.ts", "src/arquero.ts"], ["src/index.ts"]),
    inOneFile(["src/internal.ts", "src/arquero.ts", "src/index.ts"], ["src/node.ts", "src/testing.ts"]),
  ],
});

export default [modules, buildConfig(light, { dts: false, clean: false, splitting: false })].flat();
