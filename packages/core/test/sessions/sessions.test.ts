import { join } from "node:path";
import type { DataFile } from "@ecephys/files";
import { EcephysError } from "@ecephys/files";
import { newDirectory } from "@ecephys/fixtures/testing";
import { describe, expect, it } from "vitest";
import { openProjectCache } from "../../src/open-project-cache.ts";
import type { SessionContext } from "../../src/readers.ts";
import type { SessionsEvent } from "../../src/sessions/options.ts";
import { labBackend } from "../project/backend.ts";

const damaged = new EcephysError("not-found", {
  action: "Opening a session",
  resource: "a test's session",
  reason: "it has no units",
});

const ROOT = newDirectory();

/** Sessions that count how many are open; those of `poisoned` cannot be opened. */
async function counted({ poisoned = [] as number[] } = {}) {
  const open = new Set<number>();
  const log: string[] = [];
  let most = 0;
  const session = {
    open: async (_file: DataFile, { sessionId, filters }: SessionContext) => {
      if (poisoned.includes(sessionId)) throw damaged;
      open.add(sessionId);
      log.push(`open ${sessionId}`);
      most = Math.max(most, open.size);
      const close = async () => {
        if (!open.delete(sessionId)) throw new Error(`session ${sessionId} was closed twice`);
        log.push(`close ${sessionId}`);
      };
      return { sessionId, filters, close };
    },
  };
  const warnings: string[] = [];
  const lab = labBackend();
  const cache = await openProjectCache({
    // The sample has the files of two sessions; one serves for all.
    api: { ...lab, getSessionData: () => lab.getSessionData(715093703) },
    readers: { session },
    manifest: join(ROOT, "m.json"),
    onWarning: (message) => warnings.push(message),
  });
  const ids = [...(await cache.getSessionTable()).array("id")] as number[];
  return { cache, ids, open, log, warnings, mostOpen: () => most };
}

describe("a loop over sessions", () => {
  it("hands over all sessions in order, opens no more than its concurrency, and closes each", async () => {
    const { cache, ids, open, mostOpen } = await counted();
    const events: SessionsEvent[] = [];
    const seen: number[] = [];
    for await (const { id, session } of cache.sessions({
      concurrency: 3,
      onProgress: (e) => events.push(e),
    })) {
      expect(open.has(id)).toBe(true);
      expect(session.sessionId).toBe(id);
      seen.push(id);
      // The next are opened while this one is in use.
      if (seen.length === 1) await expect.poll(mostOpen).toBeGreaterThan(1);
    }
    expect(seen).toEqual(ids);
    expect(open.size).toBe(0);
    expect(mostOpen()).toBeLessThanOrEqual(3);
    expect(events.filter(({ type }) => type === "done").map(({ id }) => id)).toEqual(ids);
    expect(events.at(-1)?.totals).toEqual({ sessions: ids.length, done: ids.length, failed: 0 });
  });

  it("takes some sessions in the order that was given, with unit filters", async () => {
    const { cache, ids, log } = await counted();
    const [first, second] = ids as [number, number];
    for await (const { session } of cache.sessions({
      ids: [second, first],
      concurrency: 1,
      isiViolationsMaximum: 1,
    }))
      expect(session.filters).toMatchObject({ isiViolationsMaximum: 1 });
    expect(log).toEqual([`open ${second}`, `close ${second}`, `open ${first}`, `close ${first}`]);
  });

  it("closes all sessions when it is left early, by break, an error or an abort", async () => {
    const { cache, open } = await counted();
    for await (const { id } of cache.sessions({ concurrency: 3 })) if (id) break;
    expect(open.size).toBe(0);
    const failing = async () => {
      for await (const { id } of cache.sessions({ concurrency: 3 })) throw new Error(`no more after ${id}`);
    };
    await expect(failing()).rejects.toThrow("no more after");
    expect(open.size).toBe(0);
    const controller = new AbortController();
    const aborting = async () => {
      for await (const { id } of cache.sessions({ concurrency: 3, signal: controller.signal }))
        controller.abort(new Error(`stopped at ${id}`));
    };
    await expect(aborting()).rejects.toThrow("stopped at");
    expect(open.size).toBe(0);
  });

  it("ends at a session that cannot be opened, when its turn comes", async () => {
    const { cache, ids, open } = await counted({ poisoned: [1] });
    const seen: number[] = [];
    const looping = async () => {
      for await (const { id } of cache.sessions({ ids: [ids[0]!, 1, ids[1]!], concurrency: 3 }))
        seen.push(id);
    };
    await expect(looping()).rejects.toMatchObject({ code: "not-found" });
    expect(seen).toEqual([ids[0]]);
    expect(open.size).toBe(0);
  });

  it("leaves out a session that fails, and says so", async () => {
    const first = await counted();
    const poisoned = first.ids[1]!;
    const { cache, ids, warnings } = await counted({ poisoned: [poisoned] });
    const seen: number[] = [];
    const failed: unknown[] = [];
    const onProgress = (event: SessionsEvent) => event.type === "failed" && failed.push(event.error);
    for await (const { id } of cache.sessions({ onError: "skip", onProgress })) seen.push(id);
    expect(seen).toEqual(ids.filter((id) => id !== poisoned));
    expect(failed).toEqual([damaged]);
    expect(warnings).toEqual([`Session ${poisoned} is left out. ${damaged.message}`]);
    const onError = (error: unknown, id: number) => {
      failed.push([error, id]);
      return "skip" as const;
    };
    for await (const { id } of cache.sessions({ onError })) expect(id).not.toBe(poisoned);
    expect(failed.at(-1)).toEqual([damaged, poisoned]);
    expect(warnings).toHaveLength(1);
  });

  it("works on several at once with forEach, and closes each after its work", async () => {
    const { cache, ids, open, mostOpen } = await counted();
    const seen: number[] = [];
    let two = () => {};
    const twoAtOnce = new Promise<void>((resolve) => {
      two = resolve;
    });
    await cache.sessions({ concurrency: 2, onError: "skip" }).forEach(async ({ id }) => {
      expect(open.has(id)).toBe(true);
      seen.push(id);
      if (seen.length === 2) two();
      await twoAtOnce;
      if (id === ids[0]) throw damaged;
    });
    expect(seen.sort()).toEqual(ids);
    expect(mostOpen()).toBe(2);
    expect(open.size).toBe(0);
    const stopping = cache.sessions({ concurrency: 2 }).forEach(async ({ id }, { signal }) => {
      if (id === ids[0]) throw damaged;
      if (id !== ids[1]) throw new Error("begun after a failure");
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
    });
    await expect(stopping).rejects.toBe(damaged);
    expect(open.size).toBe(0);
  });

  it("refuses options that are wrong before anything is opened", async () => {
    const { cache } = await counted();
    expect(() => cache.sessions({ concurrency: 0 })).toThrow(/concurrency/);
    expect(() => cache.sessions({ onError: "ignore" as "skip" })).toThrow(/onError/);
    expect(() => cache.sessions({ session: 1 } as object)).toThrow(/session/);
    expect(() => cache.sessions({ isiViolationsMaximum: Number.NaN })).toThrow(/isiViolationsMaximum/);
  });
});
