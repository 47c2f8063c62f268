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
});

export default [modules, analysisWorkerBuild].flat();
