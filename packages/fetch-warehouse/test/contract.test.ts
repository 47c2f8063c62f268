import { startSampleWarehouse } from "@ecephys/fixtures";
import { fetchApiContract } from "@ecephys/fixtures/contracts";
import { warehouse } from "../src/index.ts";

fetchApiContract({
  name: "the warehouse",
  publishedAt: "refused",
  make: async () => {
    const server = await startSampleWarehouse();
    return {
      api: warehouse({ baseUrl: server.url }),
      requests: () => server.requests.length,
      close: () => server.close(),
    };
  },
});
