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

const NOTES = new WeakMap<object, readonly TableCorrection[]>();

/** Notes what is known of a table, and gives the table. */
export function noteCorrection<Noted extends ColumnTable>(
  table: Noted,
  id: CorrectionId,
  rows: number,
  isCorrected = false,
): Noted {
  const others = (NOTES.get(table) ?? []).filter(({ correction }) => correction.id !== id);
  if (rows > 0) NOTES.set(table, [...others, { correction: correctionOf(id), rows, isCorrected }]);
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
  return NOTES.get(table) ?? [];
}
