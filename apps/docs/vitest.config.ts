import { analysisWorker, hdf5Worker, testConfig } from "../../vitest.shared.ts";

export default testConfig({ test: { globalSetup: [hdf5Worker, analysisWorker] } });
