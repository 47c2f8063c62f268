import { downloadFile, httpFile } from "@ecephys/files";
import { directoryStorage, nodeFetch } from "@ecephys/files/node";
import { Stopwatch } from "../children/report.ts";

/** Usage: our-large URL DIRECTORY CONNECTIONS: downloads a file as the command does, checked and recorded. */
const [url = "", directory = "", connections = "1"] = process.argv.slice(2);
const watch = new Stopwatch();

const { byteLength } = await watch.step("download", () =>
  downloadFile({
    storage: directoryStorage(directory),
    path: "large.nwb",
    remote: httpFile({ url, fetch: nodeFetch }),
    resource: "the large file",
    connections: Number(connections),
  }),
);
watch.report(byteLength);
