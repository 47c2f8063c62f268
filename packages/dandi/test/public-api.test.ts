import { expect, it } from "vitest";
import * as entry from "../src/index.ts";
import * as node from "../src/node.ts";

it("exports what it promises", () => {
  expect(Object.keys(entry).sort()).toEqual(["dandi", "dandiFiles", "parseDandiAddress"]);
  expect(Object.keys(node).sort()).toEqual(["dandiEtag", "downloadAsset", "downloadedAsset"]);
});
