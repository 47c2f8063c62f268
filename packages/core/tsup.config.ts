import type { Options } from "tsup";
import { buildConfig, inOneFile } from "../../tsup.shared.ts";

/** What runs in a page may not import Node: Arquero has a module for browsers, which its package names as such. */
const pagesModule: NonNullable<Options["esbuildPlugins"]>[number] = {
  name: "pages-module",
  setup(build) {
    build.onResolve({ filter: /\/byte-stream\.js$/ }, ({ path, resolveDir, kind }) =>
      build.resolve(path.replace(".js", "-web.js"), { resolveDir, kind }),
    );
  },
};

/**
 * Arquero is built in: an install needs neither it nor what it depends on, and a start reads one file instead of a
 * hundred.
 */
export default buildConfig(
  {
    index: "src/index.ts",
    internal: "src/internal.ts",
    columns: "src/columns.ts",
    kinds: "src/kinds.ts",
    node: "src/node.ts",
    testing: "src/testing.ts",
    arquero: "src/arquero.ts",
  },
  {
    noExternal: ["arquero", "@uwdata/flechette", "acorn"],
    esbuildPlugins: [
      pagesModule,
      // The command's help needs the columns and the kinds of files, and should not load all for them.
      inOneFile(["src/index.ts", "src/internal.ts", "src/arquero.ts"], ["src/node.ts", "src/testing.ts"]),
    ],
  },
);
