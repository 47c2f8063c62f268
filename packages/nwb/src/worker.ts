import { blobBytes } from "./browser/blob-bytes.ts";
import type { Port } from "./browser/protocol.ts";
import { serveHdf5 } from "./browser/serve.ts";

const scope = globalThis as unknown as Port;

// Only workers and pages can listen; elsewhere the module can be imported, and does nothing.
if (typeof scope.addEventListener === "function") serveHdf5(scope, blobBytes);
