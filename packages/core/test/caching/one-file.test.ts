import { EcephysError, memoryStorage } from "@ecephys/files";
import { describe, expect, it } from "vitest";
import { type OneFileCallCachingOptions, oneFileCallCaching } from "../../src/caching/one-file.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const damaged = () =>
  new EcephysError("format", { action: "Reading", resource: "dir/file", reason: "it is damaged" });

function oneFile() {
  const storage = memoryStorage();
  const state = { fetches: 0, content: "good" };
  const options: OneFileCallCachingOptions<string> = {
    storage,
    path: "dir/file",
    resource: "the file",
    read: async () => {
      const text = new TextDecoder().decode(await storage.read("dir/file"));
      if (text.startsWith("bad")) throw damaged();
      return text;
    },
    fetch: async () => {
      state.fetches++;
      await new Promise((resolve) => setTimeout(resolve, 10));
      return bytes(state.content);
    },
  };
  return { storage, state, options };
}

describe("oneFileCallCaching", () => {
  it("fetches once, and reads from then on", async () => {
    const { storage, state, options } = oneFile();
    expect(await oneFileCallCaching(options)).toBe("good");
    expect(await oneFileCallCaching(options)).toBe("good");
    expect(state.fetches).toBe(1);
    expect(await storage.list()).toEqual(["dir/file"]);
  });

  it("fetches once for concurrent callers, each of whom reads", async () => {
    const { state, options } = oneFile();
    const readers = [1, 2, 3].map((n) => ({ ...options, read: async () => `read by ${n}` }));
    expect(await Promise.all(readers.map(oneFileCallCaching))).toEqual([
      "read by 1",
      "read by 2",
      "read by 3",
    ]);
    expect(state.fetches).toBe(1);
  });

  it("fetches a damaged file once for concurrent callers who all find it so", async () => {
    const { storage, state, options } = oneFile();
    await storage.write("dir/file", bytes("bad"));
    expect(await Promise.all([1, 2, 3].map(() => oneFileCallCaching(options)))).toEqual([
      "good",
      "good",
      "good",
    ]);
    expect(state.fetches).toBe(1);
  });

  it("removes a file that was fetched damaged, for good after the last try", async () => {
    const { storage, state, options } = oneFile();
    state.content = "bad";
    await expect(oneFileCallCaching(options)).rejects.toThrow("it is damaged");
    expect(state.fetches).toBe(2);
    expect(await storage.list()).toEqual([]);
  });

  it("keeps a damaged file until its replacement is complete", async () => {
    const { storage, options } = oneFile();
    await storage.write("dir/file", bytes("bad"));
    const lost = new EcephysError("fetch", { action: "Fetching", resource: "it", reason: "lost" });
    const fetch = async () => {
      throw lost;
    };
    await expect(oneFileCallCaching({ ...options, fetch })).rejects.toBe(lost);
    expect(await storage.list()).toEqual(["dir/file"]);
  });

  it("never removes a good file that cannot be read", async () => {
    const { storage, state, options } = oneFile();
    await storage.write("dir/file", bytes("good"));
    const read = async () => {
      throw new RangeError("out of memory");
    };
    await expect(oneFileCallCaching({ ...options, read })).rejects.toThrow("out of memory");
    await expect(oneFileCallCaching({ ...options, read, lazy: false })).rejects.toThrow("out of memory");
    expect(await storage.list()).toEqual(["dir/file"]);
    expect(state.fetches).toBe(1);
  });

  it("lets one caller give up without ending the fetch for the other", async () => {
    const { state, options } = oneFile();
    const controller = new AbortController();
    const impatient = oneFileCallCaching({ ...options, signal: controller.signal });
    const patient = oneFileCallCaching(options);
    setTimeout(() => controller.abort(new Error("enough")), 2);
    await expect(impatient).rejects.toThrow("enough");
    expect(await patient).toBe("good");
    expect(state.fetches).toBe(1);
  });

  it("ends the fetch when its only caller goes, and leaves nothing", async () => {
    const { storage, options } = oneFile();
    const controller = new AbortController();
    let ended: unknown;
    const fetch = (signal: AbortSignal | undefined) =>
      new Promise<never>((_, reject) => {
        signal?.addEventListener("abort", () => {
          ended = signal.reason;
          reject(signal.reason);
        });
      });
    const call = oneFileCallCaching({ ...options, fetch, signal: controller.signal });
    setTimeout(() => controller.abort(new Error("enough")), 2);
    await expect(call).rejects.toThrow("enough");
    expect(ended).toEqual(new Error("enough"));
    expect(await storage.list()).toEqual([]);
  });
});
