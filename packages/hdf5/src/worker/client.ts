import { EcephysError } from "@ecephys/files";
import { untilAborted } from "@ecephys/files/internal";
import type { Hdf5File } from "../model.ts";
import {
  type Hdf5Answers,
  type Hdf5Method,
  type Hdf5Request,
  type Port,
  type ReplyMessage,
  type RequestMessage,
  unpackError,
} from "./protocol.ts";

/** A worker, as far as it is used: a port that can fail and be ended. */
export interface WorkerPort extends Port {
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "error", listener: (event: { readonly message?: string }) => void): void;
  terminate(): unknown;
}

interface Pending {
  resolve(answer: unknown): void;
  reject(error: unknown): void;
}

/**
 * Opens a file in a worker of its own, which ends with the file. A Blob is not read whole.
 * @throws an EcephysError "format" where it is no HDF5 file, "storage" where the worker does not start.
 */
export async function openInWorker(
  worker: WorkerPort,
  source: Blob | Uint8Array,
  location: string,
  signal?: AbortSignal,
): Promise<Hdf5File> {
  const ask = requester(worker, location);
  try {
    const opening = ask<"open">({ method: "open", source, location });
    const { byteLength } = await untilAborted(opening, signal);
    return fileOf(worker, location, byteLength, ask);
  } catch (error) {
    worker.terminate();
    throw error;
  }
}

type Ask = <Method extends Hdf5Method>(
  request: Extract<Hdf5Request, { readonly method: Method }>,
) => Promise<Hdf5Answers[Method]>;

function requester(worker: WorkerPort, location: string): Ask {
  const pending = new Map<number, Pending>();
  let count = 0;
  worker.addEventListener("message", ({ data }) => {
    const reply = data as ReplyMessage;
    const waiting = pending.get(reply.id);
    pending.delete(reply.id);
    if ("error" in reply) waiting?.reject(unpackError(reply.error));
    else waiting?.resolve(reply.answer);
  });
  worker.addEventListener("error", ({ message }) => {
    const failure = new EcephysError("storage", {
      action: "Reading an HDF5 file in a worker",
      resource: location,
      reason: message || "the worker could not be started or crashed",
      remedy:
        "See that the page serves the package's worker.js (Vite's development server: optimizeDeps.exclude), or " +
        "pass `worker` to say where it is",
    });
    for (const waiting of pending.values()) waiting.reject(failure);
    pending.clear();
  });
  return (request) =>
    new Promise((resolve, reject) => {
      const id = count++;
      pending.set(id, { resolve: resolve as Pending["resolve"], reject });
      worker.postMessage({ id, request } satisfies RequestMessage, []);
    });
}

function fileOf(worker: WorkerPort, location: string, byteLength: number, ask: Ask): Hdf5File {
  let closing: Promise<void> | undefined;
  const open = () => {
    if (closing)
      throw new EcephysError("argument", {
        action: "Reading an HDF5 file",
        resource: location,
        reason: "it has been closed",
        remedy: "Open it again, or close it later",
      });
  };
  return {
    location,
    byteLength,
    describe: async (path) => {
      open();
      return ask<"describe">({ method: "describe", path });
    },
    attributes: async (path, names) => {
      open();
      return ask<"attributes">({ method: "attributes", path, names });
    },
    read: async (path, { ranges, signal } = {}) => {
      open();
      signal?.throwIfAborted();
      const reading = ask<"read">({ method: "read", path, ranges });
      return untilAborted(reading, signal);
    },
    close: async () => {
      closing ??= ask<"close">({ method: "close" }).then(() => void worker.terminate());
      await closing;
    },
  };
}
