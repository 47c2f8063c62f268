import { readFileSync } from "node:fs";
import { join } from "node:path";

const INDEX = join(import.meta.dirname, "..", "public", "pictures", "index.json");

declare const data: Readonly<Record<string, string>>;

export { data };

/** What the figures of pages say, as `scripts/page-figures.mjs` has written it. */
export default {
  watch: [INDEX],
  load: (): typeof data => JSON.parse(readFileSync(INDEX, "utf8")),
};
