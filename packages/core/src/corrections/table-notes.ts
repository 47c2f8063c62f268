import type { ColumnTable } from "arquero";
import { type Correction, type CorrectionId, correctionOf } from "./known.ts";

/** A known fault as far as it concerns a table. */
export interface TableCorrection {
  readonly correction: Correction;
  /** Rows of the table that have it. */
  readonly rows: number;
  /** Whether it has been put right in this table. */
  readonly isCorrected: boolean;
}

interface Note {
  readonly id: CorrectionId;
  readonly rows: number | (() => number);
  readonly isCorrected: boolean;
}

const NOTES = new WeakMap<object, readonly Note[]>();

/**
 * Notes what is known of a table, and gives the table.
 * @param rows How many have the fault; a function is asked whenever somebody wants to know.
 */
export function noteCorrection<Noted extends ColumnTable>(
  table: Noted,
  id: CorrectionId,
  rows: number | (() => number),
  isCorrected = false,
): Noted {
  const others = (NOTES.get(table) ?? []).filter((note) => note.id !== id);
  if (rows !== 0) NOTES.set(table, [...others, { id, rows, isCorrected }]);
  return table;
}

/**
 * The known faults of the released data that concern a table as a project cache or a session gave it, each with its
 * source, the number of rows and whether it has been put right. Tables that were made of it by verbs have none.
 * @example
 * import { correctionsOf } from "@ecephys/core";
 *
 * const units = await cache.getUnits();
 * for (const { correction, rows } of correctionsOf(units)) console.log(correction.what, rows);
 */
export function correctionsOf(table: ColumnTable): readonly TableCorrection[] {
  return (NOTES.get(table) ?? [])
    .map(({ id, rows, isCorrected }) => ({
      correction: correctionOf(id),
      rows: typeof rows === "number" ? rows : rows(),
      isCorrected,
    }))
    .filter(({ rows }) => rows > 0);
}
