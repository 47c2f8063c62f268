import { DataArray } from "@ecephys/core/internal";
import { EcephysError, type OptionNames } from "@ecephys/files";
import {
  checkInputs,
  columnOf,
  gather,
  numbersOf,
  SPIKE_SELECTION,
  type SpikeData,
  type SpikeSelection,
  selectPresentations,
  unitsOneByOne,
} from "./inputs.ts";
import { finish, type Steps } from "./steps.ts";
import { countInWindows, windowsAround } from "./window-counts.ts";

/** Which units, presentations and windows to count in. */
export interface ReceptiveFieldOptions {
  readonly unitIds?: SpikeSelection["unitIds"];
  /** Presentations to look at; by default those named `stimulusName`. */
  readonly stimulusPresentationIds?: SpikeSelection["stimulusPresentationIds"];
  /** "gabors" by default. */
  readonly stimulusName?: string | undefined;
  /** From and to, seconds from the presentation's start, [from, to); the whole presentation by default. */
  readonly window?: readonly [from: number, to: number] | undefined;
}

export const RECEPTIVE_FIELD_OPTIONS: OptionNames<ReceptiveFieldOptions> = {
  ...SPIKE_SELECTION,
  stimulusName: true,
  window: true,
};

const ACTION = "Mapping receptive fields";

/**
 * Receptive fields from gabors: each unit's firing rate by the position of the patch, all spikes divided by all
 * seconds of the presentations there, whatever their orientation (the spike-triggered map of the Allen
 * Institute's receptive field analysis, as rates). Presentations without a position, such as masked ones, are left out.
 * `presentations` needs `x_position`, `y_position` (degrees), `stop_time` and `stimulus_name` as well.
 *
 * @returns "receptive_field" in spikes/s, dims unit_id × y_position × x_position (degrees, ascending: plot it
 * with the y axis upwards). NaN at a position that was never shown.
 * @throws an EcephysError "not-found" for unknown ids or where nothing with a position was presented,
 * "argument" for a table without the columns.
 */
export function receptiveField(
  data: SpikeData,
  options: ReceptiveFieldOptions = {},
): DataArray<Float64Array> {
  return finish(receptiveFieldSteps(data, options));
}

/** `receptiveField` unit by unit. */
export function* receptiveFieldSteps(
  data: SpikeData,
  options: ReceptiveFieldOptions = {},
): Steps<DataArray<Float64Array>> {
  const checks = checkInputs(data, options, RECEPTIVE_FIELD_OPTIONS, ACTION);
  checks.range("window", options.window);
  if (options.stimulusName !== undefined) checks.text("stimulusName", options.stimulusName);
  const { presentations: source } = data;
  const units = unitsOneByOne(data.spikeTimes, options.unitIds, ACTION);
  const { ids } = selectPresentations(source, options.stimulusPresentationIds, ACTION);
  const shown = positioned(data, ids, options);
  const { starts, rows } = selectPresentations(source, shown, ACTION);
  const column = (name: string) => gather(numbersOf(source, name, ACTION), rows);
  const windows = options.window
    ? windowsAround(starts, options.window)
    : { starts, stops: column("stop_time") };
  const [xs, ys] = [column("x_position"), column("y_position")];
  const [xAxis, yAxis] = [distinctAscending(xs), distinctAscending(ys)];
  const cells = Int32Array.from(rows, (_, w) => yAxis.indexOf(ys[w]!) * xAxis.length + xAxis.indexOf(xs[w]!));
  const seconds = sumByCell(
    cells,
    windows.stops.map((stop, w) => stop - windows.starts[w]!),
    xAxis.length * yAxis.length,
  );
  const rates = new Float64Array(units.length * seconds.length);
  const counts = new Float64Array(rows.length);
  for (const [u, { times }] of units.entries()) {
    const spikes = sumByCell(cells, countInWindows(times, windows, counts), seconds.length);
    for (let cell = 0; cell < seconds.length; cell++)
      rates[u * seconds.length + cell] = spikes[cell]! / seconds[cell]!;
    yield (u + 1) / units.length;
  }
  return new DataArray({
    name: "receptive_field",
    dims: ["unit_id", "y_position", "x_position"],
    shape: [units.length, yAxis.length, xAxis.length],
    coords: { unit_id: Float64Array.from(units, ({ id }) => id), y_position: yAxis, x_position: xAxis },
    data: rates,
    attributes: { unit: "spikes/s", presentations: rows.length },
  });
}

/** Ids of the presentations that have a position and, unless ids were named, the stimulus's name. */
function positioned(
  { presentations }: SpikeData,
  ids: Float64Array,
  options: ReceptiveFieldOptions,
): number[] {
  const { stimulusName = "gabors" } = options;
  const { rows } = selectPresentations(presentations, [...ids], ACTION);
  const [xs, ys] = ["x_position", "y_position"].map((name) => numbersOf(presentations, name, ACTION));
  const names =
    options.stimulusPresentationIds === undefined
      ? columnOf(presentations, "stimulus_name", ACTION)
      : undefined;
  const found = [...ids].filter((_, i) => {
    const row = rows[i]!;
    return Number.isFinite(xs![row]! + ys![row]!) && (!names || names[row] === stimulusName);
  });
  if (found.length > 0) return found;
  throw new EcephysError("not-found", {
    action: ACTION,
    resource: `presentations of "${stimulusName}"`,
    reason: "none of the presentations has a position on the screen",
    remedy: "Give the stimulusName of a stimulus that was shown at several positions",
  });
}

function distinctAscending(values: Float64Array): Float64Array {
  return Float64Array.from(new Set(values)).sort();
}

function sumByCell(cells: Int32Array, values: Float64Array, length: number): Float64Array {
  const sums = new Float64Array(length);
  for (let i = 0; i < cells.length; i++) sums[cells[i]!] = sums[cells[i]!]! + values[i]!;
  return sums;
}
