import type { Options } from "tsup";
import { buildConfig } from "../../tsup.shared.ts";

/** The browser's worker holds everything that it needs, so that a page can load it as it is. */
export const workerBuild: Options = {
  entry: { worker: "src/worker.ts" },
  format: ["esm"],
  target: "es2022",
  platform: "browser",
  noExternal: [/./],
  splitting: false,
  minify: true,
  dts: { resolve: false },
  // The library's code is a text of bytes, which grows by a third where it is escaped.
  esbuildOptions: (options) => {
    options.charset = "utf8";
  },
};

const modules = buildConfig(
  { index: "src/index.ts", node: "src/node.ts" },
  { clean: ["dist/**", "!dist/worker.*"] },
);

export default [modules, workerBuild].flat();
