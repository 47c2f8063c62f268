import { EcephysError } from "@ecephys/files";

const LISTED = 20;

/** A "not-found" that says what there is instead. */
export function notFound(
  resource: string,
  reason: string,
  things: string,
  existing: readonly number[],
): EcephysError {
  const rest = existing.length - LISTED;
  const list = existing.slice(0, LISTED).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
  const remedy = list === "" ? "Check the number" : `There are ${things} ${list}`;
  return new EcephysError("not-found", { action: "Looking up", resource, reason, remedy });
}
