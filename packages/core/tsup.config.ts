import { buildConfig } from "../../tsup.shared.ts";

/**
 * Arquero is built in: an install needs neither it nor what it depends on, and a start reads one file instead of a
 * hundred.
 */
export default buildConfig(
  {
    index: "src/index.ts",
    internal: "src/internal.ts",
    node: "src/node.ts",
    testing: "src/testing.ts",
    arquero: "src/arquero.ts",
  },
  { noExternal: ["arquero", "@uwdata/flechette", "acorn"] },
);
