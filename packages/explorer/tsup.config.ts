import { buildConfig } from "../../tsup.shared.ts";

export default buildConfig({ index: "src/index.ts" }, { clean: ["dist/*.js", "dist/*.ts", "dist/*.map"] });
