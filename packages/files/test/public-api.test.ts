import { expect, test } from "vitest";
import * as entry from "../src/index.ts";
import * as node from "../src/node.ts";
import * as opfs from "../src/opfs.ts";
import * as testing from "../src/testing.ts";

test("exports exactly the documented names", () => {
  expect(Object.keys(entry).sort()).toMatchInlineSnapshot(`
    [
      "EcephysError",
      "argumentChecks",
      "dataFileBytes",
      "downloadFile",
      "errorOfPlain",
      "httpByteSource",
      "httpBytes",
      "httpContent",
      "httpFile",
      "isEcephysError",
      "memoryDataFile",
      "memoryStorage",
      "plainError",
      "remoteByteSource",
      "remoteDataFile",
      "retrying",
      "streamFile",
      "streamedDataFile",
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
  expect(Object.keys(testing).sort()).toMatchInlineSnapshot(`
    [
      "expectEqual",
      "expectReason",
      "expectRefusal",
      "expectThat",
      "failureOf",
      "storageContract",
    ]
  `);
});
