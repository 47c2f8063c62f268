import type { PlannedFile, PrefetchPlan } from "@ecephys/core";
import { sanitise } from "../output/sanitise.ts";
import { amountText, bytesText } from "../progress/amounts.ts";

/** The largest number of files that are listed. */
const MOST_FILES = 20;

/** What a download will do, and whether the disk has room: lines, each with its line feed. */
export function planText(plan: PrefetchPlan, location: string): string {
  const files = plan.files.filter(({ state }) => state !== "present");
  const named = files.length > MOST_FILES ? files.slice(0, MOST_FILES - 1) : files;
  const more = files.length - named.length;
  const lines = [
    files.length === 0
      ? `Nothing to download${plan.unavailable.length === 0 ? ": everything is in the cache" : ""}.`
      : `To download: ${amountText(plan.toFetch)}, into ${location}`,
    ...named.map((file) => `  ${file.resource}  ${stateText(file)}`),
    ...(more > 0 ? [`  … and ${more} more`] : []),
    ...(plan.present.files > 0 && files.length > 0
      ? [`Already in the cache: ${amountText(plan.present)}`]
      : []),
    ...(files.length > 0 ? spaceLines(plan) : []),
    ...plan.unavailable.map(
      ({ resource, error }) => `Not available: ${resource}: ${error.reason ?? error.message}`,
    ),
  ];
  return lines.map((line) => `${sanitise(line)}\n`).join("");
}

function stateText({ byteLength, loaded, state }: PlannedFile): string {
  const size = byteLength === undefined ? "size unknown" : bytesText(byteLength);
  return state === "partial" && loaded > 0
    ? `${size}, of which ${bytesText(loaded)} are already downloaded`
    : size;
}

function spaceLines({ freeBytes, lackingBytes, toFetch }: PrefetchPlan): string[] {
  if (lackingBytes > 0) {
    const free = freeBytes === undefined ? "" : `${bytesText(freeBytes)} free, `;
    return [`Not enough disk space: ${free}${bytesText(lackingBytes)} more needed.`];
  }
  if (freeBytes === undefined) return [];
  const fits = toFetch.unknown === 0 ? "Enough disk space" : "Enough disk space for the files of known size";
  return [`${fits}: ${bytesText(freeBytes)} free.`];
}
