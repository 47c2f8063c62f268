import { join } from "node:path";
import type { UserConfig } from "vitepress";

type PluginOption = NonNullable<NonNullable<UserConfig["vite"]>["plugins"]>[number];
type Plugin = Extract<PluginOption, { readonly name: string }>;

const NAME = "virtual:notebook-worker";
const FILE = join(import.meta.dirname, "..", "notebook", "worker.ts");

/**
 * The address of the script that runs the cells of pages. Vite's own way would put all packages into the site a second
 * time: here the worker is a chunk of the site, and shares the others with its pages.
 */
export function workerChunk(): Plugin {
  let isServed = false;
  return {
    name: "worker-chunk",
    configResolved: ({ command }) => {
      isServed = command === "serve";
    },
    // Vite's helpers apart from the framework of the pages, which needs a window.
    outputOptions: (options) => {
      const { manualChunks } = options;
      if (typeof manualChunks !== "function") return options;
      return {
        ...options,
        manualChunks: (id, meta) => (id.startsWith("\0vite") ? "vite-helpers" : manualChunks(id, meta)),
      };
    },
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load(id, options) {
      if (id !== `\0${NAME}`) return undefined;
      if (options?.ssr) return 'export default "";';
      if (isServed) return `export default ${JSON.stringify(`/@fs${FILE}`)};`;
      return `export default import.meta.ROLLUP_FILE_URL_${this.emitFile({ type: "chunk", id: FILE, name: "notebook-worker" })};`;
    },
  };
}
