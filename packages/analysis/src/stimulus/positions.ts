import { EcephysError } from "@ecephys/files";
import type { Grid } from "../receptive-field/grid.ts";
import type { Trials } from "./trials.ts";
import { countWindows } from "./trials.ts";

/** The positions of patches on the screen. */
export interface Positions {
  /** Degrees, descending: the first row is the highest. */
  readonly elevations: Float64Array;
  /** Degrees, ascending. */
  readonly azimuths: Float64Array;
  /** By trial the cell that it was shown at, rows first; -1 for a trial without a position. */
  readonly cells: Int32Array;
}

/** Seconds from the onset in which spikes count for a field: AllenSDK's two bins, 0 to 0.1245 to 0.249 s. */
export const FIELD_DURATION = 0.249;

/**
 * Where the trials were shown.
 * @throws an EcephysError "argument" where none has a position.
 */
export function positionsOf(trials: Trials): Positions {
  const [x, y] = [trials.parameter("x_position"), trials.parameter("y_position")];
  const azimuths = distinct(x);
  const elevations = distinct(y).reverse();
  const ofCondition = Int32Array.from(x, (_, c) => {
    const [row, column] = [elevations.indexOf(y[c]!), azimuths.indexOf(x[c]!)];
    return row < 0 || column < 0 ? -1 : row * azimuths.length + column;
  });
  if (ofCondition.every((cell) => cell < 0))
    throw new EcephysError("argument", {
      action: "Mapping receptive fields",
      resource: "x_position and y_position",
      reason: "none of the conditions has numbers for both",
      remedy: "Give degrees on the screen",
    });
  return { elevations, azimuths, cells: trials.conditions.map((condition) => ofCondition[condition]!) };
}

function distinct(values: Float64Array): Float64Array {
  return Float64Array.from(new Set(values))
    .filter((value) => !Number.isNaN(value))
    .sort();
}

/** By position, the spikes of all presentations there, whatever their orientation. */
export function fieldOf(
  { elevations, azimuths, cells }: Positions,
  { starts }: Pick<Trials, "starts">,
  times: Float64Array,
): Grid & { readonly data: Float64Array } {
  const data = new Float64Array(elevations.length * azimuths.length);
  const counts = countWindows(times, starts, FIELD_DURATION);
  for (let i = 0; i < counts.length; i++) if (cells[i]! >= 0) data[cells[i]!] = data[cells[i]!]! + counts[i]!;
  return { data, rows: elevations.length, columns: azimuths.length };
}
