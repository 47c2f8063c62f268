import type { PlannedFile, PrefetchPlan } from "@ecephys/core";
import { sanitise } from "../output/sanitise.ts";
import { amountText, bytesText } from "../progress/amounts.ts";

/** How many files are named one by one. */
const MOST_FILES = 20;

/** What a download is going to do, and whether it fits the disk: some lines, each with its line feed. */
export function planText(plan: PrefetchPlan, location: string): string {
  const files = plan.files.filter(({ state }) => state !== "present");
  const named = files.length > MOST_FILES ? files.slice(0, MOST_FILES - 1) : files;
  const more = files.length - named.length;
  const lines = [
    files.length === 0
      ? `Nothing to fetch${plan.unavailable.length === 0 ? ": all of it is there" : ""}.`
      : `To fetch: ${amountText(plan.toFetch)}, into ${location}`,
    ...named.map((file) => `  ${file.resource}  ${stateText(file)}`),
    ...(more > 0 ? [`  … and ${more} more`] : []),
    ...(plan.present.files > 0 && files.length > 0 ? [`There already: ${amountText(plan.present)}`] : []),
    ...(files.length > 0 ? spaceLines(plan) : []),
    ...plan.unavailable.map(
      ({ resource, error }) => `Not available: ${resource}: ${error.reason ?? error.message}`,
    ),
  ];
  return lines.map((line) => `${sanitise(line)}\n`).join("");
}

function stateText({ byteLength, loaded, state }: PlannedFile): string {
  const size = byteLength === undefined ? "size unknown" : bytesText(byteLength);
  return state === "partial" && loaded > 0 ? `${size}, of which ${bytesText(loaded)} are there` : size;
}

function spaceLines({ freeBytes, lackingBytes, toFetch }: PrefetchPlan): string[] {
  if (lackingBytes > 0) {
    const free = freeBytes === undefined ? "" : `${bytesText(freeBytes)} are free, `;
    return [`It does not fit: ${free}${bytesText(lackingBytes)} are lacking.`];
  }
  if (freeBytes === undefined) return [];
  const fits = toFetch.unknown === 0 ? "It fits" : "It fits as far as sizes are known";
  return [`${fits}: ${bytesText(freeBytes)} are free.`];
}
