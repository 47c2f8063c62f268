/**
 * One thing that a contract asks for. It needs no test framework: `for (const { title, run } of checks)
 * test(title, run)` registers all of them with vitest, node:test, mocha, jest or Deno.
 */
export interface ContractCheck {
  /** What holds: "returns what was written, completely and in part". */
  readonly title: string;
  /** Resolves where it holds, and rejects with an error that says what does not. */
  run(): Promise<void>;
}
