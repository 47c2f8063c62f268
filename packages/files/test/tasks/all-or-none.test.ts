import { expect, it } from "vitest";
import { allOrNone } from "../../src/tasks/all-or-none.ts";
import { onAbort } from "../../src/tasks/on-abort.ts";

const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => onAbort(signal, () => reject(signal.reason)));

it("work that is started together ends with the caller's signal", async () => {
  const source = new AbortController();
  const all = allOrNone(source.signal, (signal) => [untilAborted(signal)]);
  source.abort("enough");
  await expect(all).rejects.toBe("enough");
});

it("work that is started together after the caller's signal aborted is aborted from the start", async () => {
  const all = allOrNone(AbortSignal.abort("enough"), (signal) => [
    Promise.resolve().then(() => signal.throwIfAborted()),
  ]);
  await expect(all).rejects.toBe("enough");
});
