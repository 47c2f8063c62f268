import { isEcephysError } from "@ecephys/files";

/** Why something failed, in one line; for an EcephysError only its reason. */
export function errorText(error: unknown): string {
  if (isEcephysError(error)) return error.reason;
  return error instanceof Error ? error.message : String(error);
}
