import { buildConfig } from "../../tsup.shared.ts";

export default buildConfig(
  { index: "src/index.ts", bin: "src/bin.ts" },
  // An optional dependency, of native code.
  { external: ["@resvg/resvg-js"] },
);
