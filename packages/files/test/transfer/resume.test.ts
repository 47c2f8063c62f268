import { existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expectSame, sampleBytes, serveFile, timersOfRunningTime } from "@ecephys/fixtures/testing";
import { describe, expect, it } from "vitest";
import { partialPath, partialRecordPath, recordPath } from "../../src/records/hidden-paths.ts";
import { readRecord } from "../../src/records/records.ts";
import { memoryStorage } from "../../src/storage/memory.ts";
import { breakingOff, content, PATH, reset, setup, sha256 } from "./support.ts";

timersOfRunningTime();

const good = serveFile(content);
const other = sampleBytes(600_000).map((byte) => byte ^ 0xff);

describe("a download", () => {
  it("downloads the file, records its size and hash, and leaves nothing else", async () => {
    const { download, events, file, server, storage, told } = await setup(good);
    const answer = { byteLength: 600_000, sha256: sha256(content), validator: '"v1"', transferred: 600_000 };
    expect(await download()).toEqual(answer);
    expectSame(file(), content);
    expect(await storage.list()).toEqual([recordPath(PATH), PATH].sort());
    expect(await readRecord(storage, PATH)).toEqual({
      byteLength: 600_000,
      sha256: sha256(content),
      source: `${server.url}/file`,
      validator: '"v1"',
      modified: (await storage.stat(PATH))?.modified,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
    expect(server.requests).toEqual(["GET /file"]);
    expect(told()).toEqual(["started", "finishing"]);
    expect(events.at(-2)).toEqual({ type: "progress", loaded: 600_000, total: 600_000, unit: "bytes" });
  });

  it("that breaks is resumed where it broke", async () => {
    const { download, file, server, told } = await setup(breakingOff(), breakingOff({ sent: 100_000 }), good);
    expect((await download()).transferred).toBe(600_000);
    expectSame(file(), content);
    expect(server.requests).toEqual(["GET /file", "GET /file bytes=200000-", "GET /file bytes=300000-"]);
    expect(told()).toEqual(["started", "retrying", "retrying", "finishing"]);
  });

  it("that is aborted is resumed by the next one, and no byte is transferred twice", async () => {
    const first = await setup(breakingOff(), reset, reset, reset, good);
    await expect(first.download({ retry: { tries: 2, baseDelay: 1 } })).rejects.toThrow(
      /connection was lost/,
    );
    const left = [partialPath(PATH), partialRecordPath(PATH)].sort();
    expect(await first.storage.list()).toEqual(left);
    const again = await first.download();
    expect(again).toMatchObject({ transferred: 400_000, sha256: sha256(content) });
    expectSame(first.file(), content);
    expect(first.server.requests.at(-1)).toBe("GET /file bytes=200000-");
    expect(await first.storage.list()).toEqual([recordPath(PATH), PATH].sort());
  });

  it.each([
    ["was cut", (path: string) => truncateSync(path, 100)],
    ["has a record of another file", (path: string) => alter(`${path}.json`, "/file", "/other")],
    ["has a record that makes no sense", (path: string) => writeFileSync(`${path}.json`, "{")],
    ["has a record of bytes that cannot be", (path: string) => alter(`${path}.json`, "200000", "999999")],
  ])("begins anew where what is there %s", async (_, damage) => {
    const { download, file, root, server } = await setup(breakingOff(), good);
    await expect(download({ retry: { tries: 1 } })).rejects.toThrow();
    damage(join(root, partialPath(PATH)));
    expect(await download()).toMatchObject({ transferred: 600_000 });
    expectSame(file(), content);
    expect(server.requests).toEqual(["GET /file", "GET /file"]);
  });

  it("starts over where the file has changed, and keeps nothing of the old one", async () => {
    const { download, file, server, told } = await setup(breakingOff(), serveFile(other, '"v2"'));
    expect(await download()).toMatchObject({ validator: '"v2"', sha256: sha256(other) });
    expectSame(file(), other);
    expect(server.requests).toEqual(["GET /file", "GET /file bytes=200000-"]);
    expect(told()).toEqual(["started", "retrying", "restarted", "started", "finishing"]);
  });

  it("starts over where the server does not distinguish versions", async () => {
    const unmarked = breakingOff({ etag: null });
    const { download, file, server, storage } = await setup(
      unmarked,
      breakingOff({ etag: null, sent: 600_000 }),
    );
    await download();
    expectSame(file(), content);
    expect(server.requests).toEqual(["GET /file", "GET /file"]);
    expect(await storage.list()).toEqual([recordPath(PATH), PATH].sort());
  });

  it("that could not be resumed leaves nothing behind", async () => {
    const { download, root } = await setup(breakingOff({ etag: null }), reset);
    await expect(download({ retry: { tries: 1 } })).rejects.toThrow(/connection was lost/);
    expect(existsSync(join(root, ".ecephys"))).toBe(false);
  });

  it("starts from the beginning where the server ignores ranges", async () => {
    const whole = breakingOff({ sent: 600_000, afterwards: (_request, response) => void response.end() });
    const ignoring: typeof whole = (request, response) => {
      request.headers.range = undefined;
      whole(request, response);
    };
    const { download, file, told } = await setup(breakingOff(), ignoring);
    await download();
    expectSame(file(), content);
    expect(told()).toEqual(["started", "retrying", "restarted", "started", "finishing"]);
  });

  it("keeps the old file and its record until the new one is whole", async () => {
    const { download, file, storage } = await setup(good, breakingOff(), serveFile(other, '"v2"'));
    await download();
    await expect(download({ retry: { tries: 1 } })).rejects.toThrow();
    expectSame(file(), content);
    expect((await readRecord(storage, PATH))?.sha256).toBe(sha256(content));
    await download();
    expectSame(file(), other);
    expect((await readRecord(storage, PATH))?.sha256).toBe(sha256(other));
  });

  it("into memory is refused too if it is a page", async () => {
    const storage = memoryStorage();
    const { download } = await setup((_request, response) => void response.end("<html>Down</html>"));
    await expect(download({ storage })).rejects.toThrow(/sent a web page instead of the file/);
    expect(await storage.list()).toEqual([]);
  });

  it("into memory is resumed within the call", async () => {
    const storage = memoryStorage();
    const { download, server } = await setup(breakingOff(), good);
    expect(await download({ storage })).toMatchObject({ byteLength: 600_000 });
    expectSame((await storage.read(PATH))!, content);
    expect(server.requests).toEqual(["GET /file", "GET /file bytes=200000-"]);
    expect(await storage.list()).toEqual([PATH]);
  });
});

function alter(path: string, from: string, to: string): void {
  const text = readFileSync(path, "utf8");
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}
