import { startSampleWarehouse } from "@ecephys/fixtures";
import { warehouseRecords } from "../warehouse-records.ts";

/** Usage: warehouse CACHE LATENCY: serves a cache directory's tables as the warehouse would; prints its address. */
const [directory = "", latency = "0"] = process.argv.slice(2);
const server = await startSampleWarehouse({
  latencyMs: Number(latency),
  tables: warehouseRecords(directory),
});
process.stdout.write(`${new URL(server.url).host}\n`);
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
