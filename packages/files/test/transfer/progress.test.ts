import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expectSame, serveFile, timersOfRunningTime } from "@ecephys/fixtures/testing";
import { expect, it } from "vitest";
import {
  partialPath,
  partialProgressPath,
  partialRecordPath,
  recordPath,
} from "../../src/records/hidden-paths.ts";
import { content, PATH, setup } from "./support.ts";

timersOfRunningTime();

const WRITTEN = 400_000;
const SAVED = 100_000;

/** A partial file as a killed process leaves it: some of it on the disk for sure, more of it written. */
async function killed(boot: (now: string) => string, written = JSON.stringify([[0, WRITTEN]])) {
  const lab = await setup(serveFile(content));
  const at = (path: string) => join(lab.root, path);
  const record = { version: 1, url: `${lab.server.url}/file`, validator: '"v1"', byteLength: content.length };
  mkdirSync(dirname(at(partialPath(PATH))), { recursive: true });
  writeFileSync(at(partialPath(PATH)), content.subarray(0, WRITTEN));
  writeFileSync(at(partialRecordPath(PATH)), JSON.stringify({ ...record, done: [[0, SAVED]] }));
  const now = (await lab.storage.boot?.()) ?? "";
  const text = JSON.stringify({ ...record, done: "DONE", boot: boot(now) }).replace('"DONE"', written);
  writeFileSync(at(partialProgressPath(PATH)), text);
  return lab;
}

it.each([
  ["what was written counts as long as the machine runs", (now: string) => now, undefined, WRITTEN],
  ["after a restart of the machine only what was flushed counts", () => "another run", undefined, SAVED],
  ["a note of the progress that was cut off is ignored", (now: string) => now, "[[0,40", SAVED],
  ["a note of the progress of another kind is ignored", (now: string) => now, '"all"', SAVED],
])("%s", async (_, boot, written, from) => {
  const { download, file, server, storage } = await killed(boot, written);
  await download();
  expect(server.requests).toEqual([`GET /file bytes=${from}-`]);
  expectSame(file(), content);
  expect(await storage.list()).toEqual([recordPath(PATH), PATH].sort());
});
