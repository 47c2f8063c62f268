import type { PrefetchFailure } from "@ecephys/core";
import { EndedWith } from "../ended-with.ts";
import { EXIT } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { describeError, reportError } from "./report.ts";

/** The exit code where some of several files failed: of its own, and that of the first failure where all did. */
export function failureCode(failed: readonly Pick<PrefetchFailure, "error">[], succeeded: number): number {
  const first = failed[0];
  if (first === undefined) return EXIT.ok;
  return succeeded > 0 ? EXIT.partial : describeError(first.error).exitCode;
}

/**
 * Names every failure on stderr.
 * @throws EndedWith the exit code, where there is any failure.
 */
export function endWithFailures(
  failed: readonly Pick<PrefetchFailure, "error">[],
  succeeded: number,
  io: Io,
  json: boolean,
): void {
  for (const { error } of failed) reportError(error, io, json);
  if (failed.length > 0) throw new EndedWith(failureCode(failed, succeeded));
}
