import type { Options } from "tsup";
import { buildConfig } from "../../tsup.shared.ts";

/** What runs in a page may not import Node: fflate has a module for browsers, which starts no threads either. */
const pagesModule: NonNullable<Options["esbuildPlugins"]>[number] = {
  name: "pages-module",
  setup(build) {
    build.onResolve({ filter: /^fflate$/ }, ({ resolveDir, kind }) =>
      build.resolve("fflate/browser", { resolveDir, kind }),
    );
  },
};

/** What makes PNG files is built in: a start reads one file instead of some twenty. */
export default buildConfig(
  { index: "src/index.ts", node: "src/node.ts" },
  { noExternal: ["fast-png", "iobuffer", "fflate"], esbuildPlugins: [pagesModule] },
);
