import type { ArgumentChecks } from "@ecephys/files";
import { CORRECTIONS, type CorrectionId } from "./known.ts";

/** Which known faults are put right: all that can be, or those named. */
export type CorrectionChoice = "all" | readonly CorrectionId[];

/** @throws an EcephysError "argument" for a name that is none, or that of a fault which cannot be put right. */
export function chosenCorrections(
  checks: ArgumentChecks,
  choice: CorrectionChoice | undefined,
): ReadonlySet<CorrectionId> {
  const possible = CORRECTIONS.filter(({ correction }) => correction !== undefined).map(({ id }) => id);
  if (choice === undefined) return new Set();
  if (choice === "all") return new Set(possible);
  const remedy = `Give "all" or a list of ${possible.join(", ")}`;
  if (!Array.isArray(choice)) throw checks.refusal("corrections", choice, "a list of corrections", remedy);
  for (const id of choice)
    if (!possible.includes(id)) throw checks.refusal("corrections", id, "a known correction", remedy);
  return new Set(choice);
}
