import { buildConfig } from "../../tsup.shared.ts";

export default buildConfig({
  index: "src/index.ts",
  internal: "src/internal.ts",
  kinds: "src/kinds.ts",
  node: "src/node.ts",
});
