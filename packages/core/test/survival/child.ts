import { createHash } from "node:crypto";
import { dataFileBytes, plainError } from "@ecephys/files";
import { openProjectCache } from "../../src/open-project-cache.ts";
import { httpLab } from "./http-lab.ts";

/**
 * Usage: child MANIFEST URL session|ranges|tables|plan|prefetch [PLAN]: opens a cache and reads from it, as any program does. Says "ready",
 * and in the end what it read.
 */
const [manifest = "", url = "", what = "", plan = ""] = process.argv.slice(2);

process.stdout.write("ready\n");
const cache = await openProjectCache({ api: httpLab(url), manifest, onWarning: () => {} });
if (what === "session") {
  const file = await cache.getSessionData(1);
  process.stdout.write(
    createHash("sha256")
      .update(await dataFileBytes(file))
      .digest("hex"),
  );
} else if (what === "ranges") {
  const { failed } = await cache.prefetch({ sessions: [1] }, { ranges: 4 });
  process.stdout.write(failed.length === 0 ? "done" : String(failed[0]?.error));
} else if (what === "plan") {
  const plan = await cache.planPrefetch({ sessions: [1], tables: true, movies: [9] });
  process.stdout.write(JSON.stringify(plan));
} else if (what === "prefetch") {
  const { failed, ...summary } = await cache.prefetch(JSON.parse(plan));
  const failures = failed.map(({ error, ...about }) => ({ ...about, error: plainError(error) }));
  process.stdout.write(JSON.stringify({ ...summary, failed: failures }));
} else {
  const units = await cache.getUnits({ filterByValidity: false });
  const metrics = await cache.getUnitAnalysisMetricsForSession(715093703, { annotate: false });
  process.stdout.write(`${units.numRows()} ${metrics.numRows()}`);
}
