import { readdirSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { dirname, join } from "node:path";
import { serveFile, timersOfRunningTime } from "@ecephys/fixtures/testing";
import { describe, expect, it } from "vitest";
import { newOwner } from "../../src/locks/owner.ts";
import { lockPath, recordPath } from "../../src/records/hidden-paths.ts";
import { breakingOff, content, PATH, setup, sha256 } from "./support.ts";

timersOfRunningTime();

/** What has come of the slow transfer when it stands still. */
const SENT = 200_000;
const newer = content.map((byte) => byte ^ 1);

/** A transfer that stands still after `SENT` bytes (asleep, say), and whose lock another process has taken over. */
async function takenOver(now: Uint8Array, etag: string) {
  let line: ServerResponse | undefined;
  const silent = breakingOff({
    sent: SENT,
    afterwards: (_request, response) => {
      line = response;
    },
  });
  const lab = await setup(silent, serveFile(now, etag));
  const controller = new AbortController();
  const lock = await lab.storage.lock?.(PATH);
  const http = { stallTimeout: 60_000 };
  const slow = lab.download({ lock, signal: controller.signal, http });
  slow.catch(() => {});
  await expect.poll(() => lab.events.at(-1)).toMatchObject({ type: "progress", loaded: SENT });
  await expect.poll(() => line).toBeDefined();
  writeFileSync(join(lab.root, lockPath(PATH)), JSON.stringify(await newOwner()));
  await lab.download();
  return {
    slow,
    abort: () => controller.abort(new Error("enough")),
    breakLine: () => line?.destroy(),
    expectUntouched: () => {
      expect(sha256(lab.file())).toBe(sha256(now));
      const hidden = dirname(join(lab.root, recordPath(PATH)));
      expect(readdirSync(hidden).sort()).toEqual(["session_1.nwb.lock", "session_1.nwb.record.json"]);
    },
  };
}

describe("a transfer that has lost its lock leaves the other process's file alone", () => {
  it("when it is aborted", async () => {
    const { abort, expectUntouched, slow } = await takenOver(content, '"v1"');
    abort();
    await expect(slow).rejects.toThrow("enough");
    expectUntouched();
  });

  it("when it would continue to the end", async () => {
    const { breakLine, expectUntouched, slow } = await takenOver(content, '"v1"');
    breakLine();
    await expect(slow).rejects.toThrow(/another took over its lock/);
    expectUntouched();
  });

  it("when it would start over because the file changed", async () => {
    const { breakLine, expectUntouched, slow } = await takenOver(newer, '"v2"');
    breakLine();
    await expect(slow).rejects.toThrow(/another took over its lock/);
    expectUntouched();
  });
});
