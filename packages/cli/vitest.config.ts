import { testConfig } from "../../vitest.shared.ts";

export default testConfig({ test: { globalSetup: ["test/support/build.ts"] } });
