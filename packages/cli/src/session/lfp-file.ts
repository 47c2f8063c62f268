import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { EcephysError } from "@ecephys/files";

/** The LFP file of a probe: the one that was named, else the one beside the session's file, as in a project's cache. */
export function lfpPath(session: string, probe: number, named: string | undefined): string {
  return named ?? join(dirname(session), `probe_${probe}_lfp.nwb`);
}

/** @throws an EcephysError "not-found" if there is no such file, which says how to name one. */
export async function requireLfpFile(
  session: string,
  probe: number,
  named: string | undefined,
): Promise<void> {
  const path = lfpPath(session, probe, named);
  if ((await stat(path).catch(() => undefined))?.isFile()) return;
  throw new EcephysError("not-found", {
    action: "Choosing LFP",
    resource: `probe ${probe} of ${session}`,
    reason: `its LFP is in a file of its own, and there is no file ${path}`,
    remedy: "Name the file: --lfp-file FILE",
  });
}
