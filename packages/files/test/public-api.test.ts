import { expect, test } from "vitest";
import * as entry from "../src/index.ts";
import * as node from "../src/node.ts";
import * as opfs from "../src/opfs.ts";

test("exports what it promises", () => {
  expect(Object.keys(entry).sort()).toMatchInlineSnapshot(`
    [
      "EcephysError",
      "argumentChecks",
      "byteText",
      "displayUrl",
      "downloadFile",
      "httpByteSource",
      "httpBytes",
      "httpFile",
      "isEcephysError",
      "memoryStorage",
      "onAbort",
      "readRecord",
      "remoteByteSource",
      "retrying",
      "throttle",
    ]
  `);
  expect(Object.keys(node).sort()).toMatchInlineSnapshot(`
    [
      "directoryStorage",
      "nodeFetch",
    ]
  `);
  expect(Object.keys(opfs).sort()).toMatchInlineSnapshot(`
    [
      "opfsStorage",
    ]
  `);
});
