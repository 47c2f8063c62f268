/**
 * The session explorer as a page that a server can hand out: `ecephys explore` does.
 *
 * @module @ecephys/explorer
 */

import { fileURLToPath } from "node:url";

/** The page's files, for a server. */
export interface ExplorerFiles {
  /** Directory of `index.html`, its scripts and styles. */
  readonly directory: string;
  /** The worker in which the page reads files: it asks for it as `worker.js` beside `index.html`. */
  readonly worker: string;
}

/**
 * Where the explorer's page lies on this machine. It opens what `session.json` beside `index.html` names:
 * `{ "name": "what it is called", "session": "address of the file", "lfp": "address of a probe's LFP file" }`, addresses
 * relative to it; it needs `script-src 'self' 'wasm-unsafe-eval'` of a Content-Security-Policy.
 * @example
 * import { explorerFiles } from "@ecephys/explorer";
 *
 * const { directory, worker } = explorerFiles();
 * console.log(`serve ${directory}, and ${worker} as worker.js`);
 */
export function explorerFiles(): ExplorerFiles {
  return {
    directory: fileURLToPath(new URL("./app/", import.meta.url)),
    worker: fileURLToPath(import.meta.resolve("@ecephys/hdf5/worker")),
  };
}
