// What a runtime makes of the sample session, as one line of JSON: run by `scripts/runtimes.mjs`.
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSampleWarehouse, writeCacheDirectory } from "../../fixtures/dist/index.js";
import { sessionFigure, sessionReport } from "../../packages/charts/dist/node.js";
import { openProjectCache } from "../../packages/core/dist/node.js";
import { warehouse } from "../../packages/fetch-warehouse/dist/index.js";
import { nwbReaders, openSession } from "../../packages/nwb/dist/node.js";

const SESSION = 715093703;
const PROBE = 752552876;
const UNIT = 950906401;
const directory = await mkdtemp(join(tmpdir(), "ecephys-runtime-"));
const found = {};

/** Keeps what a part gives, or why it fails. */
async function part(name, work) {
  try {
    found[name] = await work();
  } catch (error) {
    found[name] = `fails: ${error.message}`;
  }
}

writeCacheDirectory("mini", join(directory, "cache"));
const session = await openSession(join(directory, "cache", `session_${SESSION}`, `session_${SESSION}.nwb`), {
  lfp: { [PROBE]: join(directory, "cache", `session_${SESSION}`, `probe_${PROBE}_lfp.nwb`) },
  warn: () => {},
});
await part("units", async () => digest((await session.units()).toCSV()));
await part("spikes", async () => {
  const spikes = await session.spikeTimes();
  return digest(JSON.stringify([...spikes].map(([unit, times]) => [unit, Array.from(times)])));
});
await part("LFP", async () => {
  const lfp = await session.getLfp(PROBE);
  const second = await lfp.sel({ time: { from: 38.7, to: 39.2 } });
  return digest(JSON.stringify([second.shape, Array.from(second.data)]));
});
await part("analysis", async () => digest((await session.stimulusMetrics({ stimuli: ["flashes"] })).toCSV()));
await part("figures", async () => {
  const figure = await sessionFigure(session, "raster", {
    unitIds: [UNIT],
    stimulus: "flashes",
    by: "color",
  });
  return digest(figure.svg() + figure.text());
});
await part("report", async () => (await sessionReport(session, { command: "runtimes" })).length > 100_000);
await session.close();
const server = await startSampleWarehouse();
await part("project from a server", async () => {
  const manifest = join(directory, "fetched", "ecephys_project_manifest.json");
  const cache = await openProjectCache({
    api: warehouse({ baseUrl: server.url }),
    manifest,
    readers: nwbReaders(),
  });
  const units = await cache.getUnits();
  const opened = await cache.getSessionData(SESSION);
  const rows = (await opened.units()).numRows();
  await opened.close();
  return digest(`${units.toCSV()}${rows}${await readFile(join(directory, "fetched", "units.csv"), "utf8")}`);
});
await server.close();
await rm(directory, { recursive: true, force: true });
console.log(JSON.stringify(found));
process.exit(0);

function digest(text) {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
