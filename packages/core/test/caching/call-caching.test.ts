import { EcephysError, type EcephysErrorCode } from "@ecephys/files";
import { describe, expect, it } from "vitest";
import { type CallCachingOptions, callCaching, NotKept } from "../../src/caching/call-caching.ts";

const failure = (code: EcephysErrorCode) =>
  new EcephysError(code, { action: "Doing", resource: "it", reason: `of ${code}` });

/** A cache of one value, with steps that can be made to fail. */
function oneValue(setup: { kept?: string; reads?: unknown[]; fetches?: unknown[]; writes?: unknown[] }) {
  const calls: string[] = [];
  const warnings: string[] = [];
  let kept = setup.kept;
  const next = (failures: unknown[] | undefined) => {
    const failure = failures?.shift();
    if (failure !== undefined && failure !== null) throw failure;
  };
  const options: CallCachingOptions<string, string> = {
    resource: "the value",
    read: async () => {
      calls.push("read");
      next(setup.reads);
      return kept;
    },
    fetch: async () => {
      calls.push("fetch");
      next(setup.fetches);
      return "fetched";
    },
    write: async (data) => {
      calls.push("write");
      next(setup.writes);
      kept = data;
    },
    cleanup: async () => {
      calls.push("cleanup");
      kept = undefined;
    },
    onWarning: (message) => warnings.push(message),
  };
  return { options, calls, warnings };
}

describe("callCaching", () => {
  it("reads cached data without fetching", async () => {
    const { options, calls } = oneValue({ kept: "kept" });
    expect(await callCaching(options)).toBe("kept");
    expect(calls).toEqual(["read"]);
  });

  it("fetches missing data, writes them, and returns what is read back", async () => {
    const { options, calls, warnings } = oneValue({});
    expect(await callCaching(options)).toBe("fetched");
    expect(calls).toEqual(["read", "fetch", "write", "read"]);
    expect(warnings).toEqual([]);
  });

  it("fetches cached data again, if told to", async () => {
    const { options, calls } = oneValue({ kept: "kept" });
    expect(await callCaching({ ...options, lazy: false })).toBe("fetched");
    expect(calls).toEqual(["fetch", "write", "read"]);
  });

  it("fetches damaged data again, with a warning, and without removing them first", async () => {
    const { options, calls, warnings } = oneValue({ kept: "kept", reads: [failure("format")] });
    expect(await callCaching(options)).toBe("fetched");
    expect(calls).toEqual(["read", "fetch", "write", "read"]);
    expect(warnings).toEqual(["Doing failed for it: of format. Fetching it again."]);
  });

  it.each(["storage", "argument"] as const)("leaves data alone that fail to be read for %s", async (code) => {
    const { options, calls } = oneValue({ kept: "kept", reads: [failure(code)] });
    await expect(callCaching(options)).rejects.toThrow(`of ${code}`);
    expect(calls).toEqual(["read"]);
  });

  it("leaves data alone if the reader itself is broken", async () => {
    const { options, calls } = oneValue({ kept: "kept", reads: [new TypeError("my mistake")] });
    await expect(callCaching(options)).rejects.toThrow("my mistake");
    expect(calls).toEqual(["read"]);
  });

  it.each(["fetch", "response", "database"] as const)("retries a fetch after %s", async (code) => {
    const { options, calls, warnings } = oneValue({ fetches: [failure(code)] });
    expect(await callCaching(options)).toBe("fetched");
    expect(calls).toEqual(["read", "fetch", "fetch", "write", "read"]);
    expect(warnings).toEqual([`Doing failed for it: of ${code}. Fetching the value again (1 try left).`]);
  });

  it.each([1, 2, 3, 5])("fetches at most %d times in total", async (fetchTries) => {
    const fetches = Array.from({ length: 9 }, () => failure("fetch"));
    const { options, calls, warnings } = oneValue({ fetches });
    await expect(callCaching({ ...options, fetchTries })).rejects.toThrow("of fetch");
    expect(calls.filter((call) => call === "fetch")).toHaveLength(fetchTries);
    expect(warnings).toHaveLength(fetchTries - 1);
  });

  it("fetches twice by default", async () => {
    const { options, calls } = oneValue({ fetches: Array.from({ length: 9 }, () => failure("response")) });
    await expect(callCaching(options)).rejects.toThrow("of response");
    expect(calls).toEqual(["read", "fetch", "fetch"]);
  });

  it.each(["not-found", "missing-data", "argument", "manifest", "storage"] as const)(
    "does not try again after %s",
    async (code) => {
      const { options, calls } = oneValue({ fetches: [failure(code)] });
      await expect(callCaching(options)).rejects.toThrow(`of ${code}`);
      expect(calls).toEqual(["read", "fetch"]);
    },
  );

  it("does not fetch again because the disk is full", async () => {
    const { options, calls } = oneValue({ writes: [failure("storage")] });
    await expect(callCaching(options)).rejects.toThrow("of storage");
    expect(calls).toEqual(["read", "fetch", "write"]);
  });

  it("removes data that were fetched damaged, and fetches them once more", async () => {
    const { options, calls } = oneValue({ reads: [null, failure("format")] });
    expect(await callCaching(options)).toBe("fetched");
    expect(calls).toEqual(["read", "fetch", "write", "read", "cleanup", "fetch", "write", "read"]);
  });

  it("removes them the last time too, and throws the damage", async () => {
    const { options, calls } = oneValue({ reads: [null, failure("format"), failure("format")] });
    await expect(callCaching(options)).rejects.toThrow("of format");
    expect(calls.slice(-2)).toEqual(["read", "cleanup"]);
    expect(calls.filter((call) => call === "fetch")).toHaveLength(2);
  });

  it("keeps complete data that cannot be read for another reason", async () => {
    const { options, calls } = oneValue({ reads: [null, failure("storage")] });
    await expect(callCaching(options)).rejects.toThrow("of storage");
    expect(calls).toEqual(["read", "fetch", "write", "read"]);
  });

  it("says what is damaged if its replacement is not available", async () => {
    const { options } = oneValue({
      kept: "kept",
      reads: [failure("format")],
      fetches: [failure("missing-data")],
    });
    await expect(callCaching(options)).rejects.toThrow("of format");
  });

  it("returns data that are not to be cached", async () => {
    const { options, calls } = oneValue({});
    expect(await callCaching({ ...options, fetch: async () => new NotKept("nothing much") })).toBe(
      "nothing much",
    );
    expect(calls).toEqual(["read"]);
  });

  it("says that written data have disappeared", async () => {
    const { options } = oneValue({});
    const read = async () => undefined;
    await expect(callCaching({ ...options, read, fetchTries: 1 })).rejects.toThrow(/is no longer there/);
  });

  it("ends with the signal's reason, without a retry", async () => {
    const controller = new AbortController();
    const { options, calls } = oneValue({});
    const call = callCaching({
      ...options,
      signal: controller.signal,
      fetch: async () => {
        calls.push("fetch");
        controller.abort(new Error("enough"));
        throw failure("fetch");
      },
    });
    await expect(call).rejects.toThrow("enough");
    expect(calls).toEqual(["read", "fetch"]);
    await expect(callCaching({ ...options, signal: AbortSignal.abort(new Error("no")) })).rejects.toThrow(
      "no",
    );
  });
});
