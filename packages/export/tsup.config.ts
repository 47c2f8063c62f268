import { buildConfig } from "../../tsup.shared.ts";

export default buildConfig({
  index: "src/index.ts",
  node: "src/node.ts",
  tasks: "src/tasks.ts",
  queue: "src/queue.ts",
});
