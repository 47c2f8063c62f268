import { join } from "node:path";
import vue from "@vitejs/plugin-vue";
import { defineConfig, type Plugin } from "vite";

const DEFAULT_WORKER = 'new URL("./worker.ts", import.meta.url)';

/** The worker holds 5 MB, which lie in @ecephys/hdf5 already: the page asks its server for them. */
const servedWorker: Plugin = {
  name: "served-worker",
  enforce: "pre",
  transform(code, id) {
    if (!/hdf5[\\/]src[\\/]open\.ts$/.test(id)) return undefined;
    if (!code.includes(DEFAULT_WORKER)) throw new Error(`${id} starts its worker otherwise than it did`);
    return code.replace(DEFAULT_WORKER, 'new URL("worker.js", document.baseURI)');
  },
};

export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [servedWorker, vue()],
  resolve: { conditions: ["ecephys-source", "module", "browser", "development|production"] },
  define: { __VUE_OPTIONS_API__: "false" },
  build: {
    outDir: join(import.meta.dirname, "../dist/app"),
    emptyOutDir: true,
    target: "es2022",
    license: { fileName: "licenses.md" },
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
  },
  logLevel: "warn",
});
