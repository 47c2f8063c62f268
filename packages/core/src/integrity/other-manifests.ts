import type { CacheStorage } from "@ecephys/files";
import { isEcephysError } from "@ecephys/files";
import { manifestFiles } from "../kinds/manifest-files.ts";
import { PROJECT_KEYS } from "../manifest/builder.ts";
import { Manifest } from "../manifest/manifest.ts";
import { parseAnyVersion } from "../manifest/text.ts";

/** A manifest is a few kilobytes; what is larger is not read. */
const MOST_BYTES = 2 ** 20;

/** A manifest that was found among the files of a directory. */
export interface FoundManifest {
  /** Relative to the storage's root. */
  readonly path: string;
  /** Whether it has paths of this project; AllenSDK's other projects have manifests as well. */
  readonly isOfProject: boolean;
  /** Whether a file, relative to the storage's root, is one that this manifest names. */
  names(path: string): boolean;
}

/** The manifests among some files of a storage, whatever they are called. */
export async function manifestsAmong(
  storage: CacheStorage,
  paths: readonly string[],
  signal: AbortSignal | undefined,
): Promise<FoundManifest[]> {
  const found: FoundManifest[] = [];
  for (const path of paths) {
    if (!path.toLowerCase().endsWith(".json")) continue;
    const bytes = await smallFile(storage, path, signal);
    const manifest = bytes && foundManifest(path, new TextDecoder().decode(bytes));
    if (manifest !== undefined) found.push(manifest);
  }
  return found;
}

/** Undefined for files that are gone, too large, or cannot be read: they are then no manifest that anyone can open. */
async function smallFile(
  storage: CacheStorage,
  path: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array | undefined> {
  try {
    const info = await storage.stat(path, { signal });
    if (info === undefined || info.byteLength > MOST_BYTES) return undefined;
    return await storage.read(path, { signal });
  } catch (error) {
    if (!isEcephysError(error)) throw error;
    return undefined;
  }
}

function foundManifest(path: string, text: string): FoundManifest | undefined {
  if (!isManifestText(text)) return undefined;
  const directory = path.slice(0, path.lastIndexOf("/") + 1);
  try {
    const parsed = parseAnyVersion(text, path);
    const { entries } = parsed;
    const file = manifestFiles(new Manifest(parsed, path), []);
    return {
      path,
      isOfProject: entries.some(({ key }) => PROJECT_KEYS.has(key)),
      names: (other) => other.startsWith(directory) && file(other.slice(directory.length)) !== undefined,
    };
  } catch (error) {
    if (!isEcephysError(error, "manifest")) throw error;
    // Of this project as far as can be seen: opening it says what is wrong with it.
    return { path, isOfProject: text.includes('"session_nwb"'), names: () => false };
  }
}

/** Whether a text is that of a manifest: an object with a list "manifest", one entry of which is its version. */
function isManifestText(text: string): boolean {
  try {
    const { manifest } = JSON.parse(text.replace(/^\uFEFF/, "")) as { manifest?: unknown };
    return (
      Array.isArray(manifest) &&
      manifest.some((entry: { type?: unknown } | null) => entry?.type === "manifest_version")
    );
  } catch {
    return false;
  }
}
