import {
  argumentChecks,
  EcephysError,
  type HttpFileOptions,
  httpByteSource,
  httpBytes,
  isEcephysError,
  type OptionNames,
  retrying,
} from "@ecephys/files";
import { displayUrl } from "@ecephys/files/internal";
import type { Dataset } from "./dataset.ts";
import { datasetIn } from "./open.ts";
import type { DatasetPlace } from "./place.ts";

/** How a dataset on a server is reached. */
export interface OpenDatasetOptions
  extends Pick<HttpFileOptions, "fetch" | "headers" | "retry" | "stallTimeout"> {
  readonly signal?: AbortSignal | undefined;
}

export const OPEN_OPTIONS: OptionNames<OpenDatasetOptions> = {
  fetch: true,
  headers: true,
  retry: true,
  stallTimeout: true,
  signal: true,
};

/**
 * Opens a dataset on a server, whose files are read in parts. Its list of files ("_dataset.json") is read now, everything
 * else when it is asked for.
 * @throws an EcephysError "not-found" where there is none, "fetch" where the server cannot be reached.
 * @example
 * import { openDataset } from "@ecephys/export";
 *
 * async function goodUnits(address: string) {
 *   const dataset = await openDataset(address); // "https://data.example.org/dataset/"
 *   return dataset.table("units", { columns: ["id", "snr"], where: "snr > 2" });
 * }
 */
export async function openDataset(url: string | URL, options: OpenDatasetOptions = {}): Promise<Dataset> {
  const { signal, ...http } = argumentChecks("Opening a dataset").knownOptions(options, OPEN_OPTIONS);
  return datasetIn(serverPlace(url, http), signal);
}

/** Bytes of a list of files at most. */
const MOST_LISTED = 2 ** 28;

function serverPlace(url: string | URL, http: Omit<OpenDatasetOptions, "signal">): DatasetPlace {
  const base = baseOf(url);
  const place = (path: string) => new URL(path.split("/").map(encodeURIComponent).join("/"), base);
  return {
    location: displayUrl(base),
    async read(path, signal) {
      try {
        const { fetch, headers, stallTimeout } = http;
        const subject = { action: "Opening a dataset", resource: displayUrl(place(path)) };
        return await retrying(
          () =>
            httpBytes(
              place(path),
              { fetch, headers, stallTimeout, signal, maximumLength: MOST_LISTED },
              subject,
            ),
          http.retry,
          signal,
        );
      } catch (error) {
        if (isEcephysError(error) && error.status === 404) return undefined;
        throw error;
      }
    },
    source: (path, signal) => httpByteSource({ ...http, url: place(path) }, { signal }),
  };
}

function baseOf(url: string | URL): URL {
  const text = String(url);
  if (URL.canParse(text)) return new URL(text.endsWith("/") ? text : `${text}/`);
  throw new EcephysError("argument", {
    action: "Opening a dataset",
    resource: text,
    reason: "it is not the address of a dataset",
    remedy: "Give the address of its directory: https://data.example.org/dataset/",
  });
}
