/** Thrown when the reader of the output has closed the pipe (`| head`): a reason to stop, not a failure. */
export class ClosedPipe extends Error {
  constructor() {
    super("the reader closed the output");
    this.name = "ClosedPipe";
  }
}

/** Whether a stream failed because its reader is gone. */
export function isClosedPipe(error: unknown): boolean {
  if (error instanceof ClosedPipe) return true;
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return code === "EPIPE" || code === "ERR_STREAM_DESTROYED" || code === "EOF";
}
