import { isEcephysError } from "@ecephys/files";
import { CommanderError } from "commander";
import { EXIT, EXIT_OF_ERROR } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import type { GlobalFlags } from "../options/global-options.ts";
import { sanitise } from "../output/sanitise.ts";
import { withoutPasswords } from "../output/without-passwords.ts";
import { wrap } from "../output/wrap.ts";

/** An error as printed by `--json-errors`. */
export interface ErrorReport {
  readonly code: string;
  readonly exitCode: number;
  readonly message: string;
  readonly action?: string | undefined;
  readonly resource?: string | undefined;
  readonly reason?: string | undefined;
  readonly remedy?: string | undefined;
}

/** Reports an error on stderr, and returns its exit code. */
export function reportError(error: unknown, io: Io, json: boolean): number {
  const report = describeError(error);
  if (json) {
    io.stderr.write(`${escapeJson(JSON.stringify({ error: report }))}\n`);
    return report.exitCode;
  }
  const text = sanitise(readable(report), { lines: true });
  io.stderr.write(`${io.stderr.isTTY && io.stderr.columns ? wrap(text, io.stderr.columns) : text}\n`);
  if (report.exitCode === EXIT.unexpected && io.env.ECEPHYS_DEBUG && error instanceof Error)
    io.stderr.write(`${sanitise(error.stack ?? "", { lines: true })}\n`);
  return report.exitCode;
}

/** The report of an error, and its exit code. */
export function describeError(error: unknown): ErrorReport {
  if (isEcephysError(error)) {
    const { code, message, action, resource, reason, remedy } = error;
    return {
      code,
      exitCode: EXIT_OF_ERROR[code] ?? EXIT.unexpected,
      message,
      action,
      resource,
      reason,
      remedy: remedy && inCommand(remedy),
    };
  }
  if (error instanceof CommanderError) {
    const message = withoutPasswords(error.message.replace(/^error: /, ""));
    return { code: "usage", exitCode: EXIT.usage, message };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: "unexpected", exitCode: EXIT.unexpected, message };
}

/** What to do in a program, as an option of the command. */
function inCommand(text: string): string {
  return text
    .replace(/hand it in: \{ linkedFiles: \{ ".*?": file \} \}/, "name it: --linked FILE")
    .replace("openNwb reads any of it", "`ecephys nwb FILE` shows any of it");
}

function readable({ message, action, resource, reason, remedy, exitCode }: ErrorReport): string {
  if (action === undefined)
    return `error: ${message}${exitCode === EXIT.unexpected ? "\nThis should not happen; ECEPHYS_DEBUG=1 shows where it did." : ""}`;
  return `error: ${lowerFirst(action)} failed for ${resource}: ${reason}${remedy ? `\n  ${remedy}` : ""}`;
}

/** "Fetching" -> "fetching" after a colon; abbreviations are kept. */
function lowerFirst(text: string): string {
  return /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** A warning on stderr, as text or as one JSON object. */
export function warningText(message: string, json: boolean): string {
  return json
    ? `${escapeJson(JSON.stringify({ warning: { message } }))}\n`
    : `warning: ${sanitise(message)}\n`;
}

/** Turns warnings into text for stderr, or into JSON; drops them with `--quiet`. */
export function warnings(
  { json, jsonErrors, quiet }: Pick<GlobalFlags, "json" | "jsonErrors" | "quiet">,
  write: (text: string) => void,
): (message: string) => void {
  return (message) => {
    if (!quiet) write(warningText(inCommand(message), Boolean(json || jsonErrors)));
  };
}

/** JSON.stringify leaves C1 controls and the like as they are; escaped, they parse to the same text. */
function escapeJson(text: string): string {
  return text.replace(
    /[\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
