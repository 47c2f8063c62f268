import type { CacheStorage } from "@ecephys/files";
import { hiddenFile } from "@ecephys/files/internal";
import type { FileKind } from "../kinds/kind.ts";
import { manifestFiles } from "../kinds/manifest-files.ts";
import type { CacheFileKind } from "../kinds/names.ts";
import { MANIFEST_FILE_NAME } from "../manifest/builder.ts";
import type { Manifest } from "../manifest/manifest.ts";

/** The kind of a file, and the file that it belongs to. */
export interface ClassifiedFile {
  readonly kind: CacheFileKind;
  readonly of?: string | undefined;
}

/** Classifies the files of a cache's directory by their paths alone. */
export function classifier({
  kinds,
  manifest,
  storage,
}: {
  readonly kinds: readonly FileKind[];
  readonly manifest: Manifest;
  readonly storage: CacheStorage;
}): (path: string) => ClassifiedFile {
  const manifestFile = manifestFiles(manifest, kinds);
  const isManifest = (path: string) =>
    path === MANIFEST_FILE_NAME ||
    (storage.localPath?.(path) ?? `${storage.location}/${path}`) === manifest.location;
  return (path) => {
    const hidden = hiddenFile(path);
    if (hidden !== undefined) return hidden;
    if (isManifest(path)) return { kind: "manifest" };
    const found = manifestFile(path);
    return { kind: found === undefined ? "stray" : (found.kind?.kind ?? "added") };
  };
}
