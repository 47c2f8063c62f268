import { expect, it } from "vitest";
import { EcephysError, isEcephysError } from "../../src/errors.ts";
import type { CacheStorage } from "../../src/storage.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (content: Uint8Array | undefined) => content && new TextDecoder().decode(content);

/** A stream that gives some pieces and then fails, or then never answers. */
export function pieces(parts: readonly string[], end: "close" | "hang" | Error): ReadableStream<Uint8Array> {
  const left = [...parts];
  return new ReadableStream({
    async pull(controller) {
      const part = left.shift();
      if (part !== undefined) return controller.enqueue(bytes(part));
      if (end === "close") return controller.close();
      if (end !== "hang") throw end;
      await new Promise(() => {});
    },
  });
}

/** What every storage does alike. */
export function storageContract(open: () => Promise<CacheStorage>): void {
  it("has nothing of what is not there", async () => {
    const storage = await open();
    expect(await storage.stat("a/b.csv")).toBeUndefined();
    expect(await storage.read("a/b.csv")).toBeUndefined();
    expect(await storage.source("a/b.csv")).toBeUndefined();
    expect(await storage.list()).toEqual([]);
    expect(await storage.list("a")).toEqual([]);
    await storage.remove("a/b.csv");
  });

  it("gives back what was written, whole and in part", async () => {
    const storage = await open();
    await storage.write("a/b/c.bin", bytes("0123456789"));
    expect(text(await storage.read("a/b/c.bin"))).toBe("0123456789");
    expect((await storage.stat("a/b/c.bin"))?.byteLength).toBe(10);
    const source = await storage.source("a/b/c.bin");
    expect(source?.byteLength).toBe(10);
    expect(text(await source?.slice(2, 5))).toBe("234");
    expect(text(await source?.slice(8, 99))).toBe("89");
    expect(text(await source?.slice(-3, 1))).toBe("0");
    expect(await source?.slice(20, 30)).toHaveLength(0);
    expect(await source?.slice(5, 2)).toHaveLength(0);
  });

  it("writes streams and async iterables as they come", async () => {
    const storage = await open();
    await storage.write("stream", pieces(["one ", "", "two"], "close"));
    expect(text(await storage.read("stream"))).toBe("one two");
    await storage.write(
      "iterable",
      (async function* () {
        const reused = bytes("x");
        for (const letter of "abc") {
          reused[0] = letter.charCodeAt(0);
          yield reused;
        }
      })(),
    );
    expect(text(await storage.read("iterable"))).toBe("abc");
    await storage.write("empty", pieces([], "close"));
    expect((await storage.stat("empty"))?.byteLength).toBe(0);
  });

  it("replaces a file, and says that it has changed", async () => {
    const storage = await open();
    await storage.write("file", bytes("old"));
    const before = await storage.stat("file");
    await new Promise((resolve) => setTimeout(resolve, 15));
    await storage.write("file", bytes("new"));
    expect(text(await storage.read("file"))).toBe("new");
    expect((await storage.stat("file"))?.modified).toBeGreaterThan(before?.modified ?? Number.NaN);
  });

  it("does not let callers change what is kept", async () => {
    const storage = await open();
    const mine = bytes("kept");
    await storage.write("file", mine);
    mine.fill(0);
    (await storage.read("file"))?.fill(0);
    expect(text(await storage.read("file"))).toBe("kept");
  });

  it("lists files at and under a directory", async () => {
    const storage = await open();
    for (const path of ["b/2", "b/1", "a", "b/c/3", "bb"]) await storage.write(path, bytes(path));
    expect(await storage.list()).toEqual(["a", "b/1", "b/2", "b/c/3", "bb"]);
    expect(await storage.list("b")).toEqual(["b/1", "b/2", "b/c/3"]);
    expect(await storage.list("a")).toEqual(["a"]);
    expect(await storage.list("c")).toEqual([]);
  });

  it("removes a file", async () => {
    const storage = await open();
    await storage.write("a/1", bytes("1"));
    await storage.write("a/2", bytes("2"));
    await storage.remove("a/1");
    expect(await storage.list()).toEqual(["a/2"]);
  });

  it("leaves nothing of a stream that fails half-way, and keeps the old file", async () => {
    const storage = await open();
    const failure = new EcephysError("fetch", { action: "Fetching", resource: "it", reason: "lost" });
    await expect(storage.write("new/dir/file", pieces(["half"], failure))).rejects.toBe(failure);
    expect(await storage.list()).toEqual([]);
    await storage.write("file", bytes("old"));
    await expect(storage.write("file", pieces(["half"], failure))).rejects.toBe(failure);
    expect(text(await storage.read("file"))).toBe("old");
    expect(await storage.list()).toEqual(["file"]);
  });

  it("ends a write whose stream hangs when it is aborted, and cancels the stream", async () => {
    const storage = await open();
    let cancelled: unknown;
    const hanging = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(bytes("half")),
      pull: () => new Promise(() => {}),
      cancel: () => {
        cancelled = true;
      },
    });
    const controller = new AbortController();
    const reason = new Error("enough");
    const writing = storage.write("dir/file", hanging, { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 20);
    await expect(writing).rejects.toBe(reason);
    expect(await storage.list()).toEqual([]);
    await expect.poll(() => cancelled).toBe(true);
  });

  it("does nothing for a signal that is aborted already", async () => {
    const storage = await open();
    await storage.write("file", bytes("1"));
    const options = { signal: AbortSignal.abort(new Error("no")) };
    await expect(storage.stat("file", options)).rejects.toThrow("no");
    await expect(storage.read("file", options)).rejects.toThrow("no");
    await expect(storage.source("file", options)).rejects.toThrow("no");
    await expect(storage.write("file", bytes("2"), options)).rejects.toThrow("no");
    await expect(storage.remove("file", options)).rejects.toThrow("no");
    await expect(storage.list(undefined, options)).rejects.toThrow("no");
    expect(text(await storage.read("file"))).toBe("1");
  });

  it.each(["..", "../x", "a/../../x", "/etc/passwd", "a//b", "", "./a", "a/", "C:/x", "a\\b", "a\0"])(
    "refuses %j, which is no path inside of it",
    async (path) => {
      const storage = await open();
      const calls = [
        () => storage.stat(path),
        () => storage.read(path),
        () => storage.source(path),
        () => storage.write(path, bytes("")),
        () => storage.remove(path),
      ];
      for (const call of calls) {
        await expect(call()).rejects.toSatisfy((error) => isEcephysError(error, "storage"));
      }
      expect(await storage.list()).toEqual([]);
    },
  );

  it("says where a file is in the place of a directory, and a directory in that of a file", async () => {
    const storage = await open();
    await storage.write("file", bytes("1"));
    await storage.write("dir/file", bytes("1"));
    const file = /file where a directory should be/;
    await expect(storage.write("file/below", bytes("2"))).rejects.toThrow(file);
    await expect(storage.read("file/below")).rejects.toThrow(file);
    await expect(storage.stat("file/below")).rejects.toThrow(file);
    const directory = /directory where a file should be/;
    await expect(storage.write("dir", bytes("2"))).rejects.toThrow(directory);
    await expect(storage.read("dir")).rejects.toThrow(directory);
    await expect(storage.stat("dir")).rejects.toThrow(directory);
    expect(await storage.list()).toEqual(["dir/file", "file"]);
  });

  it("keeps one of two files written at once, whole", async () => {
    const storage = await open();
    const big = (letter: string) => pieces(Array(50).fill(letter.repeat(1000)), "close");
    await Promise.all([storage.write("d/file", big("a")), storage.write("d/file", big("b"))]);
    expect(text(await storage.read("d/file"))).toMatch(/^(a{50000}|b{50000})$/);
    expect(await storage.list()).toEqual(["d/file"]);
  });

  it("is not disturbed by another write into the same new directory that fails", async () => {
    const storage = await open();
    const failing = storage.write("d/bad", pieces(["x"], new Error("lost")));
    const good = Array.from({ length: 20 }, (_, n) => storage.write(`d/${n}`, bytes("good")));
    await expect(failing).rejects.toThrow("lost");
    await Promise.all(good);
    expect(await storage.list("d")).toHaveLength(20);
  });
}
