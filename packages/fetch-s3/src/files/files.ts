import { type FetchOptions, PROBES, SESSIONS } from "@ecephys/core";
import { argumentChecks, type RemoteFile } from "@ecephys/files";
import { lfpPath, moviePath, scenePath, sessionPath, urlIn } from "../layout.ts";
import { listFiles } from "../listing/list.ts";
import type { S3Settings } from "../settings.ts";
import { columnOf, readTable } from "../tables/read.ts";
import { existingFile, lookUpSignal } from "./look-up.ts";
import { notFound } from "./not-found.ts";

const checks = argumentChecks("Looking up a file");

export async function sessionFile(
  settings: S3Settings,
  sessionId: number,
  options: FetchOptions = {},
): Promise<RemoteFile> {
  const signal = lookUpSignal(options);
  const id = checks.id("a session id", sessionId);
  const name = `the NWB file of session ${id}`;
  const missing = () => missingSession(settings, name, id, signal);
  return existingFile(settings, urlIn(settings.baseUrl, sessionPath(id)), name, missing, signal);
}

/** The error for a file of a session that does not exist, or of which the file is missing. */
export async function missingSession(
  settings: S3Settings,
  name: string,
  sessionId: number,
  signal: AbortSignal | undefined,
) {
  const sessions = await readTable(settings, { table: "sessions" }, SESSIONS, { signal });
  const ids = [...columnOf(sessions, "id")] as number[];
  return ids.includes(sessionId)
    ? notFound(name, "the session is in the table, but this file of it is not on the server", "sessions", ids)
    : notFound(name, "there is no session of this id", "the sessions", ids);
}

/** Finds the session of a probe; the table of probes is fetched once, and again for an unknown probe. */
export type ProbeFinder = (
  probeId: number,
  name: string,
  signal: AbortSignal | undefined,
) => Promise<ProbeEntry>;

/** What the table of probes says of a probe. */
export interface ProbeEntry {
  readonly sessionId: number;
  /** Samples a second of the raw recordings, by the probe's clock; NaN where the table does not say. */
  readonly spikeRate: number;
  readonly lfpRate: number;
}

export function probeFinder(settings: S3Settings): ProbeFinder {
  let known: ReadonlyMap<number, ProbeEntry> = new Map();
  return async (probeId, name, signal) => {
    const id = checks.id("a probe id", probeId);
    signal?.throwIfAborted();
    if (!known.has(id)) known = await probeEntries(settings, signal);
    const found = known.get(id);
    if (found !== undefined) return found;
    throw notFound(name, "there is no probe of this id", "the probes", [...known.keys()]);
  };
}

async function probeEntries(
  settings: S3Settings,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<number, ProbeEntry>> {
  const probes = await readTable(settings, { table: "probes" }, PROBES, { signal });
  const [sessions, spike, lfp] = ["ecephys_session_id", "sampling_rate", "lfp_sampling_rate"].map((name) =>
    columnOf(probes, name),
  );
  const ids = [...columnOf(probes, "id")] as number[];
  const number = (cell: unknown) => (typeof cell === "number" ? cell : Number.NaN);
  return new Map(
    ids.map((id, row) => [
      id,
      {
        sessionId: number(sessions?.at(row)),
        spikeRate: number(spike?.at(row)),
        lfpRate: number(lfp?.at(row)),
      },
    ]),
  );
}

export async function lfpFile(
  settings: S3Settings,
  find: ProbeFinder,
  probeId: number,
  options: FetchOptions = {},
): Promise<RemoteFile> {
  const signal = lookUpSignal(options);
  const name = `the LFP file of probe ${probeId}`;
  const { sessionId } = await find(probeId, name, signal);
  const url = urlIn(settings.baseUrl, lfpPath(sessionId, probeId));
  const missing = async () => notFound(name, "there is no LFP file of this probe on the server", "", []);
  return existingFile(settings, url, name, missing, signal);
}

const TEMPLATES = {
  movie: { name: "natural movie", path: moviePath },
  scene: { name: "natural scene", path: scenePath },
} as const;

export async function templateFile(
  settings: S3Settings,
  kind: keyof typeof TEMPLATES,
  number: number,
  options: FetchOptions = {},
): Promise<RemoteFile> {
  const signal = lookUpSignal(options);
  const { name, path } = TEMPLATES[kind];
  const resource = `${name} ${checks.count(`the number of a ${name}`, number, 0)}`;
  const missing = async () => {
    const numbers = await templateNumbers(settings, path, signal);
    return notFound(resource, "there is no file of this number on the server", `the ${name}s`, numbers);
  };
  return existingFile(settings, urlIn(settings.baseUrl, path(number)), resource, missing, signal);
}

/** The numbers of the templates that the server lists; none where it lists nothing. */
async function templateNumbers(
  settings: S3Settings,
  path: (number: number) => string,
  signal: AbortSignal | undefined,
): Promise<number[]> {
  const [folder = ""] = path(0).split("/");
  const listed = await listFiles(settings, settings.baseUrl, folder, signal).catch(() => []);
  signal?.throwIfAborted();
  const numbers = listed.flatMap((file) => {
    const number = Number(/_(\d{1,9})\.\w+$/.exec(file.path)?.[1] ?? Number.NaN);
    return Number.isSafeInteger(number) && path(number) === file.path ? [number] : [];
  });
  return numbers.sort((a, b) => a - b);
}
