import { argumentChecks } from "@ecephys/files";
import * as KEYS from "./keys.ts";

/** The version that new manifests are written with. */
export const MANIFEST_VERSION = "0.3.0";
/** The versions that are opened; all have the same layout ([note C3](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#c3)). */
export const KNOWN_MANIFEST_VERSIONS: readonly string[] = ["0.2.1", MANIFEST_VERSION];
/** The file's usual name. */
export const MANIFEST_FILE_NAME = "ecephys_project_manifest.json";
/** The key of the manifest's own directory, which contains all others. */
const BASE_DIR_KEY = "BASEDIR";

/** One path of a manifest, as its JSON has it. */
export interface ManifestEntry {
  readonly key: string;
  readonly type: "file" | "dir";
  /** Relative to the parent, "/"-separated; "%d" stands for an integer, "%s" for text. */
  readonly spec: string;
  readonly parentKey?: string | undefined;
  readonly format?: string | undefined;
}

/** Lets a subclass or plugin add paths to those of the project. */
export type AddManifestPaths = (builder: ManifestBuilder) => ManifestBuilder;

/** Builds a list of paths. Immutable: `addPath` returns a new builder. */
export class ManifestBuilder {
  readonly version: string;
  readonly entries: readonly ManifestEntry[];

  constructor(version: string = MANIFEST_VERSION, entries: readonly ManifestEntry[] = []) {
    this.version = version;
    this.entries = entries;
  }

  /** Adds a path, or replaces the one with that key. Paths are checked when the manifest is made. */
  addPath(entry: ManifestEntry): ManifestBuilder {
    const known = this.entries.some(({ key }) => key === entry.key);
    const entries = known
      ? this.entries.map((other) => (other.key === entry.key ? entry : other))
      : [...this.entries, entry];
    return new ManifestBuilder(this.version, entries);
  }
}

/**
 * The paths of an ecephys project cache, in the order in which AllenSDK lists them.
 * @throws an EcephysError "argument" if `addPaths` returns no builder.
 */
export function projectManifest(addPaths: AddManifestPaths = (builder) => builder): ManifestBuilder {
  const builder: unknown = addPaths(new ManifestBuilder(MANIFEST_VERSION, PROJECT_ENTRIES));
  if (builder instanceof ManifestBuilder) return builder;
  const remedy = "Return what the last addPath(…) answered";
  throw argumentChecks("Adding paths to the manifest").refusal(
    "addManifestPaths",
    builder,
    "a builder",
    remedy,
  );
}

const file = (key: string, spec: string, parentKey = BASE_DIR_KEY): ManifestEntry => ({
  key,
  type: "file",
  spec,
  parentKey,
});
const dir = (key: string, spec: string): ManifestEntry => ({
  key,
  type: "dir",
  spec,
  parentKey: BASE_DIR_KEY,
});

const PROJECT_ENTRIES: readonly ManifestEntry[] = [
  { key: BASE_DIR_KEY, type: "dir", spec: "." },
  file(KEYS.SESSIONS_KEY, "sessions.csv"),
  file(KEYS.PROBES_KEY, "probes.csv"),
  file(KEYS.CHANNELS_KEY, "channels.csv"),
  file(KEYS.UNITS_KEY, "units.csv"),
  dir(KEYS.SESSION_DIR_KEY, "session_%d"),
  file(KEYS.SESSION_NWB_KEY, "session_%d.nwb", KEYS.SESSION_DIR_KEY),
  file(KEYS.SESSION_ANALYSIS_METRICS_KEY, "session_%d_analysis_metrics.csv", KEYS.SESSION_DIR_KEY),
  file(KEYS.PROBE_LFP_NWB_KEY, "probe_%d_lfp.nwb", KEYS.SESSION_DIR_KEY),
  dir(KEYS.NATURAL_MOVIE_DIR_KEY, "natural_movie_templates"),
  file(KEYS.TYPEWISE_ANALYSIS_METRICS_KEY, "%s_analysis_metrics.csv"),
  file(KEYS.NATURAL_MOVIE_KEY, "natural_movie_%d.h5", KEYS.NATURAL_MOVIE_DIR_KEY),
  dir(KEYS.NATURAL_SCENE_DIR_KEY, "natural_scene_templates"),
  file(KEYS.NATURAL_SCENE_KEY, "natural_scene_%d.tiff", KEYS.NATURAL_SCENE_DIR_KEY),
];

/** The keys of the project's files. */
export const PROJECT_KEYS: ReadonlySet<string> = new Set(
  PROJECT_ENTRIES.filter(({ type }) => type === "file").map(({ key }) => key),
);
