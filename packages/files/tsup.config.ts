import { buildConfig, inOneFile } from "../../tsup.shared.ts";

export default buildConfig(
  {
    index: "src/index.ts",
    internal: "src/internal.ts",
    node: "src/node.ts",
    opfs: "src/opfs.ts",
    testing: "src/testing.ts",
  },
  {
    esbuildPlugins: [
      inOneFile(
        ["src/index.ts", "src/internal.ts", "src/node-http/proxy.ts"],
        ["src/node.ts", "src/opfs.ts", "src/testing.ts", "src/node-http/send.ts"],
      ),
    ],
  },
);
