import { refusingFetchApiContract } from "@ecephys/core/testing";
import { isEcephysError } from "@ecephys/files";
import { expect, it } from "vitest";
import { fixed } from "../src/index.ts";

for (const { title, run } of refusingFetchApiContract(fixed)) it(title, run);

it("names the filters of metrics, and not all of a long list", async () => {
  const api = fixed();
  const reason = (error: unknown) => (isEcephysError(error, "missing-data") ? error.resource : error);
  expect(await api.getUnitAnalysisMetrics({ sessionTypes: ["a", "b"] }).catch(reason)).toBe(
    "the unit analysis metrics of session types a, b",
  );
  expect(await api.getUnitAnalysisMetrics({ unitIds: [1, 2, 3, 4, 5] }).catch(reason)).toBe(
    "the unit analysis metrics of units 1, 2, 3 and 2 more",
  );
  expect(await api.getUnitAnalysisMetrics().catch(reason)).toBe("the unit analysis metrics");
});

it("says what to do", async () => {
  await expect(fixed().getNaturalMovieTemplate(8)).rejects.toThrow(
    "Fetching failed for natural movie 8: it is not in the cache, and the fixed backend fetches nothing. " +
      "Open the cache with a backend that can fetch (the warehouse or LIMS), or add the file to it.",
  );
});
