import { isEcephysError } from "@ecephys/files";

/** Milliseconds after which the same failure is news again. */
const SILENCE = 60_000;

/**
 * Warns of failures that are tried again: of one that several tables share, such as a network that is down, only
 * once.
 */
export function retryWarnings(warn: (message: string) => void): (error: unknown, message: string) => void {
  const told = new Map<string, number>();
  return (error, message) => {
    const key = isEcephysError(error) ? `${error.code} ${error.reason}` : message;
    const now = performance.now();
    const isNews = now - (told.get(key) ?? Number.NEGATIVE_INFINITY) > SILENCE;
    told.set(key, now);
    if (isNews) warn(message);
  };
}
