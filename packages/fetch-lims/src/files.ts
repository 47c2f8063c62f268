import { EcephysError, type Fetch, httpFile, type RemoteFile, type RetryOptions } from "@ecephys/files";
import type { LimsDatabase, RowTaker } from "./database.ts";
import type { Parameter } from "./filters.ts";
import type { LimsQuery } from "./queries/query.ts";

export interface FileOptions {
  readonly appUrl: string | URL;
  readonly fetch: Fetch | undefined;
  readonly stallTimeout: number | undefined;
  readonly fileRetry: RetryOptions | undefined;
}

/**
 * The one file that a query finds, as the LIMS web application serves it.
 * @throws an EcephysError: "not-found" where there is none, "response" where there are several.
 */
export async function findFile(
  database: LimsDatabase,
  query: LimsQuery,
  parameter: Parameter,
  name: string,
  options: FileOptions,
  signal: AbortSignal | undefined,
): Promise<RemoteFile> {
  const ids = await database.read(query, [parameter], collectIds, signal);
  const [id] = ids;
  if (id === undefined) throw notFound(name);
  if (ids.length > 1) throw ambiguous(name, ids);
  const { fetch, stallTimeout, fileRetry } = options;
  return httpFile({ url: downloadUrl(options.appUrl, id), name, fetch, stallTimeout, retry: fileRetry });
}

/**
 * Where the web application serves a well-known file; a path in its root is kept.
 * @throws an EcephysError "argument" where the root is no URL of http or https.
 */
function downloadUrl(appUrl: string | URL, id: number): URL {
  const url = URL.canParse(appUrl) ? new URL(appUrl) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw appUrlError();
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/well_known_files/download/${id}`;
  url.search = `?wkf_id=${id}`;
  return url;
}

function collectIds(): RowTaker<number[]> {
  const ids: number[] = [];
  return {
    take({ rows }) {
      for (const [id] of rows) if (typeof id === "number") ids.push(id);
    },
    result: () => ids,
  };
}

function notFound(name: string): EcephysError {
  return new EcephysError("not-found", {
    action: "Looking it up in LIMS",
    resource: name,
    reason: "LIMS has no such file",
    remedy: "Check the id or number, and that its current analysis run has written the file",
  });
}

function ambiguous(name: string, ids: readonly number[]): EcephysError {
  return new EcephysError("response", {
    action: "Looking it up in LIMS",
    resource: name,
    reason: `LIMS has ${ids.length} where one is expected (well-known files ${ids.join(", ")})`,
    remedy: "Ask for the superseded ones to be detached in LIMS",
  });
}

function appUrlError(): EcephysError {
  return new EcephysError("argument", {
    action: "Setting up LIMS",
    resource: "the option appUrl",
    reason: "it is not an http or https URL",
    remedy: 'Pass a root such as "http://lims2", or set LIMS_APP_URL',
  });
}
