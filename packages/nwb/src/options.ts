import { type ArgumentChecks, argumentChecks, type OptionNames } from "@ecephys/files";

/** What every method that reads takes. */
export interface SignalOptions {
  /** Ends the call with the signal's reason; what other callers wait for continues. */
  readonly signal?: AbortSignal | undefined;
}

export const SIGNAL_OPTIONS: OptionNames<SignalOptions> = { signal: true };

/**
 * Checks the names of a method's options, and returns checks for their values.
 * @throws an EcephysError "argument" for unknown names, with the nearest known one.
 */
export function checkOptions<Options extends object>(
  method: string,
  options: Options,
  names: OptionNames<Options>,
): ArgumentChecks {
  const checks = argumentChecks(`Calling ${method}`);
  checks.knownOptions(options, names);
  return checks;
}

/** As `checkOptions`, for methods that take a signal and nothing else. */
export function checkSignalOptions(method: string, options: SignalOptions): ArgumentChecks {
  return checkOptions(method, options, SIGNAL_OPTIONS);
}
