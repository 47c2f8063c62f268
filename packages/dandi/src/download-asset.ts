import {
  argumentChecks,
  type CacheStorage,
  type DownloadEvent,
  downloadFile,
  EcephysError,
  type OptionNames,
  type Throttle,
} from "@ecephys/files";
import { forgetRecord, readRecord } from "@ecephys/files/internal";
import { directoryStorage } from "@ecephys/files/node";
import type { DandiAsset } from "./asset.ts";
import { dandiEtag } from "./etag.ts";

/** Where an asset is downloaded to, and how. */
export interface DownloadAssetOptions {
  /** The file gets the asset's path in it. */
  readonly directory: string;
  /** How many ranges of a large file are transferred at once; 1 by default. */
  readonly connections?: number | undefined;
  /** Limits the rate, of several downloads together. */
  readonly throttle?: Throttle | undefined;
  readonly onEvent?: ((event: DownloadEvent) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An asset on disk. */
export interface DownloadedAsset {
  /** Absolute path. */
  readonly path: string;
  readonly byteLength: number;
  /** What it was compared with: the archive's SHA-256, its dandi-etag, or its size alone where it gives neither. */
  readonly checked: "sha256" | "dandi-etag" | "size";
  /** Whether it was there before. */
  readonly wasThere: boolean;
}

const OPTIONS: OptionNames<DownloadAssetOptions> = {
  directory: true,
  connections: true,
  throttle: true,
  onEvent: true,
  signal: true,
};

/**
 * Downloads an asset into a directory, completely or not at all: an interrupted download is resumed by the next call.
 * The file is compared with the archive's digest; one that is there already and has it is not downloaded again.
 * @throws an EcephysError "response" if what came is not the file, and then nothing is left in its place; "fetch",
 * "storage", "argument"; the signal's reason.
 * @example
 * import { dandi } from "@ecephys/dandi";
 * import { downloadAsset } from "@ecephys/dandi/node";
 *
 * const asset = await dandi("000021").asset("sub-699733573/sub-699733573_ses-715093703.nwb");
 * const { path, checked } = await downloadAsset(asset, { directory: "data" });
 */
export async function downloadAsset(
  asset: DandiAsset,
  options: DownloadAssetOptions,
): Promise<DownloadedAsset> {
  const checks = argumentChecks("Downloading an asset");
  const { connections, directory, onEvent, signal, throttle } = checks.knownOptions(options, OPTIONS);
  const storage = directoryStorage(checks.text("the option directory", directory, "a directory"));
  const { byteLength, digests, path } = asset;
  const done = (wasThere: boolean) => described(storage, asset, wasThere);
  const isThere = () => matches(storage, asset, signal);
  if (await isThere()) return done(true);
  const onWait = (owner: string) => onEvent?.({ type: "waiting", owner });
  const lock = await storage.lock?.(path, { signal, isDone: isThere, onWait });
  if (storage.lock !== undefined && lock === undefined) return done(true);
  try {
    if (await isThere()) return done(true);
    const expected = { byteLength, sha256: digests.sha256 };
    const remote = asset.file();
    await downloadFile({
      ...{ storage, path, remote, resource: path, expected, lock, connections, throttle, onEvent, signal },
    });
    await requireEtag(storage, asset, signal);
    return done(false);
  } finally {
    await lock?.release();
  }
}

/**
 * The asset on disk, if it was downloaded into the directory and is still the archive's; nothing is transferred.
 * @throws an EcephysError "storage"; the signal's reason.
 */
export async function downloadedAsset(
  asset: DandiAsset,
  options: Pick<DownloadAssetOptions, "directory" | "signal">,
): Promise<DownloadedAsset | undefined> {
  const checks = argumentChecks("Looking for an asset");
  const { directory, signal } = checks.knownOptions(options, { directory: true, signal: true });
  const storage = directoryStorage(checks.text("the option directory", directory, "a directory"));
  return (await matches(storage, asset, signal)) ? described(storage, asset, true) : undefined;
}

function described(
  storage: CacheStorage,
  { byteLength, digests, path }: DandiAsset,
  wasThere: boolean,
): DownloadedAsset {
  const checked = digests.sha256 ? "sha256" : digests.dandiEtag ? "dandi-etag" : "size";
  return { path: storage.localPath?.(path) ?? path, byteLength, checked, wasThere };
}

/** Whether the file on disk is the asset: by its record, or where that is missing by its content. */
async function matches(
  storage: CacheStorage,
  { byteLength, digests, path }: DandiAsset,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const info = await storage.stat(path, { signal });
  if (info?.byteLength !== byteLength) return false;
  const record = await readRecord(storage, path, { signal });
  if (digests.sha256 !== undefined && record?.sha256 !== undefined) return record.sha256 === digests.sha256;
  if (digests.dandiEtag === undefined) return digests.sha256 === undefined && record !== undefined;
  return (await etagOf(storage, path, signal)) === digests.dandiEtag;
}

async function requireEtag(
  storage: CacheStorage,
  { digests, path }: DandiAsset,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (digests.sha256 !== undefined || digests.dandiEtag === undefined) return;
  const etag = await etagOf(storage, path, signal);
  if (etag === digests.dandiEtag) return;
  await storage.remove(path);
  await forgetRecord(storage, path);
  throw new EcephysError("response", {
    action: "Downloading an asset",
    resource: path,
    reason: `its dandi-etag is ${etag ?? "unknown"}, but the archive says ${digests.dandiEtag}`,
    remedy: "Download it again; if that does not help, the file may be damaged in the archive",
  });
}

async function etagOf(
  storage: CacheStorage,
  path: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const source = await storage.source(path, { signal });
  return source && dandiEtag(source, { signal });
}
