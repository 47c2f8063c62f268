import { defineConfig } from "tsup";

/** Plain JavaScript for plain Node: what is measured must not pay for a compiler. */
export default defineConfig({
  entry: {
    main: "src/main.ts",
    compounds: "src/compounds.ts",
    "our-tables": "src/children/our-tables.ts",
    "our-fill": "src/children/our-fill.ts",
    "our-lims": "src/children/our-lims.ts",
    "our-session": "src/children/our-session.ts",
    "our-stream": "src/children/our-stream.ts",
    "our-export": "src/children/our-export.ts",
    export: "src/export.ts",
    session: "src/session.ts",
    stream: "src/stream.ts",
    "stream-server": "src/stream/range-server.ts",
    warehouse: "src/children/warehouse.ts",
    download: "src/download.ts",
    "download-file-server": "src/download/file-server.ts",
    "download-our-large": "src/download/our-large.ts",
    "download-our-small": "src/download/our-small.ts",
    "download-small-warehouse": "src/download/small-warehouse.ts",
  },
  format: ["esm"],
  target: "node20",
  clean: true,
});
