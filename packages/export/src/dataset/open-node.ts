import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { argumentChecks, EcephysError } from "@ecephys/files";
import { directoryStorage, nodeFetch } from "@ecephys/files/node";
import type { Dataset } from "./dataset.ts";
import { datasetIn } from "./open.ts";
import { OPEN_OPTIONS, type OpenDatasetOptions, openDataset as openRemote } from "./open-remote.ts";

/**
 * Opens a dataset in a directory or on a server: tables by partition and column, of which only what is asked for is read.
 * @param place A directory, or an http or https address.
 * @throws an EcephysError "not-found" where there is none, "fetch" where the server cannot be reached.
 * @example
 * import { openDataset, tableRows, writeRows } from "@ecephys/export/node";
 *
 * await writeRows(tableRows(await cache.getUnits()), "data/units.parquet", { format: "parquet" });
 * const dataset = await openDataset("data");
 * const good = await dataset.table("units", { columns: ["id", "snr"], where: "snr > 2" });
 */
export async function openDataset(place: string | URL, options: OpenDatasetOptions = {}): Promise<Dataset> {
  const { signal } = argumentChecks("Opening a dataset").knownOptions(options, OPEN_OPTIONS);
  if (/^https?:/i.test(String(place))) return openRemote(place, { fetch: nodeFetch, ...options });
  const directory = resolve(place instanceof URL ? fileURLToPath(place) : place);
  if (!(await stat(directory).catch(() => undefined))?.isDirectory()) throw noDirectory(directory);
  const storage = directoryStorage(directory);
  return datasetIn(
    {
      location: directory,
      read: (path) => storage.read(path, { signal }),
      list: () => storage.list(undefined, { signal }),
      async source(path) {
        const source = await storage.source(path, { signal });
        if (source !== undefined) return source;
        throw new EcephysError("not-found", {
          action: "Reading a dataset",
          resource: path,
          reason: "the file is listed, and not there",
          remedy: "Run the export again: it makes what is missing",
        });
      },
    },
    signal,
  );
}

function noDirectory(directory: string): EcephysError {
  return new EcephysError("not-found", {
    action: "Opening a dataset",
    resource: directory,
    reason: "there is no such directory",
  });
}
