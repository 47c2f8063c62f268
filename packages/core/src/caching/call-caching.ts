import {
  argumentChecks,
  EcephysError,
  type EcephysErrorCode,
  isEcephysError,
  type OptionNames,
} from "@ecephys/files";
import { messageOf } from "@ecephys/files/internal";

/** A result that a fetch returns without caching it, such as a table without rows. */
export class NotKept<Value> {
  readonly value: Value;

  constructor(value: Value) {
    this.value = value;
  }
}

/** The functions and settings of `callCaching`. */
export interface CallCachingOptions<Data, Value> {
  /** For warnings: "the units". */
  readonly resource: string;
  /**
   * Reads from the cache; `undefined` if nothing is cached. An EcephysError "format" means that the cached data
   * are damaged; any other error leaves them alone and ends the call.
   */
  readonly read: (signal: AbortSignal | undefined) => Promise<Value | undefined>;
  /** Fetches the data from their source. */
  readonly fetch: (signal: AbortSignal | undefined) => Promise<Data | NotKept<Value>>;
  /** Writes the data to the cache, completely or not at all. */
  readonly write: (data: Data, signal: AbortSignal | undefined) => Promise<void>;
  /** Removes data that were just fetched and turned out to be damaged. */
  readonly cleanup?: (() => Promise<void>) | undefined;
  /** Total fetches; 2 by default. */
  readonly fetchTries?: number | undefined;
  /** Whether the cache is read before fetching; true by default. */
  readonly lazy?: boolean | undefined;
  readonly onWarning?: ((message: string) => void) | undefined;
  /** Called with a failure that is tried again, and the warning about it; warns by default. */
  readonly onRetry?: ((error: unknown, message: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Only the names: the types do not matter here. */
const OPTIONS: OptionNames<CallCachingOptions<unknown, unknown>> = {
  resource: true,
  read: true,
  fetch: true,
  write: true,
  cleanup: true,
  fetchTries: true,
  lazy: true,
  onWarning: true,
  onRetry: true,
  signal: true,
};

/**
 * Reads from the cache; if the data are missing or damaged, fetches, writes and reads them again, at most
 * `fetchTries` times. Errors that a retry cannot help ("not-found", "missing-data", "argument", "manifest",
 * "storage") are not retried.
 * @throws the error of the last try; the "format" error of the damaged data if no replacement is available; the
 * signal's reason.
 */
export async function callCaching<Data, Value>(options: CallCachingOptions<Data, Value>): Promise<Value> {
  const checks = argumentChecks("Reading through a cache");
  checks.count("the option fetchTries", checks.knownOptions(options, OPTIONS).fetchTries);
  const { read, signal, resource, onWarning, fetchTries = 2, lazy = true } = options;
  const { onRetry = (_, message) => onWarning?.(message) } = options;
  signal?.throwIfAborted();
  let damage: EcephysError | undefined;
  if (lazy) {
    try {
      const value = await read(signal);
      if (value !== undefined) return value;
    } catch (error) {
      if (!isEcephysError(error, "format")) throw error;
      damage = error;
      onWarning?.(`${error.message} Fetching it again.`);
    }
  }
  for (let left = fetchTries - 1; ; left--) {
    const outcome = await attempt(options);
    if ("value" in outcome) return outcome.value;
    const { error } = outcome;
    signal?.throwIfAborted();
    if (damage !== undefined && isEcephysError(error, "missing-data")) throw damage;
    if (left <= 0 || !isWorthAnotherTry(error)) throw error;
    onRetry(
      error,
      `${messageOf(error)} Fetching ${resource} again (${left} ${left === 1 ? "try" : "tries"} left).`,
    );
  }
}

/** One fetch: its value, or an error that another fetch may resolve. */
type Outcome<Value> = { readonly value: Value } | { readonly error: unknown };

async function attempt<Data, Value>(options: CallCachingOptions<Data, Value>): Promise<Outcome<Value>> {
  const { fetch, write, read, cleanup, resource, signal } = options;
  try {
    const data = await fetch(signal);
    signal?.throwIfAborted();
    if (data instanceof NotKept) return { value: data.value };
    await write(data, signal);
  } catch (error) {
    return { error };
  }
  try {
    const value = await read(signal);
    return value === undefined ? { error: vanished(resource) } : { value };
  } catch (error) {
    // Data that cannot be read for another reason are complete; fetching them again would not help.
    if (!isEcephysError(error, "format")) throw error;
    await cleanup?.();
    return { error };
  }
}

const HOPELESS: ReadonlySet<EcephysErrorCode> = new Set([
  "not-found",
  "missing-data",
  "argument",
  "manifest",
  "storage",
]);

function isWorthAnotherTry(error: unknown): boolean {
  return !(isEcephysError(error) && HOPELESS.has(error.code));
}

function vanished(resource: string): EcephysError {
  return new EcephysError("storage", {
    action: "Reading from the cache",
    resource,
    reason: "it was written, but is no longer there",
    remedy: "Check whether another program removes files from the cache",
  });
}
