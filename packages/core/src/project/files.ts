import { oneFileCallCaching } from "../caching/one-file.ts";
import { EcephysError } from "../errors.ts";
import type { FetchOptions } from "../fetch-api.ts";
import {
  NATURAL_MOVIE_KEY,
  NATURAL_SCENE_KEY,
  PROBE_LFP_NWB_KEY,
  SESSION_NWB_KEY,
} from "../manifest/keys.ts";
import type { CachedFile } from "../readers.ts";
import type { RemoteFile } from "../remote-file.ts";
import { checkInteger } from "./arguments.ts";
import { cachedFile } from "./cached-file.ts";
import type { CacheContext } from "./context.ts";
import { downloaded } from "./download.ts";
import { fileLocation, tellingWhere } from "./locate.ts";
import type { ProjectTables } from "./tables.ts";

/** Turns a file of the cache into a value; "format" errors say that it is damaged. */
export type OpenFile<Value> = (file: CachedFile) => Promise<Value>;

interface FileRequest<Value> {
  readonly path: string;
  /** For messages: "session 715093703". */
  readonly resource: string;
  readonly fetch: (options: FetchOptions) => Promise<RemoteFile>;
  readonly open: OpenFile<Value>;
  readonly signal: AbortSignal | undefined;
}

/** The cache's files that are no tables: sessions, LFP, movies, scenes. */
export class ProjectFiles {
  readonly #context: CacheContext;
  readonly #tables: ProjectTables;

  constructor(context: CacheContext, tables: ProjectTables) {
    this.#context = context;
    this.#tables = tables;
  }

  async session<Value>(sessionId: number, open: OpenFile<Value>, signal?: AbortSignal): Promise<Value> {
    checkInteger("a session id", sessionId);
    return this.#file({
      path: this.#context.manifest.path(SESSION_NWB_KEY, sessionId, sessionId),
      resource: `session ${sessionId}`,
      fetch: (options) => this.#context.api.getSessionData(sessionId, options),
      open,
      signal,
    });
  }

  async lfp<Value>(probeId: number, open: OpenFile<Value>, signal?: AbortSignal): Promise<Value> {
    checkInteger("a probe id", probeId);
    const sessionId = await this.#tables.sessionOfProbe(probeId, signal);
    return this.#file({
      path: this.#context.manifest.path(PROBE_LFP_NWB_KEY, sessionId, probeId),
      resource: `the LFP of probe ${probeId}`,
      fetch: (options) => this.#context.api.getProbeLfpData(probeId, options),
      open,
      signal,
    });
  }

  async movie<Value>(number: number, open: OpenFile<Value>, signal?: AbortSignal): Promise<Value> {
    checkInteger("the number of a natural movie", number);
    return this.#file({
      path: this.#context.manifest.path(NATURAL_MOVIE_KEY, number),
      resource: `natural movie ${number}`,
      fetch: (options) => this.#context.api.getNaturalMovieTemplate(number, options),
      open,
      signal,
    });
  }

  async scene<Value>(number: number, open: OpenFile<Value>, signal?: AbortSignal): Promise<Value> {
    checkInteger("the number of a natural scene", number);
    return this.#file({
      path: this.#context.manifest.path(NATURAL_SCENE_KEY, number),
      resource: `natural scene ${number}`,
      fetch: (options) => this.#context.api.getNaturalSceneTemplate(number, options),
      open,
      signal,
    });
  }

  async #file<Value>({ path, resource, fetch, open, signal }: FileRequest<Value>): Promise<Value> {
    const { storage, fetchTries, warn, onProgress } = this.#context;
    return oneFileCallCaching({
      storage,
      path,
      resource,
      fetchTries,
      onWarning: warn,
      signal,
      read: async (info) => {
        if (info.byteLength === 0) throw emptyFile(fileLocation(storage, path));
        return open(cachedFile(storage, path, info));
      },
      fetch: (inner) =>
        tellingWhere(fileLocation(storage, path), async () => {
          const remote = await fetch({ signal: inner });
          return downloaded(remote, resource, { signal: inner, onProgress });
        }),
    });
  }
}

function emptyFile(resource: string): EcephysError {
  return new EcephysError("format", { action: "Reading a file", resource, reason: "it is empty" });
}
