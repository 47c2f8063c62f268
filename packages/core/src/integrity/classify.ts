import type { CacheStorage } from "@ecephys/files";
import { hiddenFile } from "@ecephys/files/internal";
import type { FileKind } from "../kinds/kind.ts";
import { manifestFiles } from "../kinds/manifest-files.ts";
import type { CacheFileKind } from "../kinds/names.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { FoundManifest } from "./other-manifests.ts";

/** The kind of a file, and the file that it belongs to. */
export interface ClassifiedFile {
  readonly kind: CacheFileKind;
  readonly of?: string | undefined;
}

/**
 * Classifies the files of a cache's directory by their paths alone.
 * @param others The other manifests in the directory.
 */
export function classifier(
  {
    kinds,
    manifest,
    storage,
  }: {
    readonly kinds: readonly FileKind[];
    readonly manifest: Manifest;
    readonly storage: CacheStorage;
  },
  others: readonly FoundManifest[] = [],
): (path: string) => ClassifiedFile {
  const manifestFile = manifestFiles(manifest, kinds);
  const isManifest = (path: string) =>
    (storage.localPath?.(path) ?? `${storage.location}/${path}`) === manifest.location;
  const isOfOther = (path: string) => others.some((other) => other.path === path || other.names(path));
  return (path) => {
    const hidden = hiddenFile(path);
    if (hidden !== undefined) return hidden;
    if (isManifest(path)) return { kind: "manifest" };
    const found = manifestFile(path);
    if (found !== undefined) return { kind: found.kind?.kind ?? "added" };
    return { kind: isOfOther(path) ? "other-manifest" : "stray" };
  };
}
