import { EXIT } from "./exit-codes.ts";

/** The reason of an abort caused by a signal from the operating system. */
export class Interrupted extends Error {
  readonly exitCode: number;

  constructor(signal: "SIGINT" | "SIGTERM") {
    super(signal === "SIGINT" ? "interrupted" : "terminated");
    this.name = "Interrupted";
    this.exitCode = signal === "SIGINT" ? EXIT.interrupted : EXIT.terminated;
  }
}

/** Shown when an interruption has stopped a transfer. */
export const INTERRUPTED = "Interrupted. Run the same command to resume.\n";

/** How long an aborted command may take to clean up. */
const GRACE = 3000;

/**
 * Turns Ctrl-C and SIGTERM into an abort. A second Ctrl-C, or work that does not stop, ends the process at once.
 */
export function abortOnInterrupt(controller: AbortController): () => void {
  const handlers = (["SIGINT", "SIGTERM"] as const).map((name) => {
    const handler = () => {
      const reason = new Interrupted(name);
      if (controller.signal.aborted) process.exit(reason.exitCode);
      controller.abort(reason);
      setTimeout(() => process.exit(reason.exitCode), GRACE).unref();
    };
    process.on(name, handler);
    return () => process.off(name, handler);
  });
  return () => {
    for (const remove of handlers) remove();
  };
}
