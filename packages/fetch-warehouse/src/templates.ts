import type { FetchOptions } from "@ecephys/core";
import { FETCH_OPTIONS } from "@ecephys/core/internal";
import { argumentChecks, EcephysError, type RemoteFile } from "@ecephys/files";
import { listFiles, notFound, onlyFile, type WellKnownFile } from "./files.ts";
import type { WarehouseSettings } from "./settings.ts";

/** The product that the stimulus files belong to: the Neuropixels visual coding data set. */
const PRODUCT_ID = 714914585;

const KINDS = {
  movie: { name: "natural movie", pattern: /natural_movie_(\d+)\.npy$/ },
  scene: { name: "natural scene", pattern: /\/(\d+)\.tiff$/ },
} as const;

/** Gives the file of a movie or scene by its number. */
export type TemplateFinder = (
  kind: keyof typeof KINDS,
  number: number,
  options?: FetchOptions,
) => Promise<RemoteFile>;

/**
 * Stimulus files by kind and number. The list of files is asked for once; other files in it are passed over
 * ([note H8](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#h8)).
 */
export function templateFinder(settings: WarehouseSettings): TemplateFinder {
  let known: readonly WellKnownFile[] | undefined;
  return async (kind, number, options = {}) => {
    const { signal } = argumentChecks("Looking up a file").knownOptions(options, FETCH_OPTIONS);
    const { name, pattern } = KINDS[kind];
    requireNumber(name, number);
    signal?.throwIfAborted();
    known ??= await listFiles(settings, "stimulus files", "Stimulus", "Product", PRODUCT_ID, signal);
    const numbered = known.map((file) => ({ file, number: numberIn(pattern, file) }));
    const files = numbered.filter((entry) => entry.number === number).map(({ file }) => file);
    const resource = `${name} ${number}`;
    if (files.length > 0) return onlyFile(settings, resource, files);
    const numbers = [...new Set(numbered.flatMap((entry) => entry.number ?? []))].sort((a, b) => a - b);
    throw notFound(resource, `the warehouse has no ${name} of this number`, `the ${name}s`, numbers);
  };
}

function numberIn(pattern: RegExp, { path }: WellKnownFile): number | undefined {
  const digits = pattern.exec(path)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function requireNumber(name: string, number: number): void {
  if (Number.isSafeInteger(number) && number >= 0) return;
  throw new EcephysError("argument", {
    action: "Looking up",
    resource: `${name} ${number}`,
    reason: "its number is not a whole number, 0 or more",
  });
}
