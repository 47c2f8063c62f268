import { basename, dirname, join } from "node:path";
import type { UserConfig } from "vitepress";

type PluginOption = NonNullable<NonNullable<UserConfig["vite"]>["plugins"]>[number];
type Plugin = Extract<PluginOption, { readonly name: string }>;

const NAME = "virtual:notebook-worker";
const FILE = join(import.meta.dirname, "..", "notebook", "worker.ts");

/** How packages start their workers, in the form that bundlers recognise. */
const STARTED = /(?<=new Worker\()new URL\("([^"]+)", import\.meta\.url\)/;

/**
 * Makes workers chunks of the site, which share the others with its pages: Vite's own way would put what they import into
 * the site a second time. They are those that packages start, and the one that runs the cells of pages.
 */
export function workerChunk(): Plugin {
  let isServed = false;
  return {
    name: "worker-chunk",
    // Before Vite's own.
    enforce: "pre",
    transform(code, id, options) {
      const [form, path] = STARTED.exec(code) ?? [];
      if (isServed || options?.ssr || form === undefined || path === undefined) return undefined;
      const chunk = this.emitFile({
        type: "chunk",
        id: join(dirname(id), path),
        name: basename(path, ".ts"),
      });
      return code.replace(form, `import.meta.ROLLUP_FILE_URL_${chunk}`);
    },
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
