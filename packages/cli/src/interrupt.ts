import { EXIT } from "./exit-codes.ts";

/** The reason of an abort that a signal of the operating system asked for. */
export class Interrupted extends Error {
  readonly exitCode: number;

  constructor(signal: "SIGINT" | "SIGTERM") {
    super(signal === "SIGINT" ? "interrupted" : "terminated");
    this.name = "Interrupted";
    this.exitCode = signal === "SIGINT" ? EXIT.interrupted : EXIT.terminated;
  }
}

/** What is said of a transfer that an interruption has stopped. */
export const INTERRUPTED = "Interrupted. The same command resumes here.\n";

/** How long an aborted command may take to tidy up. */
const GRACE = 3000;

/**
 * Turns Ctrl-C and a request to end into an abort. A second Ctrl-C, or work that goes on nevertheless, ends the
 * process at once.
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
