import { EcephysError, isEcephysError } from "@ecephys/files";
import type { SessionTarget } from "../options/session-target.ts";

/** For units that a session does not have, adds which command lists those that it has. */
export function withWayToUnits(error: unknown, { text }: SessionTarget): unknown {
  if (!isEcephysError(error, "not-found") || !error.resource.startsWith("unit ")) return error;
  const { action, resource, reason } = error;
  return new EcephysError("not-found", {
    action,
    resource,
    reason,
    remedy: `\`ecephys session ${text} units\` lists the units that pass the filters; options such as --isi-violations-maximum none let more pass`,
    cause: error,
  });
}
