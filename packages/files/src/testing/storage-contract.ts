import { EcephysError } from "../errors.ts";
import type { CacheStorage } from "../storage.ts";
import type { ContractCheck } from "./check.ts";
import { expectEqual, expectReason, expectRefusal, expectThat, failureOf } from "./expectations.ts";
import { pieces } from "./pieces.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (content: Uint8Array | undefined) => content && new TextDecoder().decode(content);

/**
 * Checks of what every storage must do, to run in its tests.
 * @param open Gives a new, empty storage; each check opens a separate one.
 * @example
 * import { memoryStorage } from "@ecephys/files";
 * import { storageContract } from "@ecephys/files/testing";
 * import { test } from "vitest";
 *
 * for (const { title, run } of storageContract(async () => memoryStorage())) test(title, run);
 */
export function storageContract(open: () => Promise<CacheStorage>): ContractCheck[] {
  const check = (title: string, run: (storage: CacheStorage) => Promise<void>): ContractCheck => ({
    title,
    run: async () => run(await open()),
  });
  return [
    ...Object.entries(CHECKS).map(([title, run]) => check(title, run)),
    ...OUTSIDE.map((path) =>
      check(`refuses ${JSON.stringify(path)}, which is not a path inside it`, (storage) =>
        refusesPath(storage, path),
      ),
    ),
  ];
}

const OUTSIDE = ["..", "../x", "a/../../x", "/etc/passwd", "a//b", "", "./a", "a/", "C:/x", "a\\b", "a\0"];

async function refusesPath(storage: CacheStorage, path: string): Promise<void> {
  const calls = {
    stat: () => storage.stat(path),
    read: () => storage.read(path),
    source: () => storage.source(path),
    write: () => storage.write(path, bytes("")),
    remove: () => storage.remove(path),
  };
  for (const [name, call] of Object.entries(calls)) await expectRefusal(call(), "storage", name);
  expectEqual(await storage.list(), [], "the files");
}

const CHECKS: Readonly<Record<string, (storage: CacheStorage) => Promise<void>>> = {
  async "returns undefined for a file that does not exist"(storage) {
    expectEqual(await storage.stat("a/b.csv"), undefined, "stat");
    expectEqual(await storage.read("a/b.csv"), undefined, "read");
    expectEqual(await storage.source("a/b.csv"), undefined, "source");
    expectEqual(await storage.list(), [], "list");
    expectEqual(await storage.list("a"), [], "list of a directory");
    await storage.remove("a/b.csv");
  },

  async "returns what was written, completely and in part"(storage) {
    await storage.write("a/b/c.bin", bytes("0123456789"));
    expectEqual(text(await storage.read("a/b/c.bin")), "0123456789", "the content");
    expectEqual((await storage.stat("a/b/c.bin"))?.byteLength, 10, "byteLength of stat");
    const source = await storage.source("a/b/c.bin");
    expectEqual(source?.byteLength, 10, "byteLength of the source");
    for (const [start, end, part] of [
      [2, 5, "234"],
      [8, 99, "89"],
      [-3, 1, "0"],
      [20, 30, ""],
      [5, 2, ""],
    ] as const)
      expectEqual(text(await source?.slice(start, end)), part, `slice(${start}, ${end})`);
  },

  async "writes streams and async iterables as they arrive"(storage) {
    await storage.write("stream", pieces(["one ", "", "two"], "close"));
    expectEqual(text(await storage.read("stream")), "one two", "a stream");
    await storage.write("iterable", oneBufferForAll("abc"));
    expectEqual(text(await storage.read("iterable")), "abc", "an iterable that reuses its buffer");
    await storage.write("empty", pieces([], "close"));
    expectEqual((await storage.stat("empty"))?.byteLength, 0, "the length of an empty stream");
  },

  async "replaces a file, and says that it has changed"(storage) {
    await storage.write("file", bytes("old"));
    const before = await storage.stat("file");
    await new Promise((resolve) => setTimeout(resolve, 15));
    await storage.write("file", bytes("new"));
    expectEqual(text(await storage.read("file")), "new", "the content");
    const after = await storage.stat("file");
    expectThat((after?.modified ?? 0) > (before?.modified ?? Number.NaN), "`modified` should grow");
  },

  async "does not let callers change what is kept"(storage) {
    const mine = bytes("kept");
    await storage.write("file", mine);
    mine.fill(0);
    (await storage.read("file"))?.fill(0);
    expectEqual(text(await storage.read("file")), "kept", "the content");
  },

  async "lists files at and under a directory"(storage) {
    for (const path of ["b/2", "b/1", "a", "b/c/3", "bb"]) await storage.write(path, bytes(path));
    expectEqual(await storage.list(), ["a", "b/1", "b/2", "b/c/3", "bb"], "all files");
    expectEqual(await storage.list("b"), ["b/1", "b/2", "b/c/3"], "those under b");
    expectEqual(await storage.list("a"), ["a"], "those at a");
    expectEqual(await storage.list("c"), [], "those under c");
  },

  async "removes a file"(storage) {
    await storage.write("a/1", bytes("1"));
    await storage.write("a/2", bytes("2"));
    await storage.remove("a/1");
    expectEqual(await storage.list(), ["a/2"], "the files");
  },

  async "leaves nothing of a stream that fails half-way, and keeps the old file"(storage) {
    const failure = new EcephysError("fetch", { action: "Fetching", resource: "it", reason: "lost" });
    const failing = () => pieces(["half"], failure);
    await expectReason(storage.write("new/dir/file", failing()), failure, "a new file");
    expectEqual(await storage.list(), [], "the files");
    await storage.write("file", bytes("old"));
    await expectReason(storage.write("file", failing()), failure, "a file that exists");
    expectEqual(text(await storage.read("file")), "old", "the content");
    expectEqual(await storage.list(), ["file"], "the files");
  },

  async "ends a write whose stream hangs when it is aborted, and cancels the stream"(storage) {
    const reason = new Error("enough");
    let cancel: () => void = () => {};
    const cancelled = new Promise<void>((resolve) => {
      cancel = resolve;
    });
    const hanging = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(bytes("half")),
      pull: () => new Promise(() => {}),
      cancel,
    });
    const controller = new AbortController();
    const writing = storage.write("dir/file", hanging, { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 20);
    await expectReason(writing, reason, "the write");
    expectEqual(await storage.list(), [], "the files");
    await cancelled;
  },

  async "does nothing for a signal that is aborted already"(storage) {
    await storage.write("file", bytes("1"));
    const reason = new Error("no");
    const options = { signal: AbortSignal.abort(reason) };
    await expectReason(storage.stat("file", options), reason, "stat");
    await expectReason(storage.read("file", options), reason, "read");
    await expectReason(storage.source("file", options), reason, "source");
    await expectReason(storage.write("file", bytes("2"), options), reason, "write");
    await expectReason(storage.remove("file", options), reason, "remove");
    await expectReason(storage.list(undefined, options), reason, "list");
    expectEqual(text(await storage.read("file")), "1", "the content");
  },

  async "reports a file in place of a directory, and a directory in place of a file"(storage) {
    await storage.write("file", bytes("1"));
    await storage.write("dir/file", bytes("1"));
    const isFile = /file where a directory should be/;
    await expectRefusal(storage.write("file/below", bytes("2")), "storage", "write below a file", isFile);
    await expectRefusal(storage.read("file/below"), "storage", "read below a file", isFile);
    await expectRefusal(storage.stat("file/below"), "storage", "stat below a file", isFile);
    const isDirectory = /directory where a file should be/;
    await expectRefusal(storage.write("dir", bytes("2")), "storage", "write of a directory", isDirectory);
    await expectRefusal(storage.read("dir"), "storage", "read of a directory", isDirectory);
    await expectRefusal(storage.stat("dir"), "storage", "stat of a directory", isDirectory);
    expectEqual(await storage.list(), ["dir/file", "file"], "the files");
  },

  async "keeps one complete file of two written at once"(storage) {
    const big = (letter: string) => pieces(Array(50).fill(letter.repeat(1000)), "close");
    await Promise.all([storage.write("d/file", big("a")), storage.write("d/file", big("b"))]);
    const kept = text(await storage.read("d/file")) ?? "";
    expectThat(/^(a{50000}|b{50000})$/.test(kept), "one of the two files should be there, complete");
    expectEqual(await storage.list(), ["d/file"], "the files");
  },

  async "is not disturbed by another write into the same new directory that fails"(storage) {
    const failing = failureOf(storage.write("d/bad", pieces(["x"], new Error("lost"))), "the bad stream");
    const good = Array.from({ length: 20 }, (_, n) => storage.write(`d/${n}`, bytes("good")));
    expectThat(String(await failing).includes("lost"), "the stream's own error should come through");
    await Promise.all(good);
    expectEqual((await storage.list("d")).length, 20, "the number of files");
  },
};

async function* oneBufferForAll(letters: string): AsyncGenerator<Uint8Array> {
  const reused = bytes("x");
  for (const letter of letters) {
    reused[0] = letter.charCodeAt(0);
    yield reused;
  }
}
