import { Stopwatch } from "./report.ts";

/** Usage: our-tables MANIFEST getUnits|getSessionTable|getChannels fast|csv: opens the cache, and makes the call twice. */
const [manifest = "", method = "", copies = ""] = process.argv.slice(2);
const watch = new Stopwatch();

const { openProjectCache, fixed } = await watch.step("import", async () => ({
  ...(await import("@ecephys/core/node")),
  ...(await import("@ecephys/fetch-fixed")),
}));
const cache = await watch.step("open", () =>
  openProjectCache({ api: fixed(), manifest, derivedFiles: copies === "fast" }),
);

const ask = async (isiViolationsMaximum: number) => {
  if (method === "getSessionTable") return cache.getSessionTable();
  if (method === "getChannels") return cache.getChannels();
  return cache.getUnits({ isiViolationsMaximum, amplitudeCutoffMaximum: isiViolationsMaximum / 5 });
};

const table = await watch.step("first", () => ask(0.5));
await watch.step("second", () => ask(0.25));
watch.report(table.numRows());
