import type { OptionNames } from "@ecephys/files";
import { inTurns, type Steps } from "@ecephys/files/internal";

/** How far an analysis in turns is. */
export interface InTurnsProgress {
  /** 0 to 1. */
  readonly fraction: number;
}

/** What an analysis in turns takes besides its own options. */
export interface InTurnsOptions {
  /** Ends the analysis, with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called some times a second while it takes long, and with 1 at the end. */
  readonly onProgress?: ((progress: InTurnsProgress) => void) | undefined;
}

export const IN_TURNS_OPTIONS: OptionNames<InTurnsOptions> = { signal: true, onProgress: true };

/** The result of steps that others have their turns between, of which the caller is told that they are done. */
export async function toTheEnd<Result>(
  steps: Steps<Result>,
  { signal, onProgress }: InTurnsOptions,
): Promise<Result> {
  signal?.throwIfAborted();
  const result = await inTurns(steps, { signal, onProgress });
  onProgress?.({ fraction: 1 });
  return result;
}
