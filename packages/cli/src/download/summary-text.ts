import type { PrefetchSummary } from "@ecephys/core";
import { type EcephysErrorCode, isEcephysError } from "@ecephys/files";
import { bytesText, durationText, filesText, rateText } from "../progress/amounts.ts";

const LASTING: readonly EcephysErrorCode[] = ["not-found", "missing-data", "argument"];

/** A file that does not exist, or was not meant, will not exist next time either. */
function isWorthAnother({ error }: PrefetchSummary["failed"][number]): boolean {
  return !(isEcephysError(error) && LASTING.includes(error.code));
}

/**
 * The outcome of a download, in one to three lines.
 * @param verb "Downloaded".
 * @param earlier Bytes of these files that an earlier, interrupted transfer had already downloaded.
 */
export function summaryText(summary: PrefetchSummary, verb: string, earlier = 0): string {
  const { downloaded, present, failed, milliseconds } = summary;
  const seconds = milliseconds / 1000;
  const bytes = summary.bytes - earlier;
  const rate = seconds >= 1 && bytes > 0 ? `, ${rateText(bytes / seconds)}` : "";
  const lines = [
    ...(downloaded.length > 0
      ? [
          `${verb} ${filesText(downloaded.length)}, ${bytesText(bytes)}${earlier > 0 ? ` after the ${bytesText(earlier)} already there,` : ""} in ${seconds < 10 ? `${Math.max(0.1, seconds).toFixed(1)} s` : durationText(seconds)}${rate}.`,
        ]
      : []),
    ...(present.length > 0 ? [`${filesText(present.length)} already in the cache.`] : []),
    ...(failed.length > 0
      ? [
          `${filesText(failed.length)} failed${failed.some(isWorthAnother) ? "; the same command retries them, and resumes where it stopped" : ""}.`,
        ]
      : []),
  ];
  return lines.map((line) => `${line}\n`).join("");
}
