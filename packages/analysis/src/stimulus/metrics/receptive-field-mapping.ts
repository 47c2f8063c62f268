import { sum } from "../../numeric/moments.ts";
import {
  areaOfCells,
  azimuthOfColumn,
  elevationOfRow,
  isOnScreen,
  widthOfCells,
} from "../../receptive-field/degrees.ts";
import { fitGaussian, type GaussianFit } from "../../receptive-field/gaussian-fit.ts";
import type { Grid } from "../../receptive-field/grid.ts";
import {
  invertReceptiveField,
  isInverted,
  type ReceptiveFieldMask,
  thresholdReceptiveField,
} from "../../receptive-field/mask.ts";
import { resampledPValues, resampling } from "../../receptive-field/resampling.ts";
import { fieldOf, type Positions, positionsOf } from "../positions.ts";
import { countWindows } from "../trials.ts";
import { type KindMetrics, type Metric, metricColumns } from "./columns.ts";
import { commonMetrics, timeToPeak } from "./common.ts";

/** Units with fewer spikes during all presentations have no receptive field. */
export const LEAST_SPIKES = 10;

/** The metrics of gabors at many positions. */
export const RECEPTIVE_FIELD_MAPPING: KindMetrics = {
  columns: metricColumns(
    "azimuth_rf",
    "elevation_rf",
    "width_rf",
    "height_rf",
    "area_rf",
    "p_value_rf",
    "on_screen_rf",
    "firing_rate_rf",
    "fano_rf",
    "time_to_peak_rf",
    "lifetime_sparseness_rf",
    "run_mod_rf",
    "run_pval_rf",
  ),
  // They share passes over the draws of the resampling.
  together: 16,
  prepare(stimulus, { exact }) {
    const { trials, trialDuration } = stimulus;
    const positions = positionsOf(trials);
    const draws = once(() => resampling(categoriesOf(positions)));
    return (responses) => {
      const counts = responses.map(({ times }) => countWindows(times, trials.starts, trialDuration));
      const tested = counts.filter((own) => sum(own) >= LEAST_SPIKES);
      const pValues = tested.length > 0 ? resampledPValues(tested, draws()) : [];
      return responses.map((response, u) => {
        const rank = tested.indexOf(counts[u]!);
        const field = fieldOf(positions, trials, response.times);
        const own = rank < 0 ? NO_FIELD : fieldMetrics(field, pValues[rank]!, exact);
        const common = commonMetrics(stimulus, response, exact);
        return [
          ...own,
          common.firingRate,
          common.fano,
          timeToPeak(stimulus, response, exact),
          common.lifetimeSparseness,
          common.runModulation,
          common.runPValue,
        ];
      });
    };
  },
};

const NO_FIELD: readonly Metric[] = [...new Array<number>(6).fill(Number.NaN), false];

function fieldMetrics(field: Grid, pValue: number, exact: boolean): Metric[] {
  const { mask, inverted, fit } = describeField(field, exact);
  // The recorded exact answers have the widths of the usual form, and the place of the field that their own mask inverts.
  const isOther = exact && isInverted(mask.mask, field) !== inverted;
  const placed = isOther ? fitGaussian(inverted ? field : invertReceptiveField(field)) : fit;
  return [
    azimuthOfColumn(mask.centerColumn),
    elevationOfRow(mask.centerRow),
    fit ? widthOfCells(fit.widthColumns) : Number.NaN,
    fit ? widthOfCells(fit.widthRows) : Number.NaN,
    areaOfCells(mask.area),
    pValue,
    placed !== undefined && isOnScreen(field, placed.centerRow, placed.centerColumn),
  ];
}

/**
 * The mask of a field, and the Gaussian fitted to it: upside down where the unit responds less inside, by the mask that
 * AllenSDK makes, so that the fit does not depend on `exact`.
 */
export function describeField(
  field: Grid,
  exact: boolean,
): { mask: ReceptiveFieldMask; inverted: boolean; fit: GaussianFit | undefined } {
  const mask = thresholdReceptiveField(field, { exact });
  const usual = exact ? thresholdReceptiveField(field) : mask;
  const inverted = isInverted(usual.mask, field);
  return { mask, inverted, fit: fitGaussian(inverted ? invertReceptiveField(field) : field) };
}

/**
 * Positions as consecutive numbers, by azimuth and then from the highest elevation down, which is the order in which the
 * terms of the reference's χ² are summed; presentations without a position are a category of their own, the first.
 */
function categoriesOf({ azimuths, cells, elevations }: Positions): Int32Array {
  const place = (cell: number) => {
    if (cell < 0) return -1;
    const [row, column] = [Math.floor(cell / azimuths.length), cell % azimuths.length];
    return column * elevations.length + row;
  };
  const places = cells.map(place);
  const shown = [...new Set(places)].sort((a, b) => a - b);
  const categories = new Map(shown.map((one, category) => [one, category]));
  return places.map((one) => categories.get(one)!);
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
