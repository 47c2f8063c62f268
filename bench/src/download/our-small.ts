import { openProjectCache } from "@ecephys/core/node";
import { warehouse } from "@ecephys/fetch-warehouse";
import { Stopwatch } from "../children/report.ts";

/** Usage: our-small MANIFEST HOST COUNT: prefetches natural scenes into an empty cache. */
const [manifest = "", host = "", count = "0"] = process.argv.slice(2);
const watch = new Stopwatch();

const cache = await openProjectCache({ api: warehouse({ baseUrl: `http://${host}` }), manifest });
const scenes = Array.from({ length: Number(count) }, (_, number) => number);
const { downloaded, failed } = await watch.step("download", () => cache.prefetch({ scenes }));
if (failed.length > 0) throw failed[0]?.error;
watch.report(downloaded.length);
