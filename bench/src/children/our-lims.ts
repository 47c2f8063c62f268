import { Stopwatch } from "./report.ts";

/** Usage: our-lims HOST PORT USER PASSWORD: every unit and every channel of the database lims2, as tables. */
const [host = "", port = "", user = "", password = ""] = process.argv.slice(2);
const watch = new Stopwatch();

const { lims } = await watch.step("import", () => import("@ecephys/fetch-lims"));
const api = lims({ host, port: Number(port), user, password, database: "lims2" });
const units = await watch.step("units", () => api.getUnits());
const channels = await watch.step("channels", () => api.getChannels());
await api.close();
watch.report(units.numRows() + channels.numRows());
