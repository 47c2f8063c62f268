import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Measured, measured } from "./measured.ts";

const SOURCE = join(import.meta.dirname, "..", "..", "..", "bench", "README.md");

declare const data: Measured[];

export { data };

/**
 * What VitePress puts into the page when the site is built: the one source is the benchmarks' own page. It is not
 * watched: to find a file outside of the site VitePress goes through the whole repository, all that is installed too.
 */
export default {
  load: () => measured(readFileSync(SOURCE, "utf8")),
};
