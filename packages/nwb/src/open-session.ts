import type {
  ArrayReader,
  CachedFile,
  DataArray,
  SessionContext,
  SessionReader,
  UnitFilterOptions,
} from "@ecephys/core";
import { argumentChecks, EcephysError } from "@ecephys/files";
import type { Hdf5CallOptions, Hdf5File } from "@ecephys/hdf5";
import { EcephysSession } from "./session/ecephys-session.ts";
import { NwbFile } from "./session/nwb-file.ts";
import { SessionData } from "./session/session-data.ts";
import type { Surroundings } from "./session/surroundings.ts";

/** Bytes that a session or an LFP file can be opened from anywhere. A Blob (a File) is not read whole in a browser. */
export type BytesSource = Uint8Array | ArrayBuffer | Blob;

export interface OpenSessionOptions<Source = BytesSource> extends UnitFilterOptions {
  /** LFP files by probe id; each is opened on first use. */
  readonly lfp?: Readonly<Record<number, Source>> | undefined;
  /** Hears what is no failure; `console.warn` by default. */
  readonly warn?: ((message: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /**
   * Milliseconds that one read of a file may take; `Infinity` for as long as it takes. Without it, only a read that
   * makes no progress for 30 s is ended, as damaged files cause them.
   */
  readonly timeLimit?: number | undefined;
}

/** What a project cache is given to read sessions, movies and scenes. */
export interface NwbReaders {
  readonly session: SessionReader<EcephysSession>;
  readonly naturalMovie: ArrayReader<DataArray>;
  readonly naturalScene: ArrayReader<DataArray>;
}

/** How a platform opens HDF5 files. */
export type OpenHdf5<Source> = (source: Source, options: Hdf5CallOptions) => Promise<Hdf5File>;

/** A session of a file alone, without a project (note S10). */
export async function openSessionWith<Source>(
  open: OpenHdf5<Source>,
  source: Source,
  options: OpenSessionOptions<Source>,
): Promise<EcephysSession> {
  const opening = argumentChecks("Opening a session");
  const { lfp = {}, warn = console.warn, signal, timeLimit, ...filters } = opening.options(options);
  opening.options(lfp, "the option lfp");
  const surroundings: Surroundings = {
    filters,
    warn,
    openLfp: async (probeId, waiting) => {
      const file = lfp[probeId];
      if (file !== undefined) return NwbFile.of(await open(file, { ...waiting, timeLimit }));
      throw new EcephysError("not-found", {
        action: `Opening the LFP file of probe ${probeId}`,
        resource: `probe ${probeId}`,
        reason: "the session was opened without one",
        remedy: `Open the session with { lfp: { ${probeId}: file } }, or through a project cache`,
      });
    },
  };
  return sessionOf(await open(source, { signal, timeLimit }), surroundings, signal);
}

/** Reads sessions out of a project cache. */
export function sessionReaderWith(open: OpenHdf5<CachedFile>): SessionReader<EcephysSession> {
  return {
    open: async (file, context, { signal } = {}) => {
      const session = await sessionOf(await open(file, { signal }), surroundingsOf(open, context), signal);
      try {
        const id = await session.ecephysSessionId();
        if (id !== context.sessionId)
          context.warn(`${file.location} says that it is of session ${id}, not ${context.sessionId}.`);
        return session;
      } catch (error) {
        await session.close();
        throw error;
      }
    },
  };
}

function surroundingsOf(open: OpenHdf5<CachedFile>, context: SessionContext): Surroundings {
  return {
    filters: context.filters,
    channels: (options) => context.channels(options),
    metrics: (options) => context.unitAnalysisMetrics(options),
    openLfp: (probeId, options) =>
      context.openLfp(probeId, async (file) => NwbFile.of(await open(file, options)), options),
    warn: (message) => context.warn(message),
  };
}

async function sessionOf(
  hdf5: Hdf5File,
  surroundings: Surroundings,
  signal: AbortSignal | undefined,
): Promise<EcephysSession> {
  const file = await NwbFile.of(hdf5);
  if (signal?.aborted) {
    await hdf5.close();
    throw signal.reason;
  }
  if (file.isOutdated)
    surroundings.warn(
      `${file.location} is of NWB version ${file.version}; files before 2.2.2 are known to differ. Fetch it anew.`,
    );
  return new EcephysSession(new SessionData(file, surroundings));
}

/** The bytes of a source in memory. */
export async function bytesOf(source: BytesSource): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (source instanceof Blob) return new Uint8Array(await source.arrayBuffer());
  throw new EcephysError("argument", {
    action: "Opening a session",
    resource: "its file",
    reason: `bytes, a Blob or (in Node) a path are needed, not ${source === null ? "null" : `a value of type ${typeof source}`}`,
    remedy:
      typeof source === "string"
        ? 'In Node, openSession of "@ecephys/nwb/node" opens paths; in a page, fetch the file and give its Blob'
        : "Give a File or Blob, its bytes or, in Node, a path",
  });
}
