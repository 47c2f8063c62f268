import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type DefaultTheme, defineConfig } from "vitepress";
import { liveCells } from "../notebook/markdown.ts";
import { codeColours } from "./code-colours.ts";
import { laterParts } from "./later-parts.ts";
import { leanCells } from "./lean-cells.ts";
import { oneScript, removeTextScripts } from "./one-script.ts";
import { withPolicy } from "./policy.ts";
import { search } from "./search.ts";
import { slimHtml } from "./slim-html.ts";
import { shortIds, slimStyles } from "./slim-styles.ts";
import { withoutMaps } from "./without-maps.ts";
import { workerChunk } from "./worker-chunk.ts";

/** Classes and functions by subject, as finish-api.mjs has listed them. */
function apiSidebars(): DefaultTheme.SidebarMulti {
  return JSON.parse(readFileSync(join(import.meta.dirname, "..", "api", "sidebar.json"), "utf8"));
}

export default defineConfig({
  title: "ecephys",
  description: "The Allen Institute's Neuropixels recordings for Node and the browser",
  lang: "en",
  head: [["link", { rel: "icon", type: "image/svg+xml", href: "/favicon.svg" }]],
  cleanUrls: true,
  // Else the names of all pages, with those of the API, would be in each of them.
  metaChunk: true,
  // Of scripts that no link leads to.
  router: { prefetchLinks: false },
  buildEnd: ({ outDir }) => removeTextScripts(outDir),
  transformHtml: (html, _file, { pageData }) => slimHtml(withPolicy(html, pageData.frontmatter.policy)),
  // The default ones have too little contrast for small text.
  markdown: {
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    codeTransformers: [codeColours],
    config: liveCells,
  },
  // The live examples run the packages' sources, as the tests do.
  vue: { ...shortIds, template: { compilerOptions: { nodeTransforms: [leanCells] } } },
  vite: {
    resolve: { conditions: ["ecephys-source", "module", "browser", "development|production"] },
    worker: { format: "es" },
    // No component of the site has options.
    define: { __VUE_OPTIONS_API__: "false" },
    plugins: [workerChunk(), laterParts(), withoutMaps(), oneScript(), slimStyles()],
    // The helper that loads chunks ahead knows no worker.
    build: { modulePreload: false, target: "es2022" },
  },
  themeConfig: {
    search,
    outline: [2, 3],
    nav: [
      { text: "Guide", link: "/first-table" },
      { text: "Notebooks", link: "/notebooks/quick-start" },
      { text: "Explorer", link: "/explorer" },
      { text: "Command line", link: "/cli" },
      { text: "API", link: "/api/" },
    ],
    sidebar: {
      ...apiSidebars(),
      "/": [
        {
          text: "Guide",
          items: [
            { text: "Start", link: "/" },
            { text: "First table in five minutes", link: "/first-table" },
            { text: "Caches and backends", link: "/caches-and-backends" },
            { text: "Sources", link: "/sources" },
            { text: "Your own backend", link: "/your-own-backend" },
            { text: "Downloads", link: "/downloads" },
            { text: "Sessions", link: "/sessions" },
            { text: "Files of other labs", link: "/other-labs" },
            { text: "Files on a server", link: "/streaming" },
            { text: "Stimulus metrics", link: "/stimulus-metrics" },
            { text: "All sessions, on many machines", link: "/clusters" },
            { text: "The command line", link: "/cli" },
            { text: "Figures", link: "/figures" },
            { text: "Exporting", link: "/export" },
            { text: "In your browser", link: "/live" },
            { text: "Session explorer", link: "/explorer" },
            { text: "Bun, Deno and notebooks", link: "/runtimes" },
          ],
        },
        {
          text: "Notebooks that run here",
          items: [
            { text: "Quick start", link: "/notebooks/quick-start" },
            { text: "Data access", link: "/notebooks/data-access" },
            { text: "Sessions", link: "/notebooks/sessions" },
            { text: "LFP", link: "/notebooks/lfp" },
            { text: "Optotagging", link: "/notebooks/optotagging" },
            { text: "Receptive fields", link: "/notebooks/receptive-fields" },
            { text: "Quality metrics", link: "/notebooks/quality-metrics" },
          ],
        },
        {
          text: "Reference",
          items: [
            { text: "From AllenSDK to ecephys", link: "/from-allensdk" },
            { text: "Columns", link: "/columns" },
            { text: "Notes on AllenSDK", link: "/notes" },
            { text: "Known faults of the data", link: "/errata" },
            { text: "Deploying on LIMS", link: "/lims" },
            { text: "What pages may do", link: "/page-policy" },
            { text: "Speed", link: "/speed" },
            { text: "API", link: "/api/" },
          ],
        },
      ],
    },
  },
});
