import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Options } from "tsup";
import { buildConfig, declarations, inOneFile } from "../../tsup.shared.ts";
import { nodeWorkerAt, nodeWorkerBuild } from "./node-worker.build.ts";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

/** The workers hold a copy of h5wasm, whose licence asks that its notice goes with it. */
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
  // With those of the other modules, whose build removes all declarations when it begins.
  dts: false,
  // The library's code is a text of bytes, which grows by a third where it is escaped.
  esbuildOptions: (options) => {
    options.charset = "utf8";
  },
};

/** Sources name each other; what is built names what lies beside it. */
const BUILT_NAMES: readonly (readonly [source: string, built: string])[] = [
  ['"./worker.ts"', '"./worker.js"'],
  ['"./node.ts"', '"./node.js"'],
];

const builtNames: Plugin = {
  name: "built-names",
  setup(build) {
    build.onLoad({ filter: /[\\/]open\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const contents = BUILT_NAMES.reduce((text, [from, to]) => text.replace(from, to), source);
      return { contents, loader: "ts" };
    });
  },
};

const entries = { index: "src/index.ts", internal: "src/internal.ts", node: "src/node.ts" };

const modules = buildConfig(entries, {
  dts: declarations && { ...declarations, entry: { ...entries, worker: "src/worker.ts" } },
  clean: ["dist/**", "!dist/worker.*", "!dist/node-worker.*", "!dist/hdf5.wasm"],
  esbuildPlugins: [
    builtNames,
    nodeWorkerAt("./node-worker.cjs"),
    inOneFile(["src/index.ts", "src/internal.ts"], ["src/node.ts"]),
  ],
});

export default [modules, workerBuild, { ...nodeWorkerBuild, banner: workerBuild.banner }].flat();
