import type { CacheStorage } from "@ecephys/files";
import { argumentChecks, EcephysError, isEcephysError, type OptionNames } from "@ecephys/files";
import { isWriteProtected, systemCode } from "@ecephys/files/internal";
import { type AddManifestPaths, MANIFEST_FILE_NAME, MANIFEST_VERSION, projectManifest } from "./builder.ts";
import { Manifest } from "./manifest.ts";
import { manifestText, parseManifest } from "./text.ts";

/** How a manifest is opened. */
export interface OpenManifestOptions {
  /** Its path in the storage; "ecephys_project_manifest.json" by default. */
  readonly name?: string | undefined;
  /** Accept only this version; 0.2.1 and 0.3.0 by default. */
  readonly version?: string | undefined;
  readonly addManifestPaths?: AddManifestPaths | undefined;
  /** Whether a missing manifest is written; true by default. */
  readonly create?: boolean | undefined;
  readonly onWarning?: ((message: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const OPEN_MANIFEST_OPTIONS: OptionNames<OpenManifestOptions> = {
  name: true,
  version: true,
  addManifestPaths: true,
  create: true,
  onWarning: true,
  signal: true,
};

/**
 * Opens the manifest of a cache; writes one (version 0.3.0) if there is none. Keys that the file lacks (such as
 * a plugin's) are taken from the defaults. If the directory is not writable, the defaults are used without a
 * file.
 * @throws an EcephysError "manifest" if the file cannot be used, "storage" if it cannot be read or written.
 */
export async function openManifest(
  storage: CacheStorage,
  options: OpenManifestOptions = {},
): Promise<Manifest> {
  const checks = argumentChecks("Opening a manifest");
  checks.knownOptions(options, OPEN_MANIFEST_OPTIONS);
  checks.flag("the option create", options.create);
  const { name = MANIFEST_FILE_NAME, signal, onWarning } = options;
  const location = storage.localPath?.(name) ?? `${storage.location}/${name}`;
  const defaults = projectManifest(options.addManifestPaths);
  const bytes = await readManifest(storage, name, location, signal);
  if (bytes === undefined) {
    refuseOtherVersion(options.version, location);
    const manifest = apart(new Manifest(defaults, location), name);
    if (options.create ?? true) await writeManifest(storage, name, manifestText(defaults), options);
    return manifest;
  }
  const text = new TextDecoder().decode(bytes);
  const parsed = parseManifest(text, { resource: location, version: options.version });
  for (const type of new Set(parsed.unknownTypes)) {
    onWarning?.(`The manifest ${location} has entries of the unknown type "${type}"; they are ignored.`);
  }
  const known = new Set(parsed.entries.map(({ key }) => key));
  const entries = [...parsed.entries, ...defaults.entries.filter(({ key }) => !known.has(key))];
  return apart(new Manifest({ version: parsed.version, entries }, location), name);
}

/** Refuses a path that is the manifest's own, which a fetch would overwrite. */
function apart(manifest: Manifest, name: string): Manifest {
  const same = [...manifest.paths.values()].find(({ spec }) => spec === name);
  if (same === undefined) return manifest;
  throw new EcephysError("manifest", {
    action: "Reading the manifest",
    resource: manifest.location,
    reason: `the path of "${same.key}" is the manifest itself`,
    remedy: "Correct the entry; every file needs its own path",
  });
}

async function readManifest(
  storage: CacheStorage,
  name: string,
  location: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array | undefined> {
  try {
    return await storage.read(name, { signal });
  } catch (cause) {
    if (!isEcephysError(cause) || systemCode(cause) !== "EISDIR") throw cause;
    throw new EcephysError("manifest", {
      action: "Reading the manifest",
      resource: location,
      reason: cause.reason,
      remedy: `Give the path of a file, such as ${location}/${MANIFEST_FILE_NAME}`,
      cause,
    });
  }
}

async function writeManifest(
  storage: CacheStorage,
  name: string,
  text: string,
  { signal, onWarning }: OpenManifestOptions,
): Promise<void> {
  try {
    await storage.write(name, new TextEncoder().encode(text), { signal });
  } catch (error) {
    if (!isWriteProtected(error)) throw error;
    onWarning?.(`${error.message} The cache is opened without a manifest file.`);
  }
}

function refuseOtherVersion(version: string | undefined, location: string): void {
  if (version === undefined || version === MANIFEST_VERSION) return;
  throw new EcephysError("manifest", {
    action: "Writing a new manifest",
    resource: location,
    reason: `version "${version}" was requested, but only ${MANIFEST_VERSION} can be written`,
    remedy: "Omit the version, or give the path of a manifest of that version",
  });
}
