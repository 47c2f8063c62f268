import { EcephysError, type PlainError } from "@ecephys/files";
import { readRecord } from "@ecephys/files/internal";
import type { SessionCache } from "./cache.ts";
import type { TableDigests } from "./table-digests.ts";
import type { ExportTask, TaskInput } from "./task.ts";

/** The tables that tasks of the project read, in the order of their inputs. */
const PROJECT_TABLES = ["sessions", "probes", "channels", "units"];

/** The kind that reads the analysis metrics. */
const METRICS = "metrics";

/**
 * What a session's tasks read, as it is now: its file (in the cache, or at the backend where it is not there) and the rows
 * of its channels and probes.
 * @throws an EcephysError "not-found" if there is no such session or file; what looking it up throws.
 */
export async function sessionInputs(
  cache: SessionCache,
  digests: TableDigests,
  session: number,
  signal: AbortSignal | undefined,
): Promise<TaskInput[]> {
  const { files, unavailable } = await cache.planPrefetch({ sessions: [session] }, { signal });
  const file = files.find(({ kind }) => kind === "session");
  if (file === undefined) throw missing(session, unavailable[0]?.error);
  const { byteLength, path, resource, state, validator } = file;
  const found: TaskInput =
    state === "present"
      ? { resource, path, ...(await storedVersion(cache, path, signal)) }
      : { resource, path, source: file.url, byteLength, validator };
  const sha256 = await digests.ofSession(session, signal);
  return [found, { resource: `channels of session ${session}`, sha256 }];
}

/** What a task of the project reads: its tables, by their content, and for metrics those of all session types. */
export async function projectInputs(
  digests: TableDigests,
  kind: string,
  signal: AbortSignal | undefined,
): Promise<TaskInput[]> {
  const found = await digests.ofProject(signal);
  const tables = PROJECT_TABLES.map((name) => ({ resource: `table of ${name}`, sha256: found.get(name) }));
  if (kind !== METRICS) return tables;
  return [...tables, { resource: "tables of metrics", sha256: await digests.ofMetrics(signal) }];
}

/** The inputs of a planned task as they are now. */
export function inputsNow(
  cache: SessionCache,
  digests: TableDigests,
  { kind, session }: ExportTask,
  signal: AbortSignal | undefined,
): Promise<TaskInput[]> {
  if (session === undefined) return projectInputs(digests, kind, signal);
  return sessionInputs(cache, digests, session, signal);
}

/**
 * Says which inputs are not those that were planned, and how; undefined if all are. What only one side knows (a copy that
 * another program put there has no validator) is not compared, but the sizes always are.
 */
export function changedInput(
  planned: readonly TaskInput[],
  now: readonly TaskInput[],
): { readonly resource: string; readonly reason: string } | undefined {
  for (const before of planned) {
    const { resource } = before;
    const after = now.find((input) => input.resource === resource);
    if (after === undefined) return { resource, reason: "it is not read any more" };
    const reason = difference(before, after);
    if (reason !== undefined) return { resource, reason };
  }
  const added = now.find(({ resource }) => !planned.some((input) => input.resource === resource));
  return added && { resource: added.resource, reason: "it was not planned" };
}

function difference(before: TaskInput, after: TaskInput): string | undefined {
  const differs = (one: unknown, other: unknown) => one !== undefined && other !== undefined && one !== other;
  if (differs(before.byteLength, after.byteLength))
    return `it had ${before.byteLength} bytes, and has ${after.byteLength} now`;
  if (differs(before.validator, after.validator))
    return `it was version ${before.validator}, and is ${after.validator} now`;
  if (differs(before.sha256, after.sha256)) return "its rows are others now";
  if (differs(before.modified, after.modified)) return "it has been written anew since";
  return undefined;
}

/** A file of the cache: with the validator that was recorded when it was fetched, as long as it is that file. */
async function storedVersion(
  { storage }: SessionCache,
  path: string,
  signal: AbortSignal | undefined,
): Promise<Omit<TaskInput, "resource" | "path">> {
  const info = await storage.stat(path, { signal });
  if (info === undefined) return {};
  const { byteLength, modified } = info;
  const record = await readRecord(storage, path, { signal });
  const isRecorded =
    record?.byteLength === byteLength && (record.modified === undefined || record.modified === modified);
  if (!isRecorded || record.validator === undefined) return { byteLength, modified };
  return { byteLength, validator: record.validator, source: record.source };
}

function missing(session: number, error: PlainError | undefined): EcephysError {
  return new EcephysError(error?.code ?? "not-found", {
    action: error?.action ?? "Planning an export",
    resource: error?.resource ?? `session ${session}`,
    reason: error?.reason ?? error?.message ?? "it has no file",
    remedy: error?.remedy,
  });
}
