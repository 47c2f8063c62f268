import { fixtureFile, startSampleWarehouse, warehouseTables } from "@ecephys/fixtures";

/** Usage: small-warehouse COUNT LATENCY: a warehouse with that many natural scenes; prints its address. */
const [count = "0", latency = "0"] = process.argv.slice(2);

type WarehouseRecord = Record<string, unknown>;

const FIRST_ID = 2_000_000_000;
const scene = fixtureFile("mini", "stimuli/natural_scene_0.tiff");
const records = (warehouseTables("mini").WellKnownFile ?? []) as WarehouseRecord[];
const sample = records.find(({ path }) => String(path).endsWith("/0.tiff"));
if (sample === undefined) throw new Error("The sample warehouse has no natural scene");

const scenes = Array.from({ length: Number(count) }, (_, number) => ({
  ...sample,
  id: FIRST_ID + number,
  path: String(sample.path).replace(/0\.tiff$/, `${number}.tiff`),
  download_link: String(sample.download_link).replace(/\d+$/, String(FIRST_ID + number)),
}));
const server = await startSampleWarehouse({
  latencyMs: Number(latency),
  tables: { WellKnownFile: scenes },
  files: Object.fromEntries(scenes.map(({ id }) => [String(id), scene])),
});
process.stdout.write(`${new URL(server.url).host}\n`);
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
