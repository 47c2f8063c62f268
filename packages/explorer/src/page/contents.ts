import type { Table } from "@ecephys/core";
import type { ColumnTable } from "@ecephys/core/arquero";
import { isEcephysError } from "@ecephys/files";
import { pause } from "@ecephys/files/internal";
import type { EcephysSession, SessionUnitRow } from "@ecephys/nwb";

interface Call {
  readonly signal: AbortSignal;
}

/** What is shown of a session at first. */
export interface SessionUnits {
  readonly id: number | string | undefined;
  readonly units: Table<SessionUnitRow> | undefined;
  readonly probes: readonly SessionProbe[];
}

export interface SessionProbe {
  readonly id: number;
  readonly name: string;
}

/** What responses can be looked at. */
export interface SessionEvents extends SessionStimuli {
  /** Paths of the tables of intervals; undefined until they are known, for which the whole file is looked through. */
  readonly tables: readonly string[] | undefined;
}

export interface SessionStimuli {
  readonly stimuli: readonly string[];
  readonly presentations: number;
}

const NO_STIMULI = new Set(["spontaneous", "invalid_presentation"]);

/** What a file lacks, as those of other labs do, is undefined. */
export async function ifThere<Value>(read: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isEcephysError(error) && error.code === "not-found") return undefined;
    throw error;
  }
}

export async function readUnits(session: EcephysSession, call: Call): Promise<SessionUnits> {
  const [id, units, probes] = await Promise.all([
    ifThere(() => session.ecephysSessionId()),
    ifThere(() => session.units(call)),
    ifThere(() => session.probes(call)),
  ]);
  const rows = probes === undefined ? [] : Array.from({ length: probes.numRows() }, (_, row) => row);
  return {
    id,
    units,
    probes: rows.map((row) => ({
      id: probes!.get("id", row),
      name: String(probes!.get("description", row)),
    })),
  };
}

export async function readStimuli(session: EcephysSession, call: Call): Promise<SessionStimuli> {
  const names = (await ifThere(() => session.stimulusNames(call))) ?? [];
  const presentations = (await ifThere(() => session.numStimulusPresentations(call))) ?? 0;
  return { stimuli: names.filter((name) => !NO_STIMULI.has(name)), presentations };
}

/** Paths of the tables of intervals. */
export async function readIntervalNames(session: EcephysSession, call: Call): Promise<string[]> {
  return (await ifThere(() => session.intervalNames(call))) ?? [];
}

/** The columns of a stimulus, or of a table of intervals, that figures can be made by. */
export interface EventColumns {
  /** Columns with several values, by which responses can be split. */
  readonly by: readonly string[];
  /** Those of them that hold numbers, to which there can be tuning. */
  readonly tuned: ReadonlySet<string>;
  /** Columns of times, to which responses can be aligned. */
  readonly times: readonly string[];
}

const NO_PARAMETERS = new Set([
  "id",
  "stimulus_presentation_id",
  "stimulus_name",
  "start_time",
  "stop_time",
  "timeseries",
]);
/** Distinct values beyond which a column says which presentation it was, not of what kind. */
const MOST_VALUES = 150;
const MOST_TUNED = 60;

export async function readEventColumns(
  session: EcephysSession,
  stimulus: string,
  call: Call,
): Promise<EventColumns> {
  if (stimulus === "") return { by: [], tuned: new Set(), times: [] };
  const isTable = stimulus.startsWith("/");
  const table: ColumnTable = isTable
    ? await session.intervals(stimulus, call)
    : await session.getStimulusTable(stimulus, call);
  const by: string[] = [];
  const tuned = new Set<string>();
  const times: string[] = [];
  const starts = table.array("start_time") as ArrayLike<number>;
  const [first = 0, last = 0] = [starts[0], starts[starts.length - 1]];
  for (const name of table.columnNames()) {
    await pause();
    const values = Array.from(table.array(name) as ArrayLike<unknown>).filter(isGiven);
    const isNumber = values.length > 0 && values.every((value) => typeof value === "number");
    if (isNumber && isTable && values.every((value) => isNear(value as number, first, last)))
      times.push(name);
    if (NO_PARAMETERS.has(name)) continue;
    const distinct = new Set(values.map(String)).size;
    if (distinct < 2 || distinct > MOST_VALUES) continue;
    by.push(name);
    if (isNumber && distinct <= MOST_TUNED) tuned.add(name);
  }
  return { by, tuned, times };
}

function isGiven(value: unknown): boolean {
  return value !== null && value !== undefined && !Number.isNaN(value);
}

/** Whether a number can be a time of rows that begin between two times. */
function isNear(value: number, first: number, last: number): boolean {
  const slack = 0.2 * (last - first) + 10;
  return value >= first - slack && value <= last + slack && value !== 0;
}

/** The unit that fires most, or the first where rates are unknown. */
export function mostActive(units: Table<SessionUnitRow>): number[] {
  if (units.numRows() === 0) return [];
  if (!units.columnNames().includes("firing_rate")) return [units.get("unit_id", 0)];
  const rates = units.array("firing_rate");
  let best = 0;
  for (let i = 0; i < rates.length; i++) if (!(rates[best]! >= rates[i]!)) best = i;
  return [units.get("unit_id", best)];
}
