import type { CacheStorage } from "@ecephys/files";
import { hiddenFile } from "@ecephys/files/internal";
import { MANIFEST_FILE_NAME } from "../manifest/builder.ts";
import * as KEYS from "../manifest/keys.ts";
import type { Manifest, PathArgument } from "../manifest/manifest.ts";
import type { CacheFileKind, FetchedKind } from "./kinds.ts";

/** Which path of the manifest a file has. */
export interface ManifestFile {
  readonly key: string;
  readonly args: readonly PathArgument[];
  readonly kind: FetchedKind | "added";
}

/** What a file is, and which file it belongs to. */
export interface ClassifiedFile {
  readonly kind: CacheFileKind;
  readonly of?: string | undefined;
}

const KINDS: Readonly<Record<string, FetchedKind>> = {
  [KEYS.SESSIONS_KEY]: "table",
  [KEYS.PROBES_KEY]: "table",
  [KEYS.CHANNELS_KEY]: "table",
  [KEYS.UNITS_KEY]: "table",
  [KEYS.SESSION_NWB_KEY]: "session",
  [KEYS.PROBE_LFP_NWB_KEY]: "lfp",
  [KEYS.NATURAL_MOVIE_KEY]: "movie",
  [KEYS.NATURAL_SCENE_KEY]: "scene",
  [KEYS.SESSION_ANALYSIS_METRICS_KEY]: "metrics",
  [KEYS.TYPEWISE_ANALYSIS_METRICS_KEY]: "metrics",
};

/** Keys whose path holds the session's id twice: in the directory's name and in the file's. */
const TWICE: ReadonlySet<string> = new Set([KEYS.SESSION_NWB_KEY, KEYS.SESSION_ANALYSIS_METRICS_KEY]);

/** Tells files of a manifest's layout apart by their paths; `undefined` for what is none of them. */
export function manifestFiles(manifest: Manifest): (path: string) => ManifestFile | undefined {
  const patterns = [...manifest.paths.values()]
    .filter(({ type }) => type === "file")
    .map(({ key, spec }) => ({ key, marks: spec.match(/%[ds]/g) ?? [], pattern: patternOf(spec) }));
  return (path) => {
    for (const { key, marks, pattern } of patterns) {
      const values = pattern.exec(path)?.slice(1);
      if (values === undefined) continue;
      const args = values.map((value, at) => (marks[at] === "%d" ? Number(value) : value));
      if (TWICE.has(key) && args[0] !== args[1]) continue;
      return { key, args, kind: KINDS[key] ?? "added" };
    }
    return undefined;
  };
}

/** Tells what the files of a cache's directory are, by their paths alone. */
export function classifier(manifest: Manifest, storage: CacheStorage): (path: string) => ClassifiedFile {
  const manifestFile = manifestFiles(manifest);
  const isManifest = (path: string) =>
    path === MANIFEST_FILE_NAME ||
    (storage.localPath?.(path) ?? `${storage.location}/${path}`) === manifest.location;
  return (path) => {
    const hidden = hiddenFile(path);
    if (hidden !== undefined) return hidden;
    if (isManifest(path)) return { kind: "manifest" };
    return { kind: manifestFile(path)?.kind ?? "stray" };
  };
}

/** Numbers as they are written in paths, so that each file has one path only. */
const INTEGER = "(-?(?:0|[1-9]\\d{0,15}))";

function patternOf(spec: string): RegExp {
  const source = spec
    .split(/(%[ds%])/)
    .map((part) => {
      if (part === "%d") return INTEGER;
      if (part === "%s") return "([^/]+)";
      return (part === "%%" ? "%" : part).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    })
    .join("");
  return new RegExp(`^${source}$`);
}
