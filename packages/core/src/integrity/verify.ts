import type { CacheStorage, FileRecord } from "@ecephys/files";
import { isEcephysError } from "@ecephys/files";
import { eachAtMost, readRecord } from "@ecephys/files/internal";
import type { CacheContext } from "../project/context.ts";
import { classifier } from "./classify.ts";
import type { CacheFileEntry, FileProblem, Leftover, VerifyOptions, VerifyReport } from "./reports.ts";
import { cacheStatus, dataKinds, totalOf } from "./status.ts";

const AT_ONCE = 4;
const BLOCK = 4 * 2 ** 20;

/** Compares a cache's files with their records; changes nothing. */
export async function verifyCache(
  context: CacheContext,
  { deep = true, onProgress, signal }: VerifyOptions,
): Promise<VerifyReport> {
  const { storage } = context;
  const { files } = await cacheStatus(context, signal);
  const isData = dataKinds(context.kinds);
  const recorded = files.filter(({ record }) => record !== undefined);
  const unrecorded = files.filter(({ kind, record }) => isData(kind) && record === undefined);
  const { bytes } = totalOf(recorded);
  let filesDone = 0;
  let bytesDone = 0;
  const onBytes = (path: string, count: number) => {
    bytesDone += count;
    onProgress?.({ path, files: recorded.length, filesDone, bytes, bytesDone });
  };
  const check = async (file: CacheFileEntry): Promise<FileProblem | undefined> => {
    const problem = await problemOf(storage, file, deep, (count) => onBytes(file.path, count), signal);
    filesDone++;
    onBytes(file.path, 0);
    return problem;
  };
  const problems = [
    ...(await missingFiles(context, files, signal)),
    ...(await eachAtMost(recorded, AT_ONCE, check)).filter((problem) => problem !== undefined),
    ...(await eachAtMost(unrecorded, AT_ONCE, (file) => problemOfUnknown(storage, file, signal))).filter(
      (problem) => problem !== undefined,
    ),
  ];
  const bad = new Set(problems.map(({ path }) => path));
  return {
    deep,
    intact: totalOf(recorded.filter(({ path }) => !bad.has(path))),
    unrecorded: unrecorded.filter(({ path }) => !bad.has(path)),
    problems,
    strays: files.filter(({ kind }) => kind === "stray"),
    leftovers: await leftoversOf(storage, files, signal),
  };
}

/** Files left by interrupted work, and whether another process is still using them. */
async function leftoversOf(
  storage: CacheStorage,
  files: readonly CacheFileEntry[],
  signal: AbortSignal | undefined,
): Promise<Leftover[]> {
  const left = files.filter(({ kind }) => ["partial", "lock", "temporary"].includes(kind));
  return eachAtMost(left, AT_ONCE, async (file) => {
    const inUse = file.of !== undefined && (await storage.isLocked?.(file.of, { signal })) === true;
    return { ...file, inUse };
  });
}

async function missingFiles(
  context: CacheContext,
  files: readonly CacheFileEntry[],
  signal: AbortSignal | undefined,
): Promise<FileProblem[]> {
  const { storage } = context;
  const classify = classifier(context);
  const present = new Set(files.map(({ path }) => path));
  const gone = files.filter(({ kind, of }) => kind === "record" && of !== undefined && !present.has(of));
  return eachAtMost(gone, AT_ONCE, async ({ of = "" }) => {
    const record = await readRecord(storage, of, { signal });
    const about = { path: of, kind: classify(of).kind, record };
    try {
      await storage.stat(of, { signal });
      return { ...about, problem: "missing" };
    } catch (error) {
      signal?.throwIfAborted();
      return { ...about, problem: "unreadable", error };
    }
  });
}

async function problemOf(
  storage: CacheStorage,
  file: CacheFileEntry,
  deep: boolean,
  onBytes: (count: number) => void,
  signal: AbortSignal | undefined,
): Promise<FileProblem | undefined> {
  const { path, kind, record, byteLength } = file;
  const found = (problem: FileProblem["problem"], error?: unknown): FileProblem => {
    return { path, kind, problem, record, byteLength, ...(error === undefined ? {} : { error }) };
  };
  try {
    const now = await storage.stat(path, { signal });
    if (now === undefined || record === undefined) return found("missing");
    if (now.byteLength !== record.byteLength) {
      return found(now.byteLength < record.byteLength ? "short" : "altered");
    }
    if (!deep || record.sha256 === undefined) return undefined;
    const isSame = (await sha256Of(storage, path, onBytes, signal)) === record.sha256;
    return isSame || !isStill(record, await readRecord(storage, path, { signal }))
      ? undefined
      : found("altered");
  } catch (error) {
    signal?.throwIfAborted();
    if (!isEcephysError(error)) throw error;
    return found("unreadable", error);
  }
}

/** Whether the file stayed the same, with the same record, while it was read. */
function isStill(record: FileRecord, now: FileRecord | undefined): boolean {
  return now !== undefined && now.time === record.time && now.sha256 === record.sha256;
}

/** Without a record, only this can be detected: the file is empty, unreadable, or a broken link. */
async function problemOfUnknown(
  storage: CacheStorage,
  { path, kind, byteLength }: CacheFileEntry,
  signal: AbortSignal | undefined,
): Promise<FileProblem | undefined> {
  try {
    const now = await storage.stat(path, { signal });
    if (now === undefined) return { path, kind, problem: "missing" };
    return now.byteLength === 0 ? { path, kind, problem: "short", byteLength: 0 } : undefined;
  } catch (error) {
    signal?.throwIfAborted();
    return { path, kind, problem: "unreadable", byteLength, error };
  }
}

async function sha256Of(
  storage: CacheStorage,
  path: string,
  onBytes: (count: number) => void,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const source = await storage.source(path, { signal });
  const hash = storage.sha256?.();
  if (source === undefined || hash === undefined) return undefined;
  for (let at = 0; at < source.byteLength; at += BLOCK) {
    const bytes = await source.slice(at, at + BLOCK, { signal });
    hash.update(bytes);
    onBytes(bytes.byteLength);
  }
  return hash.digest();
}
