import { join } from "node:path";
import type { Options } from "tsup";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

/** What the table commands do without: readers of files, figures, exports. */
const HEAVY = /^@ecephys\/(nwb|hdf5|analysis|charts|export|explorer|dandi)(\/|$)/;

const withoutHeavy: Plugin = {
  name: "without-heavy",
  setup(build) {
    build.onResolve({ filter: HEAVY }, ({ path, importer }) => ({
      errors: [{ text: `${importer} brings ${path} to the script of the table commands` }],
    }));
  },
};

/** Commander starts programs for subcommands that are files, of which there are none: loading what it does that with takes longer than reading a table. */
const withoutProcesses: Plugin = {
  name: "without-processes",
  setup(build) {
    build.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path: "none", namespace: "without-processes" } : undefined,
    );
    build.onLoad({ filter: /./, namespace: "without-processes" }, () => ({
      contents: "module.exports = {};",
    }));
  },
};

const shared: Options = {
  config: false,
  format: ["cjs"],
  target: "node20",
  platform: "node",
  removeNodeProtocol: false,
  splitting: false,
  sourcemap: false,
  dts: false,
  clean: false,
  esbuildOptions: (options) => {
    options.conditions = ["ecephys-source"];
    // One byte a character, in the file and in memory.
    options.charset = "ascii";
    options.legalComments = "none";
    // Names stay, and lines that can be shown: for stack traces.
    options.minifyWhitespace = true;
    options.minifySyntax = true;
    options.lineLimit = 200;
  },
};

/** What starts the command, and the table commands with all that they load as one script. */
export function startBuilds(outDir: string): Options[] {
  return [
    {
      ...shared,
      outDir,
      entry: { start: join(import.meta.dirname, "src/start/bin.ts") },
      external: [/^\.\/bin\.js$/],
    },
    {
      ...shared,
      outDir,
      entry: { tables: join(import.meta.dirname, "src/start/table-commands.ts") },
      noExternal: [/^@ecephys\/(core|files|fetch-(fixed|s3|warehouse))(\/|$)/],
      external: ["@resvg/resvg-js"],
      esbuildPlugins: [withoutHeavy, withoutProcesses],
      banner: { js: "(function(module,require){var exports=module.exports;" },
      footer: { js: "})" },
    },
  ];
}
