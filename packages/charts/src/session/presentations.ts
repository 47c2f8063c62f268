import type { ColumnTable } from "@ecephys/core/arquero";
import { argumentChecks, EcephysError } from "@ecephys/files";
import { columnOf, numbersOf } from "../charts/columns.ts";
import type { ChartSession } from "./chart-session.ts";

/** Which presentations, or rows of a table of intervals, a figure looks at. */
export interface PresentationChoice {
  readonly stimulus?: string | undefined;
  readonly intervals?: string | undefined;
  readonly align?: string | undefined;
  readonly by?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The presentations that a figure looks at, and what each was. */
export interface ChosenPresentations {
  readonly table: ColumnTable;
  readonly ids: readonly number[];
  /** The value of the column that figures are split by, one per presentation; undefined where they are not split. */
  readonly labels: readonly (string | number)[] | undefined;
}

const ACTION = "Choosing presentations";

/** @throws an EcephysError "not-found" that lists the stimuli or tables, "argument" that lists the columns. */
export async function presentationsOf(
  session: ChartSession,
  choice: PresentationChoice,
): Promise<ChosenPresentations> {
  const { table, ids, kept } =
    choice.intervals === undefined
      ? await ofStimulus(session, choice)
      : await ofIntervals(session, { ...choice, intervals: choice.intervals });
  const { by } = choice;
  const values = by === undefined ? undefined : Array.from(columnOf(table, by, ACTION), labelOf);
  const rows = values ? kept.filter((i) => values[i] !== undefined) : kept;
  return {
    table: rows.length === ids.length ? table : table.reify([...rows]),
    ids: rows.map((i) => ids[i]!),
    labels: values && rows.map((i) => values[i]!),
  };
}

/** What says to a session's analyses which presentations are meant. */
export function selectionOf(
  { intervals, align }: PresentationChoice,
  ids: readonly number[],
):
  | { readonly stimulusPresentationIds: readonly number[] }
  | {
      readonly intervals: string;
      readonly align: string | undefined;
      readonly intervalIds: readonly number[];
    } {
  return intervals === undefined ? { stimulusPresentationIds: ids } : { intervals, align, intervalIds: ids };
}

interface Rows {
  readonly table: ColumnTable;
  readonly ids: readonly number[];
  /** Rows that can be looked at. */
  readonly kept: readonly number[];
}

async function ofStimulus(session: ChartSession, { stimulus, signal }: PresentationChoice): Promise<Rows> {
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
  return { table, ids, kept: ids.map((_, i) => i) };
}

/** Rows without the time that they are aligned to are left out, as the analyses do. */
async function ofIntervals(
  session: ChartSession,
  { intervals, align = "start_time", stimulus, signal }: PresentationChoice & { readonly intervals: string },
): Promise<Rows> {
  if (stimulus !== undefined)
    throw argumentChecks(ACTION).refusal(
      "the options",
      `a stimulus (${stimulus}) and intervals (${intervals})`,
      "one of them",
    );
  const table = await session.intervals(intervals, { signal });
  const ids = [...numbersOf(table, "id", ACTION)];
  const times = numbersOf(table, align, ACTION);
  return { table, ids, kept: ids.map((_, i) => i).filter((i) => Number.isFinite(times[i])) };
}

/** A parameter as a label; undefined where it is missing, as for blank sweeps. */
function labelOf(value: unknown): string | number | undefined {
  if (value === null || value === undefined || Number.isNaN(value)) return undefined;
  if (typeof value === "number") return value;
  return Array.isArray(value) || ArrayBuffer.isView(value)
    ? Array.from(value as unknown as ArrayLike<number>).join(", ")
    : String(value);
}
