/** Lets the process end with an exit code. */
export function endProcess(code: number): void {
  // After an interruption, do not wait for pending output: its reader may never read it.
  if (code >= 128) process.exit(code);
  process.exitCode = code;
}
