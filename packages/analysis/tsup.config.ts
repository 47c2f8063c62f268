import { buildConfig, declarations } from "../../tsup.shared.ts";
import { analysisWorkerAt, analysisWorkerBuild } from "./analysis-worker.build.ts";

const modules = buildConfig(
  { index: "src/index.ts", internal: "src/internal.ts" },
  {
    clean: ["dist/**", "!dist/analysis-worker.*"],
    esbuildPlugins: [analysisWorkerAt("./analysis-worker.js")],
  },
);

export default [modules, { ...analysisWorkerBuild, dts: declarations }].flat();
