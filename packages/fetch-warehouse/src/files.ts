import type { FetchOptions } from "@ecephys/core";
import { FETCH_OPTIONS } from "@ecephys/core/internal";
import { argumentChecks, EcephysError, httpFile, type RemoteFile } from "@ecephys/files";
import type { RmaRecord } from "./page.ts";
import { filesQuery } from "./queries.ts";
import { fetchRecords } from "./records.ts";
import type { WarehouseSettings } from "./settings.ts";

/** A well-known file: where it is served, its path at the institute, and what it belongs to. */
export interface WellKnownFile {
  readonly link: string;
  readonly path: string;
  readonly ownerId: number;
}

/** The one file of a type that belongs to a session or probe. */
export interface OwnedFileKind {
  readonly type: "EcephysNwb" | "EcephysLfpNwb";
  readonly ownerType: "EcephysSession" | "EcephysProbe";
  /** "the NWB file", "the LFP file". */
  readonly file: string;
  /** "session", "probe". */
  readonly owner: string;
}

export const SESSION_FILE: OwnedFileKind = {
  type: "EcephysNwb",
  ownerType: "EcephysSession",
  file: "the NWB file",
  owner: "session",
};

export const LFP_FILE: OwnedFileKind = {
  type: "EcephysLfpNwb",
  ownerType: "EcephysProbe",
  file: "the LFP file",
  owner: "probe",
};

/**
 * The file of a session or probe.
 * @throws an EcephysError "not-found" that says which others have one; "response" where there are several.
 */
export async function ownedFile(
  settings: WarehouseSettings,
  kind: OwnedFileKind,
  ownerId: number,
  options: FetchOptions = {},
): Promise<RemoteFile> {
  const { signal } = argumentChecks("Looking up a file").knownOptions(options, FETCH_OPTIONS);
  const { file, owner, ownerType, type } = kind;
  const resource = `${file} of ${owner} ${ownerId}`;
  const files = await listFiles(settings, resource, type, ownerType, ownerId, signal);
  if (files.length === 0) throw await noFile(settings, kind, ownerId, signal);
  return onlyFile(settings, resource, files);
}

/** Well-known files of a type, of one owner or of all. */
export async function listFiles(
  settings: WarehouseSettings,
  resource: string,
  type: string,
  ownerType: string,
  ownerId: number | undefined,
  signal: AbortSignal | undefined,
): Promise<WellKnownFile[]> {
  const query = filesQuery(type, ownerType, ownerId);
  const records = await fetchRecords(settings, resource, query, { signal });
  return records.map((record) => wellKnownFile(record, resource));
}

/**
 * The RemoteFile of a list that has to have one.
 * @throws an EcephysError "response" where there are several: which of them is meant is unknown.
 */
export function onlyFile(
  settings: WarehouseSettings,
  resource: string,
  files: readonly WellKnownFile[],
): RemoteFile {
  const [file] = files;
  if (file === undefined || files.length > 1) {
    const links = files.map(({ link }) => link).join(", ");
    throw new EcephysError("response", {
      action: "Looking up",
      resource,
      reason: `the warehouse lists ${files.length} files where one is expected (${links})`,
      remedy: "Download the right one by its address and put it into the cache.",
    });
  }
  const { fetch, headers, stallTimeout } = settings.files;
  const { retry } = settings;
  return httpFile({
    url: urlOf(settings, file, resource),
    name: resource,
    fetch,
    headers,
    stallTimeout,
    retry,
  });
}

/** "/api/v2/well_known_file_download/1026123372": names one after the other, none of them "..". */
const OWN_PATH = /^\/?[\w-][\w.-]*(\/[\w-][\w.-]*)*(\?[\w=&-]*)?$/;

/** Links are paths under the service's own root; what leads elsewhere is not followed. */
function urlOf({ baseUrl }: WarehouseSettings, { link }: WellKnownFile, resource: string): URL {
  if (OWN_PATH.test(link)) return new URL(`${baseUrl}/${link.replace(/^\//, "")}`);
  throw new EcephysError("response", {
    action: "Looking up",
    resource,
    reason: "the warehouse's download link leads elsewhere than to the warehouse",
  });
}

function wellKnownFile(record: RmaRecord, resource: string): WellKnownFile {
  const { attachable_id: ownerId, download_link: link, path } = record;
  if (typeof link === "string" && typeof ownerId === "number") {
    return { link, ownerId, path: typeof path === "string" ? path : "" };
  }
  throw new EcephysError("response", {
    action: "Looking up",
    resource,
    reason: "the warehouse lists a file without a download link",
  });
}

async function noFile(
  settings: WarehouseSettings,
  { file, owner, ownerType, type }: OwnedFileKind,
  ownerId: number,
  signal: AbortSignal | undefined,
): Promise<EcephysError> {
  const others = await listFiles(settings, `${file}s`, type, ownerType, undefined, signal).catch(() => []);
  signal?.throwIfAborted();
  const ids = [...new Set(others.map((other) => other.ownerId))].sort((a, b) => a - b);
  return notFound(
    `${file} of ${owner} ${ownerId}`,
    `the warehouse has none for this ${owner}`,
    `${file}s of the ${owner}s`,
    ids,
  );
}

const LISTED = 20;

/** A "not-found" that says what there is instead. */
export function notFound(
  resource: string,
  reason: string,
  things: string,
  existing: readonly number[],
): EcephysError {
  const rest = existing.length - LISTED;
  const list = existing.slice(0, LISTED).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
  const remedy = list === "" ? `It has none of ${things}.` : `It has ${things} ${list}.`;
  return new EcephysError("not-found", { action: "Looking up", resource, reason, remedy });
}
