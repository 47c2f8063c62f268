import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Bars, barsOfBenchmarks } from "./bars.ts";

const BENCHMARKS = join(import.meta.dirname, "..", "..", "..", "bench", "README.md");
const OF_SAMPLE = join(import.meta.dirname, "..", "public", "pictures", "bars.json");

declare const data: Readonly<Record<string, Bars>>;

export { data };

/** What VitePress puts into pages when the site is built: measurements, and what `scripts/page-figures.mjs` counted. */
export default {
  watch: [BENCHMARKS, OF_SAMPLE],
  load: (): typeof data => ({
    ...barsOfBenchmarks(readFileSync(BENCHMARKS, "utf8")),
    ...JSON.parse(readFileSync(OF_SAMPLE, "utf8")),
  }),
};
