import { fixed } from "@ecephys/fetch-fixed";
import { memoryDataFile } from "@ecephys/files";
import { refusesMisspeltOptions } from "@ecephys/fixtures/testing";
import * as entry from "../src/index.ts";
import * as node from "../src/node.ts";

const set = entry.dandi("000021", { apiUrl: "http://127.0.0.1:1/api" });
const tables = fixed();
const api = entry.dandiFiles({ tables });
const bytes = await memoryDataFile("a", new Uint8Array()).source();

refusesMisspeltOptions(
  { ...entry, ...node },
  {
    dandi: ["version", (wrong) => entry.dandi("000021", wrong)],
    "dandi().info": ["signal", (wrong) => set.info(wrong)],
    "dandi().versions": ["signal", (wrong) => set.versions(wrong)],
    "dandi().version": ["signal", (wrong) => set.version(wrong)],
    "dandi().assets": ["signal", (wrong) => set.assets(wrong)],
    "dandi().asset": ["signal", (wrong) => set.asset("a", wrong)],
    dandiFiles: ["dandiset", (wrong) => entry.dandiFiles({ tables, ...wrong })],
    "dandiFiles().getSessionData": ["signal", (wrong) => api.getSessionData(1, wrong)],
    "dandiFiles().getProbeLfpData": ["signal", (wrong) => api.getProbeLfpData(1, wrong)],
    dandiEtag: ["signal", (wrong) => node.dandiEtag(bytes, wrong)],
    downloadedAsset: ["directory", (wrong) => node.downloadedAsset({} as never, wrong as never)],
    downloadAsset: ["directory", (wrong) => node.downloadAsset({} as never, wrong as never)],
  },
  ["parseDandiAddress"],
);
