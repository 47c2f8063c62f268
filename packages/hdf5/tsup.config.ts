import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Options } from "tsup";
import { buildConfig, withTypes } from "../../tsup.shared.ts";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

/** The worker holds a copy of h5wasm, whose licence asks that its notice goes with it. */
const notice = readFileSync(join(import.meta.dirname, "node_modules/h5wasm/LICENSE.txt"), "utf8").replaceAll(
  "*/",
  "* /",
);

/** The browser's worker holds everything that it needs, so that a page can load it as it is. */
export const workerBuild: Options = {
  entry: { worker: join(import.meta.dirname, "src/worker.ts") },
  format: ["esm"],
  target: "es2022",
  platform: "browser",
  noExternal: [/./],
  splitting: false,
  banner: { js: `/*!\n${notice}\n*/` },
  minify: true,
  dts: withTypes && { resolve: false },
  // The library's code is a text of bytes, which grows by a third where it is escaped.
  esbuildOptions: (options) => {
    options.charset = "utf8";
  },
};

/** Sources name the worker's source, so that bundlers find it there; what is built names what is built. */
const workerUrl: Plugin = {
  name: "worker-url",
  setup(build) {
    build.onLoad({ filter: /[\\/]open\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      return { contents: source.replace('"./worker.ts"', '"./worker.js"'), loader: "ts" };
    });
  },
};

const modules = buildConfig(
  { index: "src/index.ts", internal: "src/internal.ts", node: "src/node.ts" },
  { clean: ["dist/**", "!dist/worker.*"], esbuildPlugins: [workerUrl] },
);

export default [modules, workerBuild].flat();
