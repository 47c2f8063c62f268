import type { PrefetchSummary } from "@ecephys/core";
import { type EcephysErrorCode, isEcephysError } from "@ecephys/files";
import { bytesText, durationText, filesText, rateText } from "../progress/amounts.ts";

const LASTING: readonly EcephysErrorCode[] = ["not-found", "missing-data", "argument"];

/** What is not there, or was not meant, is not there the next time. */
function isWorthAnother({ error }: PrefetchSummary["failed"][number]): boolean {
  return !(isEcephysError(error) && LASTING.includes(error.code));
}

/**
 * How a download ended, in one to three lines.
 * @param verb "Fetched".
 * @param earlier Bytes of the fetched files that were there from an earlier, interrupted transfer.
 */
export function summaryText(summary: PrefetchSummary, verb: string, earlier = 0): string {
  const { downloaded, present, failed, milliseconds } = summary;
  const seconds = milliseconds / 1000;
  const bytes = summary.bytes - earlier;
  const rate = seconds >= 1 && bytes > 0 ? `, ${rateText(bytes / seconds)}` : "";
  const lines = [
    ...(downloaded.length > 0
      ? [
          `${verb} ${filesText(downloaded.length)}, ${bytesText(bytes)}${earlier > 0 ? ` behind ${bytesText(earlier)} that were there` : ""} in ${seconds < 10 ? `${Math.max(0.1, seconds).toFixed(1)} s` : durationText(seconds)}${rate}.`,
        ]
      : []),
    ...(present.length > 0 ? [`${filesText(present.length)} there already.`] : []),
    ...(failed.length > 0
      ? [
          `${filesText(failed.length)} failed${failed.some(isWorthAnother) ? "; the same command retries them, and resumes where it stopped" : ""}.`,
        ]
      : []),
  ];
  return lines.map((line) => `${line}\n`).join("");
}
