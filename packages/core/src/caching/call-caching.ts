import {
  argumentChecks,
  EcephysError,
  type EcephysErrorCode,
  isEcephysError,
  type OptionNames,
} from "@ecephys/files";
import { messageOf } from "@ecephys/files/internal";

/** An answer that a fetch gives to its caller without keeping it: a table without rows, say. */
export class NotKept<Value> {
  readonly value: Value;

  constructor(value: Value) {
    this.value = value;
  }
}

/** What `callCaching` does its work with. */
export interface CallCachingOptions<Data, Value> {
  /** For warnings: "the units". */
  readonly resource: string;
  /**
   * Reads from the cache; `undefined` where there is nothing. An EcephysError "format" says that what is there
   * is damaged; any other error leaves it alone and ends the call.
   */
  readonly read: (signal: AbortSignal | undefined) => Promise<Value | undefined>;
  /** Gets the data from where they come from. */
  readonly fetch: (signal: AbortSignal | undefined) => Promise<Data | NotKept<Value>>;
  /** Keeps the data in the cache, whole or not at all. */
  readonly write: (data: Data, signal: AbortSignal | undefined) => Promise<void>;
  /** Removes what was just fetched and turned out to be damaged. */
  readonly cleanup?: (() => Promise<void>) | undefined;
  /** Total fetches; 2 by default. */
  readonly fetchTries?: number | undefined;
  /** Whether the cache is read before anything is fetched; true by default. */
  readonly lazy?: boolean | undefined;
  readonly onWarning?: ((message: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The names alone: which types they have makes no difference. */
const OPTIONS: OptionNames<CallCachingOptions<unknown, unknown>> = {
  resource: true,
  read: true,
  fetch: true,
  write: true,
  cleanup: true,
  fetchTries: true,
  lazy: true,
  onWarning: true,
  signal: true,
};

/**
 * Reads from the cache; where nothing is there, or something damaged, fetches, writes and reads again, at most
 * `fetchTries` times. What a second try cannot help ("not-found", "missing-data", "argument", "manifest",
 * "storage") is not tried again.
 * @throws what the last try threw; the damage itself where its replacement is not to be had; the signal's reason.
 */
export async function callCaching<Data, Value>(options: CallCachingOptions<Data, Value>): Promise<Value> {
  const checks = argumentChecks("Reading through a cache");
  checks.count("the option fetchTries", checks.knownOptions(options, OPTIONS).fetchTries);
  const { read, signal, resource, onWarning, fetchTries = 2, lazy = true } = options;
  signal?.throwIfAborted();
  let damage: EcephysError | undefined;
  if (lazy) {
    try {
      const value = await read(signal);
      if (value !== undefined) return value;
    } catch (error) {
      if (!isEcephysError(error, "format")) throw error;
      damage = error;
      onWarning?.(`${error.message} Trying to fetch it anew.`);
    }
  }
  for (let left = fetchTries - 1; ; left--) {
    const outcome = await attempt(options);
    if ("value" in outcome) return outcome.value;
    const { error } = outcome;
    signal?.throwIfAborted();
    if (damage !== undefined && isEcephysError(error, "missing-data")) throw damage;
    if (left <= 0 || !isWorthAnotherTry(error)) throw error;
    onWarning?.(
      `${messageOf(error)} Fetching ${resource} again (${left} ${left === 1 ? "try" : "tries"} left).`,
    );
  }
}

/** One fetch: its value, or the error that another fetch may help. */
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
    // What cannot be read for another reason is whole, and would not be read better if it were fetched again.
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
    reason: "it was written, and is not there any more",
    remedy: "See whether another program removes files from the cache",
  });
}
