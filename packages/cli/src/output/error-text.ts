import { isEcephysError } from "@ecephys/files";

/** Why something failed, in one line; of our own errors the reason alone. */
export function errorText(error: unknown): string {
  if (isEcephysError(error)) return error.reason;
  return error instanceof Error ? error.message : String(error);
}
