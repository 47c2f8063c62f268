import type { EcephysProjectCache } from "@ecephys/core";
import { EcephysError, isEcephysError } from "@ecephys/files";

type Cache = Pick<EcephysProjectCache<unknown, unknown, unknown>, "getProbes">;

const MISSING = "choose a probe and a time span: --probe ID --from SECONDS --to SECONDS";

/** A probe of a session. */
interface Probe {
  readonly id: number;
  readonly name: unknown;
  readonly hasLfp: boolean;
}

/**
 * Checks that a probe of a session was named, and that it has LFP, from the tables alone: the session's file may
 * not be downloaded yet. If the tables are not available, a probe that was named is accepted.
 * @throws an EcephysError that names the probes that have LFP: "argument" if none was named, "not-found" if
 * the session has no such probe, or the probe has no LFP.
 */
export async function requireLfpProbe(
  cache: Cache,
  session: number,
  probe: number | undefined,
  signal: AbortSignal,
): Promise<void> {
  const probes = await probesOf(cache, session, signal);
  if (probe === undefined) throw refusal("argument", session, MISSING, probes);
  if (probes === undefined || probes.some(({ id, hasLfp }) => id === probe && hasLfp)) return;
  const isKnown = probes.some(({ id }) => id === probe);
  const reason = isKnown ? `probe ${probe} has no LFP` : `probe ${probe} is not part of this session`;
  throw refusal("not-found", session, reason, probes);
}

/** The probes of a session; undefined if the tables are not available, or do not contain the session. */
async function probesOf(cache: Cache, session: number, signal: AbortSignal): Promise<Probe[] | undefined> {
  const table = await cache.getProbes({ suppress: [], signal }).catch((error: unknown) => {
    if (isEcephysError(error)) return undefined;
    throw error;
  });
  if (table === undefined) return undefined;
  const own = table.objects().filter(({ ecephys_session_id }) => ecephys_session_id === session);
  if (own.length === 0) return undefined;
  return own.map(({ id, name, has_lfp_data }) => ({ id, name, hasLfp: has_lfp_data === true }));
}

function refusal(
  code: "argument" | "not-found",
  session: number,
  reason: string,
  probes: readonly Probe[] | undefined,
): EcephysError {
  const having = probes?.filter(({ hasLfp }) => hasLfp).map(({ id, name }) => `${id} (${name})`);
  return new EcephysError(code, {
    action: "Choosing LFP",
    resource: `session ${session}`,
    reason,
    remedy: remedyOf(session, having),
  });
}

function remedyOf(session: number, having: readonly string[] | undefined): string {
  if (having === undefined)
    return `\`ecephys probes --where 'ecephys_session_id == ${session}'\` lists its probes`;
  return having.length === 0
    ? "No probe of this session has LFP; `ecephys probes --where has_lfp_data` lists the probes that have it."
    : `It has LFP for ${having.join(", ")}.`;
}
