import workerUrl from "virtual:notebook-worker";
import type { Output, RunMessage, RunRequest } from "./outputs.ts";

/** How a run of a cell ended. */
export type RunEnd =
  | { readonly kind: "done"; readonly milliseconds: number }
  | { readonly kind: "failed"; readonly message: string; readonly line?: number | undefined }
  | { readonly kind: "stopped" };

/** What a page does with its cells: they run one after another in a worker, which begins anew when it is stopped. */
export interface Notebook {
  run(code: string, width: number, show: (output: Output) => void): Promise<RunEnd>;
  /** Ends what runs, and forgets what cells have left. */
  stop(): void;
}

/** @param sample The address of the directory with the sample project. */
export function startNotebook(sample: string): Notebook {
  let worker: Worker | undefined;
  let runs = 0;
  const waiting = new Map<number, { show: (output: Output) => void; end: (how: RunEnd) => void }>();

  function endAll(how: RunEnd): void {
    worker?.terminate();
    worker = undefined;
    for (const { end } of waiting.values()) end(how);
    waiting.clear();
  }

  function started(): Worker {
    const fresh = new Worker(workerUrl, { type: "module" });
    fresh.addEventListener("message", ({ data }: MessageEvent<RunMessage>) => {
      const one = waiting.get(data.run);
      if (!one) return;
      if ("output" in data) {
        one.show(data.output);
        return;
      }
      waiting.delete(data.run);
      if ("done" in data) one.end({ kind: "done", milliseconds: data.milliseconds });
      else one.end({ kind: "failed", message: data.failure, line: data.line });
    });
    fresh.addEventListener("error", (event) => {
      const message = event.message
        ? `The code could not be run: ${event.message}.`
        : "What runs the code could not be loaded. Check the connection, then run it again.";
      endAll({ kind: "failed", message });
    });
    return fresh;
  }

  return {
    run: (code, width, show) =>
      new Promise((end) => {
        worker ??= started();
        const run = ++runs;
        waiting.set(run, { show, end });
        const request: RunRequest = { run, code, sample, width };
        worker.postMessage(request);
      }),
    stop: () => endAll({ kind: "stopped" }),
  };
}
