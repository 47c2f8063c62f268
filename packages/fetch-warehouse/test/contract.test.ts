import { fetchApiContract } from "@ecephys/core/testing";
import { type SampleWarehouse, startSampleWarehouse } from "@ecephys/fixtures";
import { KNOWN, knownFiles } from "@ecephys/fixtures/testing";
import { afterAll, beforeAll, test } from "vitest";
import { warehouse } from "../src/index.ts";

let server: SampleWarehouse;
beforeAll(async () => {
  server = await startSampleWarehouse();
});
afterAll(() => server?.close());

const contract = fetchApiContract({
  api: () => warehouse({ baseUrl: server.url }),
  known: KNOWN,
  contents: knownFiles(),
  refuses: ["publishedAt"],
  requests: () => server.requests.length,
});
for (const { title, run } of contract) test(title, run);
