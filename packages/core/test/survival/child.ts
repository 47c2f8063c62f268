import { createHash } from "node:crypto";
import { dataFileBytes } from "@ecephys/files";
import { openProjectCache } from "../../src/open-project-cache.ts";
import { httpLab } from "./http-lab.ts";

/**
 * Usage: child MANIFEST URL session|tables: opens a cache and reads from it, as any program does. Says "ready",
 * and in the end what it read.
 */
const [manifest = "", url = "", what = ""] = process.argv.slice(2);

process.stdout.write("ready\n");
const cache = await openProjectCache({ api: httpLab(url), manifest, onWarning: () => {} });
if (what === "session") {
  const file = await cache.getSessionData(1);
  process.stdout.write(
    createHash("sha256")
      .update(await dataFileBytes(file))
      .digest("hex"),
  );
} else {
  const units = await cache.getUnits({ filterByValidity: false });
  const metrics = await cache.getUnitAnalysisMetricsForSession(715093703, { annotate: false });
  process.stdout.write(`${units.numRows()} ${metrics.numRows()}`);
}
