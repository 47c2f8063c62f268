import { analysisWorker, testConfig } from "../../vitest.shared.ts";

export default testConfig({ test: { globalSetup: analysisWorker } });
