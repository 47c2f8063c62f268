import type { CacheStorage } from "@ecephys/files";
import { argumentChecks } from "@ecephys/files";
import { chosenCorrections } from "../corrections/choice.ts";
import type { CorrectionId } from "../corrections/known.ts";
import type { EcephysProjectApi, FetchProgress } from "../fetch-api.ts";
import { FILE_KINDS } from "../kinds/file-kinds.ts";
import type { FileKind } from "../kinds/kind.ts";
import { projectManifest } from "../manifest/builder.ts";
import { Manifest } from "../manifest/manifest.ts";
import { publishedInstant } from "../tables/published.ts";
import { checkCacheOptions, checkStorage } from "./arguments.ts";
import { offlineApi } from "./offline-api.ts";
import { CACHE_OPTIONS, type ProjectCacheOptions } from "./options.ts";
import { retryWarnings } from "./warn-once.ts";

/** Shared by the parts of a project cache: its options with their defaults. */
export interface CacheContext {
  readonly api: EcephysProjectApi;
  readonly storage: CacheStorage;
  readonly manifest: Manifest;
  /** The project's kinds of files, and the added ones. */
  readonly kinds: readonly FileKind[];
  readonly fetchTries: number;
  readonly derivedFiles: boolean;
  /** Milliseconds since 1970: sessions published later, or never, are left out of the tables. */
  readonly publishedBy: number | undefined;
  /** The known faults that are put right. */
  readonly corrections: ReadonlySet<CorrectionId>;
  readonly warn: (message: string) => void;
  /** Warns of a failure that is tried again, once for all files that share it. */
  readonly warnRetry: (error: unknown, message: string) => void;
  readonly onProgress: ((progress: FetchProgress) => void) | undefined;
}

/** Total fetches before an error is reported, as AllenSDK counts them ([note H3](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#h3)). */
const DEFAULT_FETCH_TRIES = 2;

const OPENING = "Opening a project cache";

/** @throws an EcephysError "argument" if `fetchTries` is not a whole number of at least 1 or `publishedAt` is not a date. */
export function cacheContext<Session, Movie, Scene>(
  options: ProjectCacheOptions<Session, Movie, Scene>,
): CacheContext {
  checkCacheOptions(options, CACHE_OPTIONS);
  checkStorage(options.storage);
  const { api, storage, manifest, fetchTries = DEFAULT_FETCH_TRIES } = options;
  if (!Number.isSafeInteger(fetchTries) || fetchTries < 1)
    throw argumentChecks(OPENING).refusal(
      "fetchTries",
      fetchTries,
      "a whole number of tries",
      "Give 1 or more",
    );
  const { onWarning: warn = (message: string) => console.warn(message) } = options;
  return {
    api: options.offline ? offlineApi(api) : api,
    storage,
    manifest: manifest ?? new Manifest(projectManifest(), storage.location),
    kinds: [...FILE_KINDS, ...(options.kinds ?? [])],
    fetchTries,
    derivedFiles: options.derivedFiles ?? true,
    publishedBy: publishedInstant(options.publishedAt),
    corrections: chosenCorrections(argumentChecks(OPENING), options.corrections),
    warn,
    warnRetry: retryWarnings(warn),
    onProgress: options.onProgress,
  };
}
