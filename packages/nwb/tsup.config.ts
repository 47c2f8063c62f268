import type { Options } from "tsup";
import { buildConfig, inOneFile } from "../../tsup.shared.ts";

/** What runs in a page may not import Node: fflate has a module for browsers, which starts no threads either. */
const pagesModule: NonNullable<Options["esbuildPlugins"]>[number] = {
  name: "pages-module",
  setup(build) {
    build.onResolve({ filter: /^fflate$/ }, ({ resolveDir, kind }) =>
      build.resolve("fflate/browser", { resolveDir, kind }),
    );
  },
};

/** What is loaded when the first analysis, recording, behavior session or scene is asked for. */
const LATER = [
  "src/arrays/tiff/index.ts",
  "src/behavior/behavior-session.ts",
  "src/events/analyses.ts",
  "src/recording/nwb-recording.ts",
  "src/session/session-analysis.ts",
  "src/session/session-stimulus-analyses.ts",
];

/** What makes PNG files is built in: a start reads one file instead of some twenty. */
export default buildConfig(
  { index: "src/index.ts", node: "src/node.ts" },
  {
    noExternal: ["fast-png", "iobuffer", "fflate"],
    esbuildPlugins: [
      pagesModule,
      inOneFile(
        ["src/open-session.ts", "src/open-nwb.ts", "src/arrays/movie.ts", "src/arrays/scene.ts"],
        ["src/index.ts", "src/node.ts", ...LATER],
      ),
    ],
  },
);
