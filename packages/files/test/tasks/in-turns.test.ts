import { describe, expect, it } from "vitest";
import { inTurns } from "../../src/tasks/in-turns.ts";

/** Work that goes on until `isOver`. */
function* work(isOver: () => boolean): Generator<number, string, void> {
  while (!isOver()) yield 0.5;
  return "done";
}

describe("long work in turns", () => {
  it("lets timers run while it works, and tells how far it is", async () => {
    let hasRung = false;
    setTimeout(() => {
      hasRung = true;
    }, 0);
    const told: number[] = [];
    const onProgress = ({ fraction }: { fraction: number }) => told.push(fraction);
    expect(
      await inTurns(
        work(() => hasRung),
        { onProgress },
      ),
    ).toBe("done");
    expect(new Set(told)).toEqual(new Set([0.5]));
  });

  it("ends with the reason of its signal", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort("enough"), 0);
    const endless = inTurns(
      work(() => false),
      { signal: controller.signal },
    );
    await expect(endless).rejects.toBe("enough");
  });
});
