import { NO_SIBLINGS } from "./engine.ts";
import { memoryBytes } from "./memory-bytes.ts";
import { blobBytes } from "./worker/blob-bytes.ts";
import type { ToWorker } from "./worker/protocol.ts";
import { serveHdf5 } from "./worker/serve.ts";
import { openStreamed } from "./worker/streamed-bytes.ts";

/** The parts of a worker's global scope used here; TypeScript's DOM types describe that of pages. */
interface WorkerScope {
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
}

const scope = globalThis as unknown as WorkerScope;

// Only workers and pages can listen; elsewhere importing the module does nothing.
if (typeof scope.addEventListener === "function")
  serveHdf5(
    {
      post: (message, transfer) => scope.postMessage(message, transfer),
      listen: (listener) => scope.addEventListener("message", ({ data }) => listener(data as ToWorker)),
    },
    (source, _location, ask) => {
      if (source.kind === "stream") return openStreamed(source, ask);
      if (source.kind === "path") throw new Error("a browser cannot open paths");
      const bytes = source.kind === "blob" ? blobBytes(source.blob) : memoryBytes(source.bytes);
      return { bytes, openSibling: NO_SIBLINGS };
    },
  );
