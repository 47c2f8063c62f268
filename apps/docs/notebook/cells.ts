import type { Notebook, RunEnd } from "./notebook.ts";

/** A cell of the page, from the top. */
export interface Cell {
  readonly element: Element;
  /** Whether what it left is that of its code. */
  isFresh: boolean;
  run(notebook: Notebook): Promise<RunEnd>;
}

const cells: Cell[] = [];
let notebook: Promise<Notebook> | undefined;
let busy: Promise<unknown> = Promise.resolve();

function inOrder(): Cell[] {
  return [...cells].sort((a, b) =>
    a.element.compareDocumentPosition(b.element) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1,
  );
}

export function addCell(cell: Cell): void {
  cells.push(cell);
}

/** Takes a cell off; with the last one of a page goes what ran them. */
export function removeCell(cell: Cell): void {
  cells.splice(cells.indexOf(cell), 1);
  if (cells.length === 0) void forget();
}

/**
 * Runs a cell after those above it that have not run as they are; stops at the first that fails.
 * @returns whether the cell has run to its end.
 */
export function runCell(cell: Cell, sample: string): Promise<boolean> {
  const mine = busy.then(async () => {
    notebook ??= import("./notebook.ts").then(({ startNotebook }) => startNotebook(sample));
    const runner = await notebook.catch((error: unknown) => {
      notebook = undefined;
      throw error;
    });
    const all = inOrder();
    for (const one of all.slice(0, all.indexOf(cell) + 1)) {
      if (one !== cell && one.isFresh) continue;
      const { kind } = await one.run(runner);
      one.isFresh = kind === "done";
      if (!one.isFresh) return false;
      // What was computed from what it left before is no longer so.
      for (const later of all.slice(all.indexOf(one) + 1)) later.isFresh = false;
    }
    return true;
  });
  busy = mine.catch(() => {});
  return mine;
}

/** Runs all cells from the top, up to the first that fails. */
export async function runAll(sample: string): Promise<void> {
  for (const cell of inOrder()) if (!cell.isFresh && !(await runCell(cell, sample))) return;
}

/** Ends what runs; all cells have to run again. */
export async function stopCells(): Promise<void> {
  (await notebook)?.stop();
  for (const cell of cells) cell.isFresh = false;
}

async function forget(): Promise<void> {
  const last = notebook;
  notebook = undefined;
  busy = Promise.resolve();
  (await last)?.stop();
}
