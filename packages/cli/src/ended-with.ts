/** Ends a command that has already reported its outcome, with an exit code other than 0. */
export class EndedWith extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`ended with ${exitCode}`);
    this.name = "EndedWith";
    this.exitCode = exitCode;
  }
}
