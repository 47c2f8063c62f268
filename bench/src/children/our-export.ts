import { type Compression, EXPORT_KINDS, writeRows } from "@ecephys/export/node";
import { openSession } from "@ecephys/nwb/node";

/** Writes all spikes of a session as Parquet: `node our-export.js session.nwb out.parquet snappy`. */
const [file, out, compression] = process.argv.slice(2) as [string, string, Compression];
const start = performance.now();
const session = await openSession(file, {
  amplitudeCutoffMaximum: null,
  presenceRatioMinimum: null,
  isiViolationsMaximum: null,
  filterByValidity: false,
  filterOutOfBrainUnits: false,
  warn: () => {},
});
const spikes = EXPORT_KINDS.find(({ name }) => name === "spikes");
if (spikes?.level !== "session") throw new Error("spikes are of a session");
const written = await writeRows(await spikes.rows(session, {}), out, { format: "parquet", compression });
await session.close();
const { user, system } = process.cpuUsage();
const report = {
  ...written,
  seconds: (performance.now() - start) / 1000,
  processorSeconds: (user + system) / 1e6,
  megabytes: process.resourceUsage().maxRSS / 1000,
};
process.stdout.write(`${JSON.stringify(report)}\n`);
