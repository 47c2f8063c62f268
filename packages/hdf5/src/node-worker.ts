import { parentPort } from "node:worker_threads";
import { NO_SIBLINGS } from "./engine.ts";
import { memoryBytes } from "./memory-bytes.ts";
import { openPathBytes } from "./worker/path-bytes.ts";
import { serveHdf5 } from "./worker/serve.ts";
import { openStreamed } from "./worker/streamed-bytes.ts";

const port = parentPort;

if (port)
  serveHdf5(
    {
      post: (message, transfer) => port.postMessage(message, transfer),
      listen: (listener) => port.on("message", listener),
    },
    (source, location, ask) => {
      if (source.kind === "stream") return openStreamed(source, ask);
      if (source.kind === "path") return openPathBytes(source, location);
      if (source.kind === "blob") throw new Error("a thread of Node cannot read a Blob without waiting");
      return { bytes: memoryBytes(source.bytes), openSibling: NO_SIBLINGS };
    },
  );
