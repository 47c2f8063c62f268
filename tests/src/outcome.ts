import type { DataArray } from "@ecephys/core";
import type { ColumnTable } from "arquero";

/** The result of one of our calls, in a form that can be compared with a recorded answer. */
export type Outcome =
  | { readonly kind: "table"; readonly table: ColumnTable }
  | { readonly kind: "array"; readonly shape: readonly number[]; readonly data: ArrayLike<unknown> }
  | { readonly kind: "dataarray"; readonly array: DataArray }
  /** Anything else: numbers, text, Dates, lists, Maps or plain objects. */
  | { readonly kind: "value"; readonly value: unknown }
  /** `undefined`. */
  | { readonly kind: "none" }
  | { readonly kind: "error"; readonly error: unknown };

export function tableOutcome(table: ColumnTable): Outcome {
  return { kind: "table", table };
}

export function valueOutcome(value: unknown): Outcome {
  return value === undefined ? { kind: "none" } : { kind: "value", value };
}

/** Runs a call; a rejection is an outcome as well. */
export async function outcomeOf(run: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await run();
  } catch (error) {
    return { kind: "error", error };
  }
}

/** For messages: "a table of 5 rows", "an error (NotFoundError: …)". */
export function describeOutcome(outcome: Outcome): string {
  switch (outcome.kind) {
    case "table":
      return `a table of ${outcome.table.numRows()} rows`;
    case "array":
      return `an array of shape (${outcome.shape.join(", ")})`;
    case "dataarray":
      return `a DataArray of shape (${outcome.array.shape.join(", ")})`;
    case "value":
      return `the value ${String(outcome.value)}`;
    case "none":
      return "nothing";
    case "error":
      return `an error (${outcome.error instanceof Error ? `${outcome.error.name}: ${outcome.error.message}` : String(outcome.error)})`;
  }
}
