import { plainError } from "@ecephys/files";
import type { FromWorker, Kernel, Task, ToWorker } from "./protocol.ts";

/** The worker's end of its channel. */
export interface Port {
  post(message: FromWorker, transfer: readonly ArrayBuffer[]): void;
  listen(listener: (message: ToWorker) => void): void;
}

type Compute = ReturnType<Kernel<unknown, unknown>>;

/**
 * Answers what a thread is asked, in order; what a worker does.
 * @param kernelOf what computes a task.
 */
export function serveKernels(port: Port, kernelOf: (task: Task) => Compute): void {
  let task: Task | undefined;
  let compute: Compute | undefined;
  port.listen((message) => {
    if ("kernel" in message) {
      task = message;
      compute = undefined;
      return;
    }
    const { id, at, units, memory } = message;
    try {
      if (!task) throw new Error("nothing was asked of the worker");
      compute ??= kernelOf(task);
      port.post({ id, answers: compute(units, at), memory }, memory ? [memory] : []);
    } catch (error) {
      port.post({ id, error: plainError(error) }, []);
    }
  });
}
