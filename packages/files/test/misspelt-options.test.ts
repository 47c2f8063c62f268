import { refusesMisspeltOptions, temporaryDirectory } from "@ecephys/fixtures/testing";
import { describe } from "vitest";
import * as entry from "../src/index.ts";
import * as node from "../src/node.ts";
import * as opfs from "../src/opfs.ts";

const {
  downloadFile,
  httpByteSource,
  httpBytes,
  httpContent,
  httpFile,
  memoryStorage,
  remoteByteSource,
  retrying,
} = entry;
const url = "http://127.0.0.1:1/file";
const subject = { action: "Fetching", resource: url };
const remote = httpFile({ url });
const download = { storage: memoryStorage(), path: "file", remote, resource: "a file" };
const bytes = Uint8Array.of(1);

describe("@ecephys/files", () => {
  refusesMisspeltOptions(
    entry,
    {
      downloadFile: ["connections", (wrong) => downloadFile({ ...download, ...wrong })],
      "downloadFile.retry": ["maxDelay", (retry) => downloadFile({ ...download, retry })],
      httpBytes: ["maximumLength", (wrong) => httpBytes(new URL(url), wrong, subject)],
      httpContent: ["maximumLength", (wrong) => httpContent({ url, ...wrong })],
      httpFile: ["stallTimeout", (wrong) => httpFile({ url, ...wrong })],
      "httpFile.retry": ["tries", (retry) => httpFile({ url, retry })],
      "httpFile().open": ["validator", (wrong) => remote.open(wrong)],
      "httpFile().info": ["signal", (wrong) => remote.info(wrong)],
      httpByteSource: ["content", (wrong) => httpByteSource({ url, ...wrong })],
      "httpByteSource()": ["signal", (wrong) => httpByteSource({ url }, wrong)],
      dataFileBytes: ["signal", (wrong) => entry.dataFileBytes(entry.memoryDataFile("file", bytes), wrong)],
      remoteDataFile: ["signal", (wrong) => entry.remoteDataFile(remote, wrong)],
      remoteByteSource: ["retry", (wrong) => remoteByteSource(remote, wrong)],
      streamedDataFile: ["memory", (wrong) => entry.streamedDataFile(remote, wrong)],
      streamFile: ["memory", (wrong) => entry.streamFile(remote, wrong)],
      retrying: ["maxRetryAfter", (wrong) => retrying(async () => 1, wrong)],
      "memoryStorage().stat": ["signal", (wrong) => memoryStorage().stat("file", wrong)],
      "memoryStorage().write": ["flush", (wrong) => memoryStorage().write("file", bytes, wrong)],
    },
    [
      "EcephysError",
      "argumentChecks",
      "errorOfPlain",
      "isEcephysError",
      "memoryDataFile",
      "plainError",
      "throttle",
    ],
  );
});

describe("@ecephys/files/node", () => {
  const storage = node.directoryStorage(temporaryDirectory());
  refusesMisspeltOptions(
    node,
    {
      "directoryStorage().stat": ["signal", (wrong) => storage.stat("file", wrong)],
      "directoryStorage().read": ["signal", (wrong) => storage.read("file", wrong)],
      "directoryStorage().source": ["signal", (wrong) => storage.source("file", wrong)],
      "directoryStorage().write": ["flush", (wrong) => storage.write("file", bytes, wrong)],
      "directoryStorage().remove": ["signal", (wrong) => storage.remove("file", wrong)],
      "directoryStorage().list": ["signal", (wrong) => storage.list(undefined, wrong)],
      "directoryStorage().openPartial": ["target", (wrong) => storage.openPartial?.("file", wrong)],
      "directoryStorage().lock": ["isDone", (wrong) => storage.lock?.("file", wrong)],
      "directoryStorage().isLocked": ["signal", (wrong) => storage.isLocked?.("file", wrong)],
      "directoryStorage().freeBytes": ["signal", (wrong) => storage.freeBytes?.(wrong)],
    },
    ["nodeFetch"],
  );
});

describe("@ecephys/files/opfs", () => {
  refusesMisspeltOptions(
    opfs,
    { "opfsStorage().write": ["flush", (wrong) => opfs.opfsStorage().write("file", bytes, wrong)] },
    [],
  );
});
