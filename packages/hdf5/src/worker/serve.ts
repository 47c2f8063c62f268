import { Hdf5Engine } from "../engine.ts";
import { loadHdf5 } from "../library.ts";
import { memoryBytes, NO_SIBLINGS } from "../local.ts";
import { type Hdf5Values, isNumeric } from "../model.ts";
import type { SyncBytes } from "../volume.ts";
import {
  type Hdf5Answers,
  type Hdf5Method,
  type Hdf5Request,
  type Port,
  packError,
  type ReplyMessage,
  type RequestMessage,
} from "./protocol.ts";

/**
 * Answers a page's requests about one HDF5 file; what a worker does. Requests are answered in their order.
 * Arrays are handed over, not copied.
 */
export function serveHdf5(port: Port, openBlob: (blob: Blob) => SyncBytes): void {
  let engine: Promise<Hdf5Engine> | undefined;
  const answer = async (request: Hdf5Request): Promise<Hdf5Answers[Hdf5Method]> => {
    if (request.method === "open") {
      const { source, location } = request;
      engine = loadHdf5().then(
        (library) =>
          new Hdf5Engine(
            library,
            source instanceof Uint8Array ? memoryBytes(source) : openBlob(source),
            location,
            NO_SIBLINGS,
          ),
      );
      return { byteLength: (await engine).byteLength };
    }
    const file = await engine;
    if (!file) throw new Error("no file has been opened in this worker");
    switch (request.method) {
      case "describe":
        return file.describe(request.path);
      case "attributes":
        return file.attributes(request.path, request.names);
      case "read":
        return file.read(request.path, request.ranges);
      case "close":
        file.close();
        return undefined;
    }
  };
  port.addEventListener("message", ({ data }) => {
    const { id, request } = data as RequestMessage;
    answer(request).then(
      (found) => port.postMessage({ id, answer: found } satisfies ReplyMessage, buffersOf(found)),
      (error: unknown) => port.postMessage({ id, error: packError(error) } satisfies ReplyMessage, []),
    );
  });
}

/** Buffers that can be handed over: those of a read, which nothing else here looks at. */
function buffersOf(answer: Hdf5Answers[Hdf5Method]): Transferable[] {
  const data = (answer as Partial<Hdf5Values> | undefined)?.data;
  return data !== undefined && isNumeric(data) ? [data.buffer as ArrayBuffer] : [];
}
