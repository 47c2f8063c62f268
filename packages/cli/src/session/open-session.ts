import type { EcephysProjectCache, Readers } from "@ecephys/core";
import { EcephysError, isEcephysError } from "@ecephys/files";
import type { EcephysSession } from "@ecephys/nwb";
import { type SpikeFlags, sessionFilters } from "../options/session-options.ts";

/** The reader of sessions; its dependencies are loaded on demand. */
export async function sessionReader(): Promise<Readers<EcephysSession>["session"]> {
  const { nwbReaders } = await import("@ecephys/nwb/node");
  return nwbReaders().session;
}

/** The call of a command about a session. */
export interface SessionCall<Flags> {
  readonly cache: EcephysProjectCache<EcephysSession>;
  readonly args: readonly unknown[];
  readonly flags: Flags;
  readonly signal: AbortSignal;
}

/** Opens the session that the first argument names, passes it to a function, and closes it again. */
export async function withSession<Flags extends SpikeFlags, Result>(
  { cache, args, flags, signal }: SessionCall<Flags>,
  use: (session: EcephysSession) => Promise<Result>,
): Promise<Result> {
  const session = await cache.getSessionData(args[0] as number, { ...sessionFilters(flags), signal });
  try {
    return await use(session);
  } catch (error) {
    throw withWayToUnits(error, args[0] as number);
  } finally {
    await session.close();
  }
}

/** For units that a session does not have, adds which command lists those that it has. */
function withWayToUnits(error: unknown, session: number): unknown {
  if (!isEcephysError(error, "not-found") || !error.resource.startsWith("unit ")) return error;
  const { action, resource, reason } = error;
  return new EcephysError("not-found", {
    action,
    resource,
    reason,
    remedy: `\`ecephys session ${session} units\` lists the units that pass the filters; options such as --isi-violations-maximum none let more pass`,
    cause: error,
  });
}
