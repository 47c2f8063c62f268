import { describe, expect, it, vi } from "vitest";
import { allOrNone } from "../../src/tasks/all-or-none.ts";
import { SharedTasks } from "../../src/tasks/shared-tasks.ts";
import { untilAborted } from "../../src/tasks/until-aborted.ts";

/** A task that counts its runs and ends when it is told to. */
function countedTask() {
  const state = { runs: 0, aborted: 0, finish: (_: string) => {}, fail: (_: Error) => {} };
  const task = (signal: AbortSignal) => {
    state.runs++;
    return new Promise<string>((resolve, reject) => {
      state.finish = resolve;
      state.fail = reject;
      signal.addEventListener("abort", () => {
        state.aborted++;
        reject(signal.reason);
      });
    });
  };
  return { state, task };
}

describe("shared tasks", () => {
  it("run once for all simultaneous callers, and again afterwards", async () => {
    const shared = new SharedTasks();
    const { state, task } = countedTask();
    const all = [1, 2, 3].map(() => shared.run("key", task));
    const other = shared.run("other", async () => "other");
    state.finish("done");
    expect(await Promise.all(all)).toEqual(["done", "done", "done"]);
    expect(await other).toBe("other");
    expect(state.runs).toBe(1);
    const again = shared.run("key", task);
    state.finish("again");
    expect(await again).toBe("again");
    expect(state.runs).toBe(2);
  });

  it("fail for all callers, and run again for the next", async () => {
    const shared = new SharedTasks();
    const { state, task } = countedTask();
    const all = [shared.run("key", task), shared.run("key", task)];
    state.fail(new Error("lost"));
    for (const result of await Promise.allSettled(all)) expect(result.status).toBe("rejected");
    const next = shared.run("key", task);
    state.finish("found");
    expect(await next).toBe("found");
  });

  it("continue for the others when one caller aborts", async () => {
    const shared = new SharedTasks();
    const { state, task } = countedTask();
    const one = new AbortController();
    const impatient = shared.run("key", task, one.signal);
    const patient = shared.run("key", task, new AbortController().signal);
    one.abort(new Error("too slow"));
    await expect(impatient).rejects.toThrow("too slow");
    state.finish("done");
    expect(await patient).toBe("done");
    expect(state).toMatchObject({ runs: 1, aborted: 0 });
  });

  it("are aborted when the last caller aborts, and start again for a new caller", async () => {
    const shared = new SharedTasks();
    const { state, task } = countedTask();
    const controllers = [new AbortController(), new AbortController()];
    const all = controllers.map(({ signal }) => shared.run("key", task, signal));
    for (const controller of controllers) controller.abort(new Error("no more"));
    for (const result of await Promise.allSettled(all)) {
      expect(result).toMatchObject({ status: "rejected", reason: new Error("no more") });
    }
    expect(state).toMatchObject({ runs: 1, aborted: 1 });
    const next = shared.run("key", task);
    state.finish("done");
    expect(await next).toBe("done");
    expect(state).toMatchObject({ runs: 2, aborted: 1 });
  });

  it("continue for a caller who arrives just as the last one aborts", async () => {
    const shared = new SharedTasks();
    const { state, task } = countedTask();
    const controller = new AbortController();
    const leaving = shared.run("key", task, controller.signal);
    controller.abort(new Error("no more"));
    const coming = shared.run("key", task);
    await expect(leaving).rejects.toThrow("no more");
    state.finish("done");
    expect(await coming).toBe("done");
    expect(state).toMatchObject({ runs: 1, aborted: 0 });
  });

  it("have cleaned up before their last caller's promise rejects", async () => {
    let tidy = false;
    const controller = new AbortController();
    const call = new SharedTasks().run(
      "key",
      async (signal) => {
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
        await new Promise((resolve) => setTimeout(resolve, 30));
        tidy = true;
      },
      controller.signal,
    );
    controller.abort(new Error("enough"));
    await expect(call).rejects.toThrow("enough");
    expect(tidy).toBe(true);
  });

  it("release their last caller in the end even if they ignore the abort", async () => {
    vi.useFakeTimers();
    const controller = new AbortController();
    const call = new SharedTasks().run("key", () => new Promise(() => {}), controller.signal);
    const expected = expect(call).rejects.toThrow("enough");
    controller.abort(new Error("enough"));
    await vi.advanceTimersByTimeAsync(60_000);
    await expected;
    vi.useRealTimers();
  });

  it("do not abort what has ended", async () => {
    const shared = new SharedTasks();
    let kept: AbortSignal | undefined;
    await shared.run("key", async (signal) => {
      kept = signal;
    });
    expect(kept?.aborted).toBe(false);
  });

  it("do not start for a signal that is aborted already", async () => {
    const { state, task } = countedTask();
    await expect(new SharedTasks().run("key", task, AbortSignal.abort(new Error("no")))).rejects.toThrow(
      "no",
    );
    expect(state.runs).toBe(0);
  });
});

describe("shared tasks that keep their results", () => {
  const keeping = () => new SharedTasks<string>({ keepResults: true, cleanupLimit: 0 });

  it("run once for all callers, early and late", async () => {
    const shared = keeping();
    const { state, task } = countedTask();
    const first = shared.run("key", task);
    state.finish("done");
    expect([await first, await shared.run("key", task)]).toEqual(["done", "done"]);
    expect(await shared.run("key", task, new AbortController().signal)).toBe("done");
    expect(state).toMatchObject({ runs: 1, aborted: 0 });
  });

  it("do not keep a failure: the next caller tries again", async () => {
    const shared = keeping();
    const { state, task } = countedTask();
    const failing = shared.run("key", task);
    state.fail(new Error("lost"));
    await expect(failing).rejects.toThrow("lost");
    const next = shared.run("key", task);
    state.finish("found");
    expect(await next).toBe("found");
  });

  it("release the last caller at once where there is no time to clean up", async () => {
    const controller = new AbortController();
    const never = () => new Promise<string>(() => {});
    const call = keeping().run("key", never, controller.signal);
    controller.abort(new Error("enough"));
    await expect(call).rejects.toThrow("enough");
  });

  it("stop with a reason for all present and later callers, and return the kept results", async () => {
    const shared = keeping();
    await shared.run("kept", async () => "kept");
    const { state, task } = countedTask();
    const waiting = shared.run("key", task);
    const hears = expect(waiting).rejects.toThrow("closed");
    expect(await shared.stop(new Error("closed"))).toEqual(["kept"]);
    await hears;
    await expect(shared.run("kept", task)).rejects.toThrow("closed");
    expect(state).toMatchObject({ runs: 1, aborted: 1 });
    expect(await shared.stop(new Error("closed"))).toEqual([]);
  });
});

describe("untilAborted", () => {
  it("handles the rejection of a promise that nobody awaits any more", async () => {
    const unhandled = vi.fn();
    process.on("unhandledRejection", unhandled);
    const aborted = AbortSignal.abort(new Error("no"));
    await expect(untilAborted(Promise.reject(new Error("lost")), aborted)).rejects.toThrow("no");
    await new Promise((resolve) => setTimeout(resolve, 10));
    process.off("unhandledRejection", unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it("leaves no listener behind", async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    signal.addEventListener = () => void listeners++;
    signal.removeEventListener = () => void listeners--;
    await untilAborted(Promise.resolve(1), signal);
    expect(listeners).toBe(0);
  });

  it("adds one listener for all waits on the same signal: Node warns of more than ten", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    let listeners = 0;
    const { addEventListener } = signal;
    signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      listeners++;
      addEventListener.apply(signal, args);
    };
    const never = new Promise<never>(() => {});
    const waiting = Array.from({ length: 20 }, () => untilAborted(never, signal));
    expect(listeners).toBe(1);
    controller.abort(new Error("no"));
    for (const one of await Promise.allSettled(waiting)) expect(one).toMatchObject({ status: "rejected" });
  });
});

describe("allOrNone", () => {
  it("gives all values in their order", async () => {
    expect(await allOrNone(undefined, () => [Promise.resolve(1), Promise.resolve("two")])).toEqual([
      1,
      "two",
    ]);
  });

  it("aborts the others when one fails, waits for them, and throws the first failure", async () => {
    let ended = false;
    const slow = (signal: AbortSignal) =>
      new Promise<never>((_, reject) => {
        signal.addEventListener("abort", () =>
          setTimeout(() => {
            ended = true;
            reject(new Error("second"));
          }, 20),
        );
      });
    const all = allOrNone(undefined, (signal) => [slow(signal), Promise.reject(new Error("first"))]);
    await expect(all).rejects.toThrow("first");
    expect(ended).toBe(true);
  });

  it("passes the caller's abort on", async () => {
    const controller = new AbortController();
    const waiting = allOrNone(controller.signal, (signal) => [untilAborted(new Promise(() => {}), signal)]);
    controller.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
  });
});
