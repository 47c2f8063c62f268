import type { Id } from "@ecephys/files";
import type { CachedFile } from "../readers.ts";
import { asked } from "./arguments.ts";
import { cachedFile } from "./cached-file.ts";
import type { CacheContext } from "./context.ts";
import { bringFile } from "./download.ts";
import { type FileRequest, lfpRequest, movieRequest, sceneRequest, sessionRequest } from "./file-requests.ts";
import type { ProjectTables } from "./tables.ts";

/** Turns a file of the cache into a value; "format" errors say that it is damaged. */
export type OpenFile<Value> = (file: CachedFile) => Promise<Value>;

/** The cache's files that are no tables: sessions, LFP, movies, scenes. */
export class ProjectFiles {
  readonly #context: CacheContext;
  readonly #tables: ProjectTables;

  constructor(context: CacheContext, tables: ProjectTables) {
    this.#context = context;
    this.#tables = tables;
  }

  async session<Value>(sessionId: Id, open: OpenFile<Value>, signal?: AbortSignal): Promise<Value> {
    return this.#file(sessionRequest(this.#context, sessionId), open, signal);
  }

  async lfp<Value>(id: Id, open: OpenFile<Value>, signal?: AbortSignal): Promise<Value> {
    const probeId = asked.id("a probe id", id);
    const sessionId = await this.#tables.sessionOfProbe(probeId, signal);
    return this.#file(lfpRequest(this.#context, sessionId, probeId), open, signal);
  }

  async movie<Value>(number: number, open: OpenFile<Value>, signal?: AbortSignal): Promise<Value> {
    return this.#file(movieRequest(this.#context, number), open, signal);
  }

  async scene<Value>(number: number, open: OpenFile<Value>, signal?: AbortSignal): Promise<Value> {
    return this.#file(sceneRequest(this.#context, number), open, signal);
  }

  async #file<Value>(
    request: FileRequest,
    open: OpenFile<Value>,
    signal: AbortSignal | undefined,
  ): Promise<Value> {
    const { storage } = this.#context;
    const read: Parameters<typeof bringFile<Value>>[2]["read"] = (info) =>
      open(cachedFile(storage, request.path, info));
    return bringFile(this.#context, request, { read, signal });
  }
}
