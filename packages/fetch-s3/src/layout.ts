import {
  Manifest,
  NATURAL_MOVIE_KEY,
  NATURAL_SCENE_KEY,
  PROBE_LFP_NWB_KEY,
  SESSION_ANALYSIS_METRICS_KEY,
  SESSION_NWB_KEY,
  type TableFile,
  TYPEWISE_ANALYSIS_METRICS_KEY,
} from "@ecephys/core";
import { projectManifest } from "@ecephys/core/internal";
import { argumentChecks } from "@ecephys/files";

/** The bucket has the layout of a project cache. */
const LAYOUT = new Manifest(projectManifest(), "the layout of a project cache");

export const sessionPath = (sessionId: number) => LAYOUT.path(SESSION_NWB_KEY, sessionId, sessionId);
export const lfpPath = (sessionId: number, probeId: number) =>
  LAYOUT.path(PROBE_LFP_NWB_KEY, sessionId, probeId);
export const moviePath = (number: number) => LAYOUT.path(NATURAL_MOVIE_KEY, number);
export const scenePath = (number: number) => LAYOUT.path(NATURAL_SCENE_KEY, number);

/** The path of a table's CSV. @throws an EcephysError "argument" for a session type that cannot be in a path. */
export function tablePath(file: TableFile): string {
  if (file.table !== "metrics") return LAYOUT.path(file.table);
  return "sessionId" in file
    ? LAYOUT.path(SESSION_ANALYSIS_METRICS_KEY, file.sessionId, file.sessionId)
    : LAYOUT.path(TYPEWISE_ANALYSIS_METRICS_KEY, file.sessionType);
}

/**
 * The address of a path in a directory.
 * @throws an EcephysError "argument" for a path that leaves it.
 */
export function urlIn(directory: URL, path: string): URL {
  if (path.split("/").some((name) => name === "." || name === ".."))
    throw argumentChecks("Looking up a file").refusal("the path", path, "a path within the directory");
  const url = new URL(directory);
  url.pathname += path.split("/").map(encodeURIComponent).join("/");
  return url;
}
