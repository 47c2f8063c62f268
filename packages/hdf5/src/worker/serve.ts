import { plainError } from "@ecephys/files";
import { Hdf5Engine, type OpenSibling } from "../engine.ts";
import { type Hdf5Library, loadHdf5 } from "../library.ts";
import type { Hdf5Values } from "../model.ts";
import { messageTurns, type Progress, watchedProgress } from "../progress.ts";
import type { SyncBytes } from "../volume.ts";
import type { KeptBytes } from "./kept-bytes.ts";
import { buffersOf, packValues } from "./packed.ts";
import type { Hdf5Answers, Hdf5Method, Hdf5Request, Hdf5Source, Port } from "./protocol.ts";
import { type KeptFile, steps } from "./steps.ts";

/** Asks the thread that started the worker for bytes of the file that is being read. */
export type AskForBytes = (position: number, length: number, linked?: string) => void;

/** What a worker's platform opens a source as. */
export interface OpenedSource {
  readonly bytes: SyncBytes;
  readonly openSibling: OpenSibling;
  /** The bytes, where the worker cannot wait for those that lack. */
  readonly kept?: KeptBytes | undefined;
  /** Changes whenever the source's content does, where that can be known. */
  readonly version?: string | undefined;
}

interface Running {
  isCancelled: boolean;
}

/**
 * Answers requests about HDF5 files one after another, in their order; what a worker does. Arrays are handed over, not copied.
 */
export function serveHdf5(
  port: Port,
  openSource: (source: Hdf5Source, location: string, ask: AskForBytes) => OpenedSource,
): void {
  const files = new Map<number, Hdf5Engine>();
  const sources = new Map<number, OpenedSource>();
  /** Bytes of linked files, of files whose worker cannot wait for those that lack. */
  const keptLinked = new Map<number, readonly KeptFile[]>();
  const waiting = new Map<number, Running>();
  const nextTurn = messageTurns();
  let library: Hdf5Library | undefined;
  const loading = loadHdf5();
  const ready = () => port.post({ ready: true }, []);
  loading.then(ready, ready);

  const answer = async (request: Hdf5Request, progress: Progress): Promise<Hdf5Answers[Hdf5Method]> => {
    if (request.method === "open") {
      const { source, linked = {}, location } = request;
      library ??= await loading;
      const opened = sources.get(request.file) ?? openSource(source, location, ask);
      sources.set(request.file, opened);
      const { bytes, openSibling, version } = opened;
      const watched = (own: SyncBytes) => reporting(own, () => current?.report());
      const openLinked: OpenSibling = (name) => {
        const given = givenName(linked, name);
        if (given === undefined) return openSibling(name);
        const known = keptLinked.get(request.file) ?? [];
        const kept = known.find((one) => one.linked === given)?.kept;
        if (kept) return kept;
        const found = openSource(linked[given]!, name, (position, length) => ask(position, length, given));
        if (found.kept) keptLinked.set(request.file, [...known, { linked: given, kept: found.kept }]);
        return found.bytes;
      };
      const engine = new Hdf5Engine(library, watched(bytes), location, (name) => watched(openLinked(name)));
      files.set(request.file, engine);
      return { byteLength: engine.byteLength, version };
    }
    const file = files.get(request.file);
    if (!file) throw new Error("the file has not been opened in this worker");
    switch (request.method) {
      case "describe":
        return file.describe(request.path);
      case "locate": {
        const object = file.describe(request.path);
        return { object, byteOffset: object && offsetOf(file, request.path) };
      }
      case "byteOffset":
        return file.byteOffset(request.path);
      case "attributes":
        return file.attributes(request.path, request.names);
      case "read":
        return file.read(request.path, request.ranges, progress, {
          bigints: request.bigints,
          columns: true,
        });
      case "walk":
        return file.walk(request.path, request, progress);
      case "close":
        files.delete(request.file);
        sources.delete(request.file);
        keptLinked.delete(request.file);
        file.close();
        return undefined;
    }
  };

  /** A file that ends too early has no offset; reading it tells why. */
  const offsetOf = (file: Hdf5Engine, path: string): number | undefined => {
    try {
      return file.byteOffset(path);
    } catch (error) {
      if (library?.isCrashed) throw error;
      return undefined;
    }
  };

  const { brought, step } = steps(
    (file) => {
      const kept = sources.get(file)?.kept;
      return [...(kept ? [{ kept }] : []), ...(keptLinked.get(file) ?? [])];
    },
    ({ length, linked, position }) => ask(position, length, linked),
  );

  let current: Progress | undefined;
  let currentId = 0;
  const ask: AskForBytes = (position, length, linked) =>
    port.post({ id: currentId, needs: { position, length, linked } }, []);
  const run = async (id: number, request: Hdf5Request, state: Running): Promise<void> => {
    const progress = watchedProgress(
      () => port.post({ id, progress: true }, []),
      nextTurn,
      () => state.isCancelled,
      (work) => step(request.file, work),
    );
    current = progress;
    currentId = id;
    try {
      if (state.isCancelled) throw new Error("the request was cancelled");
      const found = await step(request.file, () => answer(request, progress));
      if (request.method === "read" && found) {
        const packed = packValues(found as Hdf5Values);
        port.post({ id, answer: packed }, buffersOf(packed));
      } else port.post({ id, answer: found }, []);
    } catch (error) {
      port.post({ id, error: plainError(error), crashed: library?.isCrashed ?? false }, []);
      if (!files.has(request.file)) sources.delete(request.file);
    } finally {
      waiting.delete(id);
    }
  };

  let last = Promise.resolve();
  port.listen((message) => {
    if ("cancel" in message) {
      const cancelled = waiting.get(message.id);
      if (cancelled) cancelled.isCancelled = true;
      return;
    }
    if ("bytes" in message) {
      brought(message.bytes);
      return;
    }
    const { id, request } = message;
    const state: Running = { isCancelled: false };
    waiting.set(id, state);
    last = last.then(() => run(id, request, state));
  });
}

/**
 * The name among those of the files that were handed in which a link means: its own, or the last part of it, as where a
 * link has the directory of another machine.
 */
function givenName(files: object, name: string): string | undefined {
  return [name, name.split(/[/\\]/).at(-1)!].find((one) => Object.hasOwn(files, one));
}

/** Bytes that report their reads. */
function reporting(bytes: SyncBytes, report: () => void): SyncBytes {
  return {
    byteLength: bytes.byteLength,
    blockLength: bytes.blockLength,
    read(target, position) {
      report();
      return bytes.read(target, position);
    },
    close: () => bytes.close(),
  };
}
