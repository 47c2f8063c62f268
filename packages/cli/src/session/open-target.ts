import type { EcephysProjectCache, UnitFilterOptions } from "@ecephys/core";
import { EcephysError } from "@ecephys/files";
import type { EcephysSession } from "@ecephys/nwb";
import { nwbReaders, openSession } from "@ecephys/nwb/node";
import type { Runtime } from "../io.ts";
import type { GlobalFlags } from "../options/global-options.ts";
import type { LinkedFlags } from "../options/linked-option.ts";
import type { SessionTarget } from "../options/session-target.ts";
import type { SourceFlags } from "../options/source-options.ts";
import { type AgreeFlags, agreeToDownload } from "../run/agree-to-download.ts";
import { openCache } from "../run/open-cache.ts";
import { warnings } from "../run/report.ts";
import { keptParts } from "./kept-parts.ts";
import { lfpPath } from "./lfp-file.ts";
import { linkedFiles } from "./linked-files.ts";
import { requireFile } from "./require-file.ts";

/** The flags that say where sessions come from. */
export interface TargetFlags extends SourceFlags, GlobalFlags, AgreeFlags, LinkedFlags {
  /** The LFP file of the probe that is read, if the session is a file. */
  readonly lfpFile?: string | undefined;
  readonly probe?: number | undefined;
  /** Whether a session of the project is read in parts, not downloaded. */
  readonly stream?: boolean | undefined;
  /** Whether parts that are read are kept in the cache. */
  readonly keep?: boolean | undefined;
}

/** A target that was found; its session is fetched, if need be, and opened by `session`. */
export interface OpenedTarget {
  /** The project's tables of probes, which are there before the session's file is; undefined for a file. */
  readonly cache?: Pick<EcephysProjectCache<EcephysSession>, "getProbes"> | undefined;
  session(filters: UnitFilterOptions): Promise<EcephysSession>;
  /** Ends the progress display, and closes the backend. */
  close(): Promise<void>;
}

type Opener<Kind> = (
  target: Extract<SessionTarget, { kind: Kind }>,
  flags: TargetFlags,
  runtime: Runtime,
  options: OpenTargetOptions,
) => Promise<OpenedTarget>;

interface OpenTargetOptions {
  /** Receives the warnings, as they would be written to stderr, instead of it. */
  readonly onWarning?: ((text: string) => void) | undefined;
}

const OPENERS: { readonly [Kind in SessionTarget["kind"]]: Opener<Kind> } = {
  id: openFromProject,
  url: openFromServer,
  file: openFromFile,
  dandi: async ({ path }, flags, runtime, { onWarning = (text) => runtime.io.stderr.write(text) }) =>
    (await import("./open-from-dandi.ts")).openFromDandi(path, flags, runtime, onWarning),
};

/** Finds what the argument names. @throws an EcephysError "not-found" for a file that does not exist. */
export function openTarget(
  target: SessionTarget,
  flags: TargetFlags,
  runtime: Runtime,
  options: OpenTargetOptions = {},
): Promise<OpenedTarget> {
  if (flags.keep && target.kind === "file") throw keepsNothing(target);
  return (OPENERS[target.kind] as Opener<SessionTarget["kind"]>)(target, flags, runtime, options);
}

async function openFromProject(
  { id }: Extract<SessionTarget, { kind: "id" }>,
  flags: TargetFlags,
  runtime: Runtime,
  { onWarning }: OpenTargetOptions,
): Promise<OpenedTarget> {
  const { signal } = runtime;
  const opened = await openCache(flags, runtime, {
    readers: { session: nwbReaders().session },
    onWarning,
  });
  const { cache, close } = opened;
  return {
    cache,
    close,
    async session(filters) {
      const { keep, stream } = flags;
      if (!stream) await agreeToDownload(opened, { sessions: id, lfp: flags.probe }, flags, runtime);
      return cache.getSessionData(id, { ...filters, keep, stream, signal });
    },
  };
}

function keepsNothing({ path }: Extract<SessionTarget, { kind: "file" }>): EcephysError {
  return new EcephysError("argument", {
    action: "Opening a session",
    resource: path,
    reason: "--keep keeps parts of files on servers, and this one is on the disk",
    remedy: "Leave out --keep, or give the id or the address of a session",
  });
}

/** A file is opened as it is: no cache is opened or written, and nothing is fetched. */
async function openFromFile(
  { path }: Extract<SessionTarget, { kind: "file" }>,
  flags: TargetFlags,
  { io, signal }: Runtime,
  { onWarning = (text) => io.stderr.write(text) }: OpenTargetOptions,
): Promise<OpenedTarget> {
  await requireFile(path);
  const { lfpFile, probe } = flags;
  const lfp = probe === undefined ? undefined : { [probe]: lfpPath(path, probe, lfpFile) };
  const warn = warnings(flags, onWarning);
  const linked = await linkedFiles(flags.linked);
  const options = { lfp, warn, signal, corrections: flags.corrections, linkedFiles: linked };
  return {
    session: (filters) => openSession(path, { ...filters, ...options }),
    close: async () => undefined,
  };
}

/** Of a file on a server only what is needed is transferred. */
async function openFromServer(
  { url }: Extract<SessionTarget, { kind: "url" }>,
  flags: TargetFlags,
  { io, signal }: Runtime,
  { onWarning = (text) => io.stderr.write(text) }: OpenTargetOptions,
): Promise<OpenedTarget> {
  const { lfpFile, probe } = flags;
  const beside = () => new URL(`probe_${probe}_lfp.nwb`, url);
  const lfp = probe === undefined ? undefined : { [probe]: lfpFile ?? beside() };
  const warn = warnings(flags, onWarning);
  const linked = await linkedFiles(flags.linked);
  const stream = { keep: keptParts(String(url), flags, { io }) };
  const options = { lfp, warn, signal, corrections: flags.corrections, linkedFiles: linked, stream };
  return {
    session: (filters) => openSession(url, { ...filters, ...options }),
    close: async () => undefined,
  };
}
