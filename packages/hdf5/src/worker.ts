import { blobBytes } from "./worker/blob-bytes.ts";
import type { Port } from "./worker/protocol.ts";
import { serveHdf5 } from "./worker/serve.ts";

const scope = globalThis as unknown as Port;

// Only workers and pages can listen; elsewhere the module can be imported, and does nothing.
if (typeof scope.addEventListener === "function") serveHdf5(scope, blobBytes);
