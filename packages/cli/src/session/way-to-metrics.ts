import { EcephysError, isEcephysError } from "@ecephys/files";
import type { EcephysSession } from "@ecephys/nwb";
import type { SessionTarget } from "../options/session-target.ts";

const PAGE =
  "https://github.com/ecephys/ecephys/blob/main/apps/docs/stimulus-metrics.md#a-recording-of-your-own";
/** Tables of intervals that a message names. */
const NAMED = 8;

/**
 * For a file whose stimuli are not in the Allen Institute's layout: what the command needs, what the file has, and the
 * program that computes its metrics.
 */
export async function withWayToMetrics(
  error: unknown,
  target: SessionTarget,
  session: Pick<EcephysSession, "intervalNames">,
): Promise<unknown> {
  if (target.kind === "id" || !isEcephysError(error, "not-found") || !isLackOfStimuli(error)) return error;
  const tables = await session.intervalNames().catch(() => []);
  if (tables.length === 0) return error;
  const listed = tables.slice(0, NAMED).join(", ") + (tables.length > NAMED ? ", …" : "");
  const shown = tables.find((name) => /grating/i.test(name)) ?? tables[0]!;
  return new EcephysError("not-found", {
    action: "Computing stimulus metrics",
    resource: target.text,
    reason: `the command takes stimuli in the Allen Institute's layout: tables /intervals/…_presentations whose stimuli are called drifting_gratings, static_gratings, flashes and so on. The file's tables of intervals are ${listed}`,
    remedy: [
      "A program takes any table of presentations, by openNwb of @ecephys/nwb/node and a function of @ecephys/analysis (driftingGratings, flashes and so on, each for the columns that it needs, such as orientation and temporal_frequency):",
      `  const file = await openNwb(${JSON.stringify(fileOf(target))});`,
      `  const data = { spikeTimes: await file.spikeTimes(), presentations: await file.intervals("${shown}") };`,
      "  console.table((await driftingGratings(data).metrics()).objects());",
      `See ${PAGE}`,
    ].join("\n  "),
    cause: error,
  });
}

/** Whether there are no presentations, or none of a stimulus that metrics are defined for. */
function isLackOfStimuli({ action, resource }: EcephysError): boolean {
  return action === "Reading the stimulus presentations" || resource === "stimuli with metrics";
}

/** What `openNwb` is given for a target; a file of the DANDI archive has to be downloaded before. */
function fileOf(target: SessionTarget): string {
  if (target.kind === "file") return target.path;
  return target.kind === "url" ? target.text : "recording.nwb";
}
