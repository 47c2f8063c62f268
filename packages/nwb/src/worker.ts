import { blobBytes } from "./browser/blob-bytes.ts";
import type { Port } from "./browser/protocol.ts";
import { serveHdf5 } from "./browser/serve.ts";

serveHdf5(globalThis as unknown as Port, blobBytes);
