import { buildConfig, declarations } from "../../tsup.shared.ts";
import { analysisWorkerAt, analysisWorkerBuild } from "./analysis-worker.build.ts";

const entries = { index: "src/index.ts", internal: "src/internal.ts" };

const modules = buildConfig(entries, {
  // The worker's too: this build removes all declarations when it begins.
  dts: declarations && {
    ...declarations,
    entry: { ...entries, "analysis-worker": "src/analysis-worker.ts" },
  },
  clean: ["dist/**", "!dist/analysis-worker.*"],
  esbuildPlugins: [analysisWorkerAt("./analysis-worker.js")],
  // Built in: a start reads one file instead of seven.
  noExternal: ["delaunator", "robust-predicates"],
});

export default [modules, analysisWorkerBuild].flat();
