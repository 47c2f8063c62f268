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

/** "1 row", "2 rows". */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** Tells of ids that several rows have; their rows stay in the table. */
export function warnOfSharedIds(warnings: FileWarnings, path: string, ids: Iterable<number | bigint>): void {
  const shared = new Set<number | bigint>();
  const known = new Set<number | bigint>();
  for (const id of ids)
    if (known.has(id)) shared.add(id);
    else known.add(id);
  if (shared.size > 0)
    warnings.tell(
      path,
      "shared ids",
      `${counted(shared.size, "id")} (${[...shared].slice(0, 5).join(", ")}) occur more than once: their rows are kept, but cannot be asked for by id.`,
    );
}
