import type { PrefetchFailure } from "@ecephys/core";
import { EndedWith } from "../ended-with.ts";
import { EXIT } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { describeError, reportError } from "./report.ts";

/** The exit code if some of several files failed: a code of its own, or that of the first failure if all did. */
export function failureCode(failed: readonly Pick<PrefetchFailure, "error">[], succeeded: number): number {
  const first = failed[0];
  if (first === undefined) return EXIT.ok;
  return succeeded > 0 ? EXIT.partial : describeError(first.error).exitCode;
}

/**
 * Reports every failure on stderr.
 * @throws EndedWith the exit code, if there is any failure.
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
