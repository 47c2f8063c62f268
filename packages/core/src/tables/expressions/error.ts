import { EcephysError } from "@ecephys/files";

const LONGEST = 100;

/** The error for a table expression that is ambiguous or invalid. */
export function expressionError(text: string, reason: string, remedy: string, cause?: unknown): EcephysError {
  const short = text.replace(/\s+/g, " ");
  return new EcephysError("argument", {
    action: "Reading a table's expression",
    resource: short.length > LONGEST ? `${short.slice(0, LONGEST - 1)}…` : short,
    reason,
    remedy,
    cause,
  });
}
