import type {
  CorrectionChoice,
  DataArray,
  FileReader,
  SessionContext,
  SessionReader,
  UnitFilterOptions,
} from "@ecephys/core";
import { chosenCorrections, NO_UNIT_FILTERS } from "@ecephys/core/internal";
import {
  argumentChecks,
  type DataFile,
  EcephysError,
  type OptionNames,
  type RemoteFile,
  type StreamedFile,
} from "@ecephys/files";
import type { Hdf5CallOptions, Hdf5File } from "@ecephys/hdf5";
import type { BehaviorEcephysSession } from "./behavior/behavior-session.ts";
import { NwbFile } from "./file/nwb-file.ts";
import { isRemote, openRemote, type RemoteOptions } from "./open-remote.ts";
import { EcephysSession } from "./session/ecephys-session.ts";
import type { SessionResources } from "./session/resources.ts";
import { SessionData } from "./session/session-data.ts";

/** What a session or an LFP file can be opened from in every environment. In a browser a Blob (or File) is read only where needed. */
export type FileBytes = Uint8Array | ArrayBuffer | Blob;

/** A file on a server, of which only what is needed is transferred: its http or https URL, or what a backend gives. */
export type FileOnServer = string | URL | RemoteFile;

export interface OpenSessionOptions<Source = FileBytes> extends UnitFilterOptions {
  /** LFP files by probe id; each is opened on first use. */
  readonly lfp?: Readonly<Record<number, Source>> | undefined;
  /** Called with warnings; `console.warn` by default. */
  readonly warn?: ((message: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /**
   * Milliseconds that one read of a file may take; `Infinity` for as long as it takes. Without it, only a read that
   * makes no progress for 30 s is ended, as damaged files cause them.
   */
  readonly timeLimit?: number | undefined;
  /** Which known faults of the released data are put right (`CORRECTIONS` of "@ecephys/core"); none by default. */
  readonly corrections?: CorrectionChoice | undefined;
  /** How files on a server are read: requests, and what is kept of them in memory. */
  readonly stream?: RemoteOptions | undefined;
  /**
   * Files that links of the session's file and of its LFP files lead to, by the names that the links have for them, or the
   * last parts of these; on a server too. They come before files that lie beside the session's.
   */
  readonly linkedFiles?: Readonly<Record<string, Source>> | undefined;
}

const OPEN_OPTIONS: OptionNames<OpenSessionOptions> = {
  amplitudeCutoffMaximum: true,
  presenceRatioMinimum: true,
  isiViolationsMaximum: true,
  filterOutOfBrainUnits: true,
  filterByValidity: true,
  lfp: true,
  warn: true,
  signal: true,
  timeLimit: true,
  corrections: true,
  stream: true,
  linkedFiles: true,
};

/** What a project cache is given to read sessions, movies and scenes. */
export interface NwbReaders {
  readonly session: SessionReader<EcephysSession>;
  readonly naturalMovie: FileReader<DataArray>;
  readonly naturalScene: FileReader<DataArray>;
}

/** How a platform opens HDF5 files. */
export type OpenHdf5<Source> = (source: Source, options: OpenFileOptions<Source>) => Promise<Hdf5File>;

export interface OpenFileOptions<Source> extends Hdf5CallOptions {
  readonly stream?: RemoteOptions | undefined;
  readonly linkedFiles?: Readonly<Record<string, Source>> | undefined;
}

/** Opens a session from its file alone, without a project: structures and coordinates are then the file's. */
export async function openSessionWith<Source>(
  open: OpenHdf5<Source>,
  source: Source,
  options: OpenSessionOptions<Source>,
): Promise<EcephysSession> {
  const checks = argumentChecks("Opening a session");
  checks.knownOptions<object>(options, OPEN_OPTIONS);
  const {
    lfp = {},
    warn = console.warn,
    signal,
    timeLimit,
    stream,
    linkedFiles,
    corrections,
    ...filters
  } = options;
  if (typeof lfp !== "object" || lfp === null)
    throw checks.refusal("the option lfp", lfp, "an object of LFP files by probe id");
  const resources: SessionResources = {
    filters,
    warn,
    corrections: chosenCorrections(checks, corrections),
    openLfp: async (probeId, waiting) => {
      const file = lfp[probeId];
      if (file !== undefined)
        return NwbFile.of(await open(file, { ...waiting, timeLimit, stream, linkedFiles }), warn);
      throw new EcephysError("not-found", {
        action: `Opening the LFP file of probe ${probeId}`,
        resource: `probe ${probeId}`,
        reason: "the session was opened without one",
        remedy: `Open the session with { lfp: { ${probeId}: file } }, or through a project cache`,
      });
    },
  };
  return sessionOf(await open(source, { signal, timeLimit, stream, linkedFiles }), resources, signal);
}

/** Opens a session of Visual Behavior Neuropixels; without unit filters, unless they are given. */
export async function openBehaviorSessionWith<Source>(
  open: OpenHdf5<Source>,
  source: Source,
  options: OpenSessionOptions<Source>,
): Promise<BehaviorEcephysSession> {
  const {
    linkedFiles,
    signal,
    stream,
    timeLimit,
    warn = console.warn,
  } = argumentChecks("Opening a session").options(options);
  const hdf5 = await open(source, { signal, timeLimit, stream, linkedFiles });
  const session = await openSessionWith(
    async (from, call) => (from === source ? hdf5 : open(from, call)),
    source,
    {
      ...NO_UNIT_FILTERS,
      ...options,
    },
  );
  const file = await NwbFile.of(hdf5, warn);
  const [{ NwbRecording }, { BehaviorEcephysSession }] = await Promise.all([
    import("./recording/nwb-recording.ts"),
    import("./behavior/behavior-session.ts"),
  ]);
  const recording = new NwbRecording(file, warn);
  return new BehaviorEcephysSession(recording, session, options.filterByValidity === true, file);
}

/**
 * The session of a project cache's file that has been opened as HDF5.
 * @param open Opens the LFP files of its probes.
 * @throws an EcephysError "format" if the file's identifier is that of another session.
 */
export async function projectSession(
  hdf5: Hdf5File,
  context: SessionContext,
  open: OpenHdf5<DataFile>,
  signal: AbortSignal | undefined,
): Promise<EcephysSession> {
  const session = await sessionOf(hdf5, resourcesOf(open, context), signal);
  try {
    const id = await session.ecephysSessionId();
    if (id !== context.sessionId) throw otherSession(hdf5, id, context.sessionId);
    return session;
  } catch (error) {
    await session.close();
    throw error;
  }
}

function otherSession({ location }: Hdf5File, id: number | string, wanted: number): EcephysError {
  return new EcephysError("format", {
    action: "Opening a session",
    resource: location,
    reason: `its identifier says that it is the file of session ${id}, not of session ${wanted}`,
    remedy: "Download it again; if this persists, its source has the wrong file",
  });
}

function resourcesOf(open: OpenHdf5<DataFile>, context: SessionContext): SessionResources {
  return {
    filters: context.filters,
    corrections: context.corrections,
    session: (options) => context.session(options),
    channels: (options) => context.channels(options),
    metrics: (options) => context.unitAnalysisMetrics(options),
    openLfp: (probeId, options) => {
      const reader = {
        open: async (file: DataFile) => NwbFile.of(await open(file, options), (text) => context.warn(text)),
      };
      return context.openLfp(probeId, reader, options);
    },
    warn: (message) => context.warn(message),
  };
}

async function sessionOf(
  hdf5: Hdf5File,
  resources: SessionResources,
  signal: AbortSignal | undefined,
): Promise<EcephysSession> {
  const file = await NwbFile.of(hdf5, resources.warn);
  if (signal?.aborted) {
    await hdf5.close();
    throw signal.reason;
  }
  if (file.isOutdated)
    resources.warn(
      `${file.location} is of NWB version ${file.version}; files before 2.2.2 are known to differ. Download it again.`,
    );
  return new EcephysSession(new SessionData(file, resources));
}

/** The bytes of a source in memory. */
export async function bytesOf(source: FileBytes): Promise<Uint8Array> {
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

/** Files of links: those on servers opened, those in memory as bytes or Blobs, and paths as they are. */
export async function linkedSources<Source>(
  files: Readonly<Record<string, Source>> | undefined,
  options: RemoteOptions & { readonly signal?: AbortSignal | undefined },
): Promise<Readonly<Record<string, LinkedSource<Source>>> | undefined> {
  if (typeof files !== "object" || files === null) return files;
  const opened = Object.entries(files).map(async ([name, file]) => {
    const source = isRemote(file) ? await openRemote(file, options) : file;
    return [name, source instanceof ArrayBuffer ? new Uint8Array(source) : source] as const;
  });
  return Object.fromEntries(await Promise.all(opened)) as Readonly<Record<string, LinkedSource<Source>>>;
}

type LinkedSource<Source> = Exclude<Source, ArrayBuffer | URL | RemoteFile> | Uint8Array | StreamedFile;
