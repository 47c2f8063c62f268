import { EcephysError, isEcephysError } from "@ecephys/files";
import type { EcephysSession } from "@ecephys/nwb";
import type { SessionTarget } from "../options/session-target.ts";
import type { OpenedTarget } from "./open-target.ts";

/** The choice of a probe, and whether a span of its recording is chosen as well. */
interface Choice {
  readonly probe: number | undefined;
  readonly ofSpan: boolean;
}

const MISSING = "choose a probe: --probe ID";
const MISSING_SPAN = "choose a probe and a time span: --probe ID --from SECONDS --to SECONDS";

/** A probe of a session. */
export interface Probe {
  readonly id: number;
  readonly name: unknown;
  readonly hasLfp: boolean;
}

/**
 * Checks that a probe of a session was named, and that it has LFP.
 * @param probes The session's probes; undefined if they are not known, and a probe that was named is accepted.
 * @throws an EcephysError that names the probes that have LFP: "argument" if none was named, "not-found" if
 * the session has no such probe, or the probe has no LFP.
 */
export function requireLfpProbe(
  target: SessionTarget,
  { ofSpan, probe }: Choice,
  probes: readonly Probe[] | undefined,
): void {
  if (probe === undefined) throw refusal("argument", target, ofSpan ? MISSING_SPAN : MISSING, probes);
  if (probes === undefined || probes.some(({ id, hasLfp }) => id === probe && hasLfp)) return;
  const isKnown = probes.some(({ id }) => id === probe);
  const reason = isKnown ? `probe ${probe} has no LFP` : `probe ${probe} is not part of this session`;
  throw refusal("not-found", target, reason, probes);
}

/** The probes by the tables, which are there before the session's file is; undefined if the tables do not have them. */
export async function probesOfTables(
  { cache }: OpenedTarget,
  session: number,
  signal: AbortSignal,
): Promise<Probe[] | undefined> {
  const table = await cache?.getProbes({ suppress: [], signal }).catch((error: unknown) => {
    if (isEcephysError(error)) return undefined;
    throw error;
  });
  if (table === undefined) return undefined;
  const own = table.objects().filter(({ ecephys_session_id }) => ecephys_session_id === session);
  if (own.length === 0) return undefined;
  return own.map(({ id, name, has_lfp_data }) => ({ id, name, hasLfp: has_lfp_data === true }));
}

/** The probes by the session's file. */
export async function probesOfFile(session: EcephysSession, signal: AbortSignal): Promise<Probe[]> {
  const table = await session.probes({ signal });
  return table
    .objects()
    .map(({ id, description, has_lfp_data }) => ({ id, name: description, hasLfp: has_lfp_data === true }));
}

function refusal(
  code: "argument" | "not-found",
  target: SessionTarget,
  reason: string,
  probes: readonly Probe[] | undefined,
): EcephysError {
  const having = probes?.filter(({ hasLfp }) => hasLfp).map(({ id, name }) => `${id} (${name})`);
  return new EcephysError(code, {
    action: "Choosing LFP",
    resource: target.kind === "id" ? `session ${target.id}` : target.text,
    reason,
    remedy: remedyOf(target, having),
  });
}

function remedyOf({ text, kind }: SessionTarget, having: readonly string[] | undefined): string {
  if (having === undefined)
    return `\`ecephys probes --where 'ecephys_session_id == ${text}'\` lists its probes`;
  if (having.length > 0) return `It has LFP for ${having.join(", ")}.`;
  const others = kind === "id" ? "; `ecephys probes --where has_lfp_data` lists the probes that have it" : "";
  return `No probe of this session has LFP${others}.`;
}
