import { type ColumnTable, table } from "@ecephys/core/arquero";
import { argumentChecks, EcephysError, type Ids, type Names } from "@ecephys/files";
import { isMissingCell, type Parameter, type ParameterColumn } from "./parameters.ts";
import { CONDITION_ID, PRESENTATION_ID, type Presentations, pickRows } from "./presentations.ts";

/** Parameters of how a stimulus was drawn rather than what it was. */
const DETAILED = new Set(
  [
    "colorSpace flipHoriz flipVert depth interpolate mask opacity rgbPedestal tex texRes units rgb",
    "signalDots noiseDots fieldSize fieldShape fieldPos nDots dotSize dotLife color_triplet",
  ].flatMap((names) => names.split(" ")),
);

const NOT_PARAMETERS = new Set([
  "name",
  "description",
  "start_time",
  "stop_time",
  "duration",
  "stimulus_block",
  CONDITION_ID,
  "stimulus_name",
]);

/** Which columns a table of presentations has. */
export interface StimulusTableOptions {
  /** Also how the stimulus was drawn: mask, opacity, units, …; false by default. */
  readonly includeDetailedParameters?: boolean | undefined;
  /** Also columns in which none of the rows has a value; false by default. */
  readonly includeUnusedParameters?: boolean | undefined;
}

/** One name or several. */
export type StimulusNames = Names;

/** Names of the stimuli in order of first appearance. */
export function namesOf(presentations: Presentations): string[] {
  return [...new Set(presentations.columns.get("stimulus_name") as Iterable<string>)];
}

/** The rows of the named stimuli; all without names. */
export function rowsOfStimuli(presentations: Presentations, names: StimulusNames | undefined): Int32Array {
  const all = Int32Array.from({ length: presentations.rows }, (_, row) => row);
  if (names === undefined) return all;
  const wanted = new Set<Parameter>(argumentChecks("Choosing stimuli").names("stimulusNames", names));
  const own = presentations.columns.get("stimulus_name")!;
  return all.filter((row) => wanted.has(own[row]!));
}

/** Presentations of the given rows as a table. */
export function presentationTable(
  presentations: Presentations,
  rows: Int32Array,
  { includeDetailedParameters = false, includeUnusedParameters = false }: StimulusTableOptions,
): ColumnTable {
  const columns: Record<string, ArrayLike<unknown>> = { [PRESENTATION_ID]: Float64Array.from(rows) };
  for (const [name, column] of presentations.columns) {
    if (!includeDetailedParameters && DETAILED.has(name)) continue;
    if (includeUnusedParameters || isUsed(column, rows, presentations.masked))
      columns[name] = pickRows(column, rows);
  }
  return table(columns as never);
}

/** All presentations with all but detailed parameters, also unused ones; the table shares the columns' memory. */
export function wholeTable({ rows, columns }: Presentations): ColumnTable {
  const ids = new Float64Array(rows);
  for (let row = 0; row < rows; row++) ids[row] = row;
  const shown = [...columns].filter(([name]) => !DETAILED.has(name));
  return table({ [PRESENTATION_ID]: ids, ...Object.fromEntries(shown) } as never);
}

/**
 * Whether any of the rows has a value. As in AllenSDK, a column that has no value in any row counts as
 * used where some of the rows are masked and others are not.
 */
function isUsed(column: ParameterColumn, rows: Int32Array, masked: Uint8Array): boolean {
  if (rows.some((row) => !isMissingCell(column[row]!))) return true;
  return rows.some((row) => masked[row] === 1) && rows.some((row) => masked[row] === 0);
}

/**
 * The rows of presentations by their ids, in the order of the ids.
 * @throws an EcephysError "not-found" that names an unknown one.
 */
export function rowsOfIds(presentations: Presentations, ids: Ids | undefined): Int32Array {
  if (ids === undefined) return Int32Array.from({ length: presentations.rows }, (_, row) => row);
  return Int32Array.from(
    argumentChecks("Looking up stimulus presentations").ids("stimulusPresentationIds", ids),
    (id) => {
      if (Number.isInteger(id) && id >= 0 && id < presentations.rows) return id;
      throw new EcephysError("not-found", {
        action: "Looking up stimulus presentations",
        resource: `presentation ${id}`,
        reason: `the session has presentations 0 to ${presentations.rows - 1}`,
      });
    },
  );
}

/** The distinct values of each used parameter in the given rows, in the order of their first appearance. */
export function parameterValues(
  presentations: Presentations,
  rows: Int32Array,
  dropNulls: boolean,
): Record<string, Parameter[]> {
  const values: Record<string, Parameter[]> = {};
  for (const [name, column] of presentations.columns) {
    if (NOT_PARAMETERS.has(name) || DETAILED.has(name) || !isUsed(column, rows, presentations.masked))
      continue;
    const found = distinct(Array.from(rows, (row) => column[row]!));
    values[name] = dropNulls ? found.filter((value) => value !== null) : found;
  }
  return values;
}

/** All kinds of missing values count as one, which comes last. */
function distinct(values: readonly Parameter[]): Parameter[] {
  const known = new Map<string, Parameter>();
  let missing = false;
  for (const value of values)
    if (isMissingCell(value)) missing = true;
    else {
      const key = `${typeof value} ${String(value)}`;
      if (!known.has(key)) known.set(key, value);
    }
  return missing ? [...known.values(), null] : [...known.values()];
}
