import { argumentChecks } from "@ecephys/files";

/** Reads what a session is asked with. */
export const asked = argumentChecks("Asking a session");

/** What every question takes. */
export interface Waiting {
  readonly signal?: AbortSignal | undefined;
}

/**
 * The signal of what a question was asked with.
 * @throws an EcephysError "argument" for what are no options.
 */
export function signalOf(options: Waiting): AbortSignal | undefined {
  return asked.options(options).signal;
}

/** Lets others have their turn in the middle of long work. */
export function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
