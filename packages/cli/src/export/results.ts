import type { TaskResult } from "@ecephys/export/tasks";
import { errorOfPlain, type PlainError } from "@ecephys/files";
import type { Runtime } from "../io.ts";
import type { GlobalFlags } from "../options/global-options.ts";
import { sanitise } from "../output/sanitise.ts";
import { bytesText } from "../progress/amounts.ts";
import { endWithFailures } from "../run/failures.ts";

/** Tells what came of each task: a line for people at a terminal, else (and with --json) a line of JSON, for schedulers. */
export function resultLines({ json }: GlobalFlags, { io }: Runtime): (result: TaskResult) => void {
  const isText = io.stdout.isTTY && !json;
  return (result) => {
    io.stdout.write(isText ? `${sanitise(resultText(result))}\n` : `${JSON.stringify(result)}\n`);
  };
}

function resultText({ bytes = 0, outcome, rows, seconds, task }: TaskResult): string {
  const amount = rows === undefined ? "" : `  ${rows.toLocaleString("en")} rows  ${bytesText(bytes)}`;
  return `${outcome.padEnd(7)}  ${task}${amount}${outcome === "written" ? `  ${seconds.toFixed(1)} s` : ""}`;
}

/** A task, or a session, that failed. */
interface Failure {
  readonly error?: PlainError | undefined;
}

/**
 * Reports failures on stderr.
 * @throws EndedWith the exit code, if there is any: 11 where others succeeded, else that of the first one's error.
 */
export function endWithFailed(
  failed: readonly Failure[],
  succeeded: number,
  { json, jsonErrors }: GlobalFlags,
  { io }: Runtime,
): void {
  const errors = failed.map(({ error }) => ({ error: errorOfPlain(error ?? { message: "it failed" }) }));
  endWithFailures(errors, succeeded, io, Boolean(json || jsonErrors));
}
