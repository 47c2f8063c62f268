import { isStrictlyAscending } from "@ecephys/files/internal";

/** What is wrong in a file, told once for each place and kind of fault. */
export class FileWarnings {
  readonly #location: string;
  readonly #warn: (message: string) => void;
  readonly #told = new Set<string>();

  constructor(location: string, warn: (message: string) => void) {
    this.#location = location;
    this.#warn = warn;
  }

  /**
   * @param path What of the file it is about.
   * @param fault Its kind: "index goes back". The same at the same place is told once.
   * @param text What is wrong, of how many, and what becomes of it.
   */
  tell(path: string, fault: string, text: string): void {
    const key = `${path}\n${fault}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.#warn(`${this.#location} (${path}): ${text}`);
  }
}

/**
 * How many there are of something, and the verb that follows: "1 row", "2 rows"; "1 row is", "2 rows are".
 * @param verb For one and for several: ["is", "are"].
 */
export function counted(count: number, what: string, verb?: readonly [one: string, several: string]): string {
  const isOne = count === 1;
  const things = `${count} ${what}${isOne ? "" : "s"}`;
  return verb ? `${things} ${verb[isOne ? 0 : 1]}` : things;
}

/** Tells of references to rows that a table does not have. */
export function missingRows(count: number, table: string): string {
  const what = `that ${table} does not have`;
  return `${counted(count, "value", [`points to a row ${what}, and is`, `point to rows ${what}, and are`])} missing.`;
}

/** Tells of ids that several rows have; their rows stay in the table. */
export function warnOfSharedIds(warnings: FileWarnings, path: string, ids: Iterable<number | bigint>): void {
  // Ids mostly ascend.
  if (ids instanceof Float64Array && isStrictlyAscending(ids)) return;
  const shared = new Set<number | bigint>();
  const known = new Set<number | bigint>();
  for (const id of ids)
    if (known.has(id)) shared.add(id);
    else known.add(id);
  if (shared.size > 0)
    warnings.tell(
      path,
      "shared ids",
      `${counted(shared.size, "id", ["occurs", "occur"])} more than once (${[...shared].slice(0, 5).join(", ")}): their rows are kept, but cannot be asked for by id.`,
    );
}
