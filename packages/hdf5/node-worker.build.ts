import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { build, type Options } from "tsup";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

const DIST = join(import.meta.dirname, "dist");

/**
 * h5wasm keeps its WebAssembly as a text of 4 MB inside of its script. To parse and decode that takes 150 ms of each
 * thread's start; a file beside the script takes 20.
 */
const wasmFile: Plugin = {
  name: "wasm-file",
  setup(esbuild) {
    const directory = esbuild.initialOptions.outdir ?? DIST;
    esbuild.onLoad({ filter: /h5wasm[\\/]dist[\\/]esm[\\/]hdf5_util\.js$/ }, async ({ path }) => {
      const script = await readFile(path, "utf8");
      const [before, rest] = splitOnce(script, "return binaryDecode(");
      const [text, after] = splitOnce(rest, ")}function getBinarySync");
      const bytes = Uint8Array.from(runInNewContext(text) as string, (char) => {
        const code = char.charCodeAt(0);
        return (~code >> 8) & code;
      });
      if (!WebAssembly.validate(bytes)) throw new Error(`${path} does not hold WebAssembly as it used to`);
      await mkdir(directory, { recursive: true });
      await writeFile(join(directory, "hdf5.wasm"), bytes);
      const read = 'require("node:fs").readFileSync(require("node:path").join(__dirname, "hdf5.wasm"))';
      return { contents: `${before}return ${read}}function getBinarySync${after}`, loader: "js" };
    });
  },
};

function splitOnce(text: string, mark: string): [before: string, after: string] {
  const parts = text.split(mark);
  if (parts.length !== 2) throw new Error(`"${mark}" was expected once, not ${parts.length - 1} times`);
  return parts as [string, string];
}

/** The built script of Node's thread in this package. */
export const NODE_WORKER = join(DIST, "node-worker.cjs");

/** For bundles of this package: they find the thread's script at this URL, or path from themselves. */
export function nodeWorkerAt(place: string): Plugin {
  return {
    name: "node-worker-at",
    setup(esbuild) {
      esbuild.onLoad({ filter: /[\\/]worker[\\/]node-link\.ts$/ }, async ({ path }) => {
        const [before, after] = splitOnce(await readFile(path, "utf8"), '"../../dist/node-worker.cjs"');
        return { contents: `${before}${JSON.stringify(place)}${after}`, loader: "ts" };
      });
    },
  };
}

/**
 * Node's thread holds everything that it needs, so that it starts from two files; as CommonJS, which Node starts
 * faster than a module.
 */
export const nodeWorkerBuild: Options = {
  entry: { "node-worker": join(import.meta.dirname, "src/node-worker.ts") },
  format: ["cjs"],
  target: "es2022",
  platform: "node",
  noExternal: [/./],
  splitting: false,
  minify: true,
  dts: false,
  esbuildPlugins: [wasmFile],
  outExtension: () => ({ js: ".cjs" }),
  esbuildOptions: (options) => {
    options.conditions = ["ecephys-source"];
    // Where h5wasm would look for its WebAssembly, were it a file of its own.
    options.define = { "import.meta.url": '""' };
  },
};

/**
 * Brings the thread's script in `dist` up to date before tests run from source (a `globalSetup` of vitest). Files
 * are renamed into place: the tests of several packages may start at once.
 */
export default async function buildForTests(): Promise<void> {
  mkdirSync(DIST, { recursive: true });
  const outDir = mkdtempSync(join(DIST, "tests-"));
  try {
    await build({ ...nodeWorkerBuild, config: false, outDir, silent: true });
    for (const name of readdirSync(outDir)) renameSync(join(outDir, name), join(DIST, name));
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}
