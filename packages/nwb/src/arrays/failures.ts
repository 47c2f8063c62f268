import { EcephysError } from "@ecephys/core";

/** Makes the error for a file that is not what it should be. */
export type Refuse = (reason: string, cause?: unknown) => EcephysError;

/** Errors "format" of one file, all with the same action, name and remedy. */
export function refusalsOf(action: string, resource: string): Refuse {
  return (reason, cause) =>
    new EcephysError("format", {
      action,
      resource,
      reason,
      remedy: "The file is damaged or of another kind: fetch it anew",
      cause,
    });
}
