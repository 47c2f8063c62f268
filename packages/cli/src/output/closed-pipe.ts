/** Thrown where the reader of our output is gone (`| head`): a reason to stop, not a failure. */
export class ClosedPipe extends Error {
  constructor() {
    super("the reader of the output is gone");
    this.name = "ClosedPipe";
  }
}

/** Whether a stream failed because nobody reads it any more. */
export function isClosedPipe(error: unknown): boolean {
  if (error instanceof ClosedPipe) return true;
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return code === "EPIPE" || code === "ERR_STREAM_DESTROYED" || code === "EOF";
}
