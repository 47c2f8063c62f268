import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { chmod } from "node:fs/promises";
import { join } from "node:path";
import {
  expectSame,
  failure,
  type Handler,
  onReadOnly,
  onSmallDisk,
  sampleBytes,
  serveFile,
  timersOfRunningTime,
  withFewHandles,
  withoutRightsTo,
} from "@ecephys/fixtures/testing";
import { describe, expect, it } from "vitest";
import { hiddenFile, partialPath, partialRecordPath, recordPath } from "../../src/records/hidden-paths.ts";
import { directoryStorage } from "../../src/storage/directory.ts";
import type { CacheStorage } from "../../src/storage.ts";
import { throttle } from "../../src/transfer/throttle.ts";
import { breakingOff, content, hang, PATH, setup, sha256 } from "./support.ts";

timersOfRunningTime();

const good = serveFile(content);
const WHOLE = [recordPath(PATH), PATH].sort();

describe("where it does not fit, a download", () => {
  it("says how much space is missing before it transfers anything", async () => {
    const { download, storage } = await setup(good);
    const small: CacheStorage = { ...storage, freeBytes: async () => 250_000 };
    const error = await failure(download({ storage: small }), "storage");
    expect(error.message).toMatch(/needs 600 kB, and 250 kB are free: 350 kB are missing/);
    expect(await storage.list()).toEqual([]);
  });

  it("needs space only for its missing part", async () => {
    const { download, storage, file } = await setup(breakingOff(), good);
    await expect(download({ retry: { tries: 1 } })).rejects.toThrow();
    await download({ storage: { ...storage, freeBytes: async () => 400_000 } });
    expectSame(file(), content);
  });

  it("keeps what was downloaded when the disk fills up, says how much space is missing, and resumes", async () => {
    const { download, root, server } = await setup(good);
    mkdirSync(join(root, "small"));
    await onSmallDisk(join(root, "small"), async (small) => {
      const disk = directoryStorage(small);
      const storage: CacheStorage = { ...disk, freeBytes: async () => undefined };
      const error = await failure(download({ storage }), "storage");
      expect(error.message).toMatch(/disk is full|larger than is allowed/);
      expect(error.message).toContain("session 1");
      const kept = await disk.list();
      expect(kept.map(hiddenFile)).toEqual(kept.map(() => ({ kind: "partial", of: PATH })));
      expect(server.requests).toEqual(["GET /file"]);
    });
  });

  it("is not put in place where the disk has lost bytes, which a system reports only once", async () => {
    const slow: Handler = (request, response) => {
      if (request.headers.range !== undefined) return good(request, response);
      response.writeHead(200, { etag: '"v1"', "content-length": content.length });
      response.write(content.subarray(0, 200_000));
      // By then what has come is flushed and recorded.
      setTimeout(() => response.write(content.subarray(200_000, 400_000)), 1_200);
      setTimeout(() => response.end(content.subarray(400_000)), 1_400);
    };
    const { download, file, storage } = await setup(slow);
    let isLost = false;
    const failing: CacheStorage = {
      ...storage,
      openPartial: async (path, options) => {
        const partial = await storage.openPartial!(path, options);
        const flush: typeof partial.flush = async () => {
          if (isLost) return partial.flush();
          isLost = true;
          throw Object.assign(new Error("EIO: i/o error, fdatasync"), { code: "EIO" });
        };
        return { ...partial, flush };
      },
    };
    await expect(download({ storage: failing, http: { stallTimeout: 20_000 } })).rejects.toThrow("EIO");
    expect(isLost).toBe(true);
    expect(await storage.list()).not.toContain(PATH);
    await download();
    expectSame(file(), content);
  });

  it("says how much of how much is kept", async () => {
    const { download, storage, file } = await setup(good);
    let room = 250_000;
    const full: CacheStorage = {
      ...storage,
      openPartial: async (path, options) => {
        const partial = await storage.openPartial!(path, options);
        const write: typeof partial.write = async (bytes, position) => {
          if (position + bytes.length <= room) return partial.write(bytes, position);
          await partial.write(bytes.subarray(0, room - position), position);
          throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
        };
        return { ...partial, write };
      },
    };
    const error = await failure(download({ storage: full }), "storage");
    expect(error.message).toMatch(/the disk is full, 600 kB of it are missing.*Free some space/);
    room = 1e9;
    await download({ storage: full });
    expectSame(file(), content);
  });
});

describe("a download that may not write", () => {
  it("says so for a directory without rights, and leaves it as it is", async () => {
    const { download, root, server, storage } = await setup(good);
    await withoutRightsTo(root, async () => {
      expect((await failure(download(), "storage")).message).toMatch(
        /access is denied.*another cache directory/,
      );
    });
    await chmod(root, 0o755);
    expect(await storage.list()).toEqual([]);
    expect(server.requests).toEqual([]);
  });

  it("says so for the file's own directory, before anything is transferred", async () => {
    const { download, root, server, storage } = await setup(good);
    mkdirSync(join(root, "session_1"));
    await onReadOnly(join(root, "session_1"), async () => {
      expect((await failure(download(), "storage")).message).toMatch(
        /session_1\.nwb: (access is denied|the file system is read-only)/,
      );
    });
    expect(await storage.list()).toEqual([]);
    expect(server.requests).toEqual([]);
  });

  it("keeps what was downloaded where the file cannot be put in place", async () => {
    const { download, file, root, server } = await setup(good);
    const onEvent = ({ type }: { type: string }) => {
      if (type === "finishing") mkdirSync(join(root, PATH), { recursive: true });
    };
    expect((await failure(download({ onEvent }), "storage")).message).toMatch(/directory where a file/);
    rmSync(join(root, PATH), { recursive: true });
    expect((await download()).transferred).toBe(0);
    expectSame(file(), content);
    expect(server.requests).toEqual(["GET /file"]);
  });

  it("says so where a file is in the place of its directory", async () => {
    const { download, root, storage } = await setup(good);
    writeFileSync(join(root, "session_1"), "mine");
    expect((await failure(download(), "storage")).message).toMatch(/a file where a directory should be/);
    expect(new TextDecoder().decode(await storage.read("session_1"))).toBe("mine");
    expect((await storage.list()).filter((path) => !path.startsWith(".ecephys/"))).toEqual(["session_1"]);
  });

  it("says so where a directory is in its place, and where a link leads nowhere", async () => {
    const one = await setup(good);
    mkdirSync(join(one.root, PATH), { recursive: true });
    expect((await failure(one.download(), "storage")).message).toMatch(/directory where a file should be/);
    const two = await setup(good);
    symlinkSync("/nowhere/at/all", join(two.root, "session_1"));
    const error = await failure(two.download(), "storage");
    expect(error.message).toMatch(/session_1 is a link to a directory that does not exist/);
    expect([...one.server.requests, ...two.server.requests]).toEqual([]);
  });

  it("downloads to where links of its directory and of the hidden one lead", async () => {
    const disk = await setup(good);
    const { download, file, root } = await setup(good);
    mkdirSync(join(disk.root, "hidden"));
    symlinkSync(join(disk.root, "hidden"), join(root, ".ecephys"));
    symlinkSync(disk.root, join(root, "session_1"));
    await download();
    expectSame(file(), content);
    expectSame(readFileSync(join(disk.root, PATH.split("/")[1]!)), content);
  });

  it.each(["../out", "/etc/out", "a/../../out", "a\\b"])("refuses the path %s", async (path) => {
    const { download, server, storage } = await setup(good);
    expect((await failure(download({ path }), "storage")).message).toMatch(/not a path inside the cache/);
    expect(await storage.list()).toEqual([]);
    expect(server.requests).toEqual([]);
  });

  it("says so when there are no file handles left, and works when there are again", async () => {
    const { download, file, storage } = await setup(good);
    const error = await withFewHandles(() => failure(download(), "storage"));
    expect(error.message).toMatch(/too many open files.*ulimit -n/);
    expect(await storage.list()).toEqual([]);
    await download();
    expectSame(file(), content);
  });
});

describe("a download", () => {
  it("ends at once when it is aborted, keeps what was downloaded, and resumes", async () => {
    const { download, file, server, storage } = await setup(breakingOff({ afterwards: hang }), good);
    const controller = new AbortController();
    const reason = new Error("enough");
    const onEvent = ({ type }: { type: string }) =>
      type === "progress" && setTimeout(() => controller.abort(reason), 50);
    await expect(download({ signal: controller.signal, onEvent })).rejects.toBe(reason);
    expect(await storage.list()).toEqual([partialPath(PATH), partialRecordPath(PATH)].sort());
    expect((await download()).transferred).toBe(400_000);
    expectSame(file(), content);
    expect(server.requests).toHaveLength(2);
    await expect(download({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(server.requests).toHaveLength(2);
  });

  it("is no faster than its limit", async () => {
    const { download } = await setup(good);
    const start = performance.now();
    await download({ throttle: throttle(1_000_000) });
    expect(performance.now() - start).toBeGreaterThan(300);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it("compares the SHA-256 that the server gives", async () => {
    const digest = (bytes: Uint8Array) => Buffer.from(sha256(bytes), "hex").toString("base64");
    const giving =
      (value: string) => (request: Parameters<typeof good>[0], response: Parameters<typeof good>[1]) => {
        response.setHeader("repr-digest", `sha-256=:${value}:`);
        good(request, response);
      };
    const right = await setup(giving(digest(content)));
    expect(await right.download()).toMatchObject({ sha256: sha256(content) });
    const wrong = await setup(giving(digest(sampleBytes(5))));
    const error = await failure(wrong.download(), "response");
    expect(error.message).toMatch(/its SHA-256 is [\da-f]{64}, but the server announced [\da-f]{64}/);
    expect(await wrong.storage.list()).toEqual([]);
  });

  it("is not put in place by a process that lost the lock meanwhile", async () => {
    const { download, storage } = await setup(good);
    const lost = new Error("lost");
    const lock = { check: () => Promise.reject(lost), release: async () => {} };
    await expect(download({ lock })).rejects.toBe(lost);
    expect(await storage.stat(PATH)).toBeUndefined();
  });

  it("refuses a length other than the one first reported for the same version", async () => {
    const { download } = await setup(good);
    const expected = { byteLength: 700_000, validator: '"v1"' };
    const error = await failure(download({ expected, retry: { tries: 1 } }), "response");
    expect(error.message).toMatch(/announced 700000 bytes, but now reports 600000/);
  });
});

describe("a large file in parallel ranges", () => {
  const large = sampleBytes(70 * 2 ** 20);
  const serveLarge = serveFile(large);

  it("arrives whole, each byte once, whatever breaks", async () => {
    const { download, file, server, storage } = await setup(
      serveLarge,
      breakingOff({ bytes: large, sent: 3_000_000 }),
      serveLarge,
    );
    const answer = await download({ connections: 4 });
    expect(answer.sha256).toBe(sha256(large));
    expectSame(file(), large);
    expect(answer.transferred).toBe(large.length);
    expect(server.requests.filter((request) => request.includes("bytes="))).toHaveLength(4);
    expect(await storage.list()).toEqual(WHOLE);
  });

  it("resumes every range where it stopped", async () => {
    const stop = breakingOff({ bytes: large, sent: 2 * 2 ** 20, afterwards: hang });
    const { download, file, server } = await setup(stop, stop, stop, stop, serveLarge);
    const http = { stallTimeout: 1500, retry: { tries: 1 } };
    await expect(download({ connections: 4, http })).rejects.toThrow(/sent nothing/);
    const { transferred } = await download({ connections: 1 });
    expect(transferred).toBeLessThan(large.length - 4 * 2 ** 20);
    expectSame(file(), large);
    expect(server.requests.length).toBeGreaterThan(6);
  });

  it("arrives in one piece where the server supports no ranges", async () => {
    const ignoring: typeof serveLarge = (request, response) => {
      request.headers.range = undefined;
      serveLarge(request, response);
    };
    const { download, file, told } = await setup(ignoring);
    await download({ connections: 4 });
    expectSame(file(), large);
    expect(told()).toContain("restarted");
  });
});
