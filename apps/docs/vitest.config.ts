import { testConfig } from "../../vitest.shared.ts";

export default testConfig({ test: { testTimeout: 60_000 } });
