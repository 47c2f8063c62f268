import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expectSame, hdf5Bytes, tried } from "@ecephys/fixtures/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openProjectCache } from "../../src/open-project-cache.ts";
import { buildProgram, type Program } from "./children.ts";
import { httpLab } from "./http-lab.ts";
import { servePaced } from "./paced-server.ts";

const MEGABYTE = 1e6;

let program: Program;
let root: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "ecephys-resent-"));
  program = await buildProgram();
});
afterAll(() => {
  program.remove();
  rmSync(root, { recursive: true, force: true });
});

interface Rate {
  readonly what: "session" | "ranges";
  /** Megabytes: of the file, a second, and between two kills. */
  readonly size: number;
  readonly rate: number;
  readonly step: number;
  /** Megabytes that may be sent again for each kill. */
  readonly most: number;
}

describe("a download that is killed again and again", () => {
  it.each<Rate>([
    { what: "session", rate: 6, size: 5, step: 1.6, most: 3 },
    { what: "session", rate: 60, size: 48, step: 16, most: 16 },
    { what: "ranges", rate: 60, size: 50, step: 17, most: 16 },
  ])("goes on from what was written, at $rate MB/s ($what)", async (wanted) => {
    // A disk that is busy with the writes of others holds up what is flushed, but not every time.
    let again = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 3 && again >= wanted.most * MEGABYTE; round++)
      again = Math.min(again, await sentAgain(wanted));
    expect(again).toBeLessThan(wanted.most * MEGABYTE);
  });
});

/** Kills a download again and again, lets it end, and looks at its file. @returns bytes sent again for each kill. */
async function sentAgain({ what, rate, size, step }: Rate): Promise<number> {
  const file = hdf5Bytes(size * MEGABYTE);
  const server = await servePaced(file, rate * MEGABYTE);
  const directory = mkdtempSync(join(root, "cache-"));
  const manifest = join(directory, "manifest.json");
  let kills = 0;
  for (; server.sent + step * MEGABYTE < file.length; kills++) {
    const reached = server.reached(server.sent + step * MEGABYTE);
    const { child, ended } = await program.start([manifest, server.url, what]);
    await reached;
    child.kill("SIGKILL");
    expect((await ended).signal).toBe("SIGKILL");
  }
  expect(kills).toBeGreaterThan(1);
  tried("kills", kills);
  const { ended } = await program.start([manifest, server.url, what]);
  expect((await ended).code).toBe(0);
  expectSame(new Uint8Array(readFileSync(join(directory, "session_1/session_1.nwb"))), file);
  const again = (server.sent - file.length) / kills;
  console.info(
    `${kills} kills at ${rate} MB/s (${what}): ${(again / MEGABYTE).toFixed(1)} MB sent again for each`,
  );
  const cache = await openProjectCache({ api: httpLab(server.url), manifest, onWarning: () => {} });
  expect((await cache.status()).byKind.partial.files).toBe(0);
  await server.close();
  return again;
}
