import { Stopwatch } from "./report.ts";

/** Usage: our-fill MANIFEST HOST: fills an empty cache from a warehouse, and gets its units. */
const [manifest = "", host = ""] = process.argv.slice(2);
const watch = new Stopwatch();

const { openProjectCache, warehouse } = await watch.step("import", async () => ({
  ...(await import("@ecephys/core/node")),
  ...(await import("@ecephys/fetch-warehouse")),
}));
const cache = await watch.step("open", () =>
  openProjectCache({ api: warehouse({ baseUrl: `http://${host}` }), manifest }),
);
const units = await watch.step("first", () => cache.getUnits());
watch.report(units.numRows());
