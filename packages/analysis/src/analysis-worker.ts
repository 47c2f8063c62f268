import { PAIRS, unitPairs } from "./spikes/unit-pairs.ts";
import { KERNELS } from "./stimulus/kernels.ts";
import type { FromWorker, Kernel, Task, ToWorker } from "./workers/protocol.ts";
import { type Port, serveKernels } from "./workers/serve.ts";

/** The parts of a worker's global scope used here; TypeScript's DOM types describe that of pages. */
interface WorkerScope {
  postMessage(message: FromWorker, transfer: readonly ArrayBuffer[]): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
}

const scope = globalThis as unknown as WorkerScope;

/** Only workers and pages can listen; elsewhere importing the module does nothing. */
function ownPort(): Port | undefined {
  const port = globalThis.process?.getBuiltinModule?.("node:worker_threads")?.parentPort;
  if (port)
    return {
      post: (message, transfer) => port.postMessage(message, transfer),
      listen: (listener) => port.on("message", listener),
    };
  if (typeof scope.addEventListener !== "function") return undefined;
  return {
    post: (message, transfer) => scope.postMessage(message, transfer),
    listen: (listener) => scope.addEventListener("message", ({ data }) => listener(data as ToWorker)),
  };
}

const ALL = { ...KERNELS, [PAIRS]: unitPairs };

const port = ownPort();
if (port)
  serveKernels(port, ({ kernel, shared }: Task) =>
    (ALL[kernel as keyof typeof ALL] as Kernel<unknown, unknown>)(shared),
  );
