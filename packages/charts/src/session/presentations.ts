import type { ColumnTable } from "@ecephys/core/arquero";
import { EcephysError } from "@ecephys/files";
import { columnOf, numbersOf } from "../charts/columns.ts";
import type { ChartSession } from "./chart-session.ts";

/** The presentations that a figure looks at, and what each was. */
export interface ChosenPresentations {
  readonly table: ColumnTable;
  readonly ids: readonly number[];
  /** The value of the column that figures are split by, one per presentation; undefined where they are not split. */
  readonly labels: readonly (string | number)[] | undefined;
}

const ACTION = "Choosing presentations";

/** @throws an EcephysError "not-found" that lists the stimuli, "argument" that lists the columns. */
export async function presentationsOf(
  session: ChartSession,
  {
    stimulus,
    by,
    signal,
  }: {
    readonly stimulus?: string | undefined;
    readonly by?: string | undefined;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<ChosenPresentations> {
  if (stimulus !== undefined) {
    const names = await session.stimulusNames({ signal });
    if (!names.includes(stimulus))
      throw new EcephysError("not-found", {
        action: ACTION,
        resource: `the stimulus "${stimulus}"`,
        reason: "it was not shown in this session",
        remedy: `The stimuli are ${names.join(", ")}`,
      });
  }
  const table = await session.getStimulusTable(stimulus, { signal });
  const ids = [...numbersOf(table, "stimulus_presentation_id", ACTION)];
  if (by === undefined) return { table, ids, labels: undefined };
  const values = Array.from(columnOf(table, by, ACTION), labelOf);
  const kept = values.map((_, i) => i).filter((i) => values[i] !== undefined);
  return {
    table: table.reify(kept),
    ids: kept.map((i) => ids[i]!),
    labels: kept.map((i) => values[i]!),
  };
}

/** A parameter as a label; undefined where it is missing, as for blank sweeps. */
function labelOf(value: unknown): string | number | undefined {
  if (value === null || value === undefined || Number.isNaN(value)) return undefined;
  if (typeof value === "number") return value;
  return Array.isArray(value) || ArrayBuffer.isView(value)
    ? Array.from(value as unknown as ArrayLike<number>).join(", ")
    : String(value);
}
