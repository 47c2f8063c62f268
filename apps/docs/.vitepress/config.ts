import { defineConfig } from "vitepress";
import { withPolicy } from "./policy.ts";

export default defineConfig({
  title: "ecephys",
  description: "The Allen Institute's Neuropixels recordings for Node and the browser",
  lang: "en",
  head: [["link", { rel: "icon", type: "image/svg+xml", href: "/favicon.svg" }]],
  cleanUrls: true,
  transformHtml: (html, _file, { pageData }) => withPolicy(html, pageData.frontmatter.policy),
  // The default ones have too little contrast for small text.
  markdown: { theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" } },
  // The live examples run the packages' sources, as the tests do.
  vite: {
    resolve: { conditions: ["ecephys-source", "module", "browser", "development|production"] },
    worker: { format: "es" },
  },
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    nav: [
      { text: "Guide", link: "/first-table" },
      { text: "Live", link: "/live" },
      { text: "Explorer", link: "/explorer" },
      { text: "Command line", link: "/cli" },
      { text: "API", link: "/api/" },
    ],
    sidebar: [
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
});
