import type { DataArray } from "@ecephys/core";
import { argumentChecks, type OptionNames } from "@ecephys/files";
import { SEQUENTIAL } from "../figure/colors.ts";
import { FIGURE_OPTIONS, type Figure, type FigureOptions } from "../figure/figure.ts";
import { colorBar, heatMark, panel } from "../figure/panel.ts";
import { figure, figureSetup } from "../figure/setup.ts";
import { brief, rangeOf } from "../numbers/range.ts";

const OPTIONS: OptionNames<FigureOptions> = FIGURE_OPTIONS;
const ACTION = "Drawing a receptive field";

/**
 * A receptive field: firing rate (spikes/s) by the position of the stimulus on the screen (degrees), y upwards.
 * @param field y_position × x_position, or one unit's of what `receptiveField` gives.
 * @throws an EcephysError "argument" for an array of several units or other dimensions.
 */
export function receptiveField(field: DataArray, options: FigureOptions = {}): Figure {
  const { width, height } = figureSetup(ACTION, options, OPTIONS);
  const one = oneUnit(field);
  const [ys, xs] = [numbers(one.coord("y_position")), numbers(one.coord("x_position"))];
  const [rows, columns] = [ys.length, xs.length];
  const upright = Float64Array.from(one.data, (_, i) => {
    const row = rows - 1 - Math.floor(i / columns);
    return one.data[row * columns + (i % columns)]!;
  });
  const [low, high] = [0, rangeOf(upright)[1]];
  const map = { values: upright, rows, columns, range: [low, high] as const, scale: SEQUENTIAL };
  const [xDomain, yDomain] = [bounds(xs), bounds(ys)];
  const best = upright.reduce((top, value, i) => (value > upright[top]! ? i : top), 0);
  const where = [xs[best % columns]!, ys[rows - 1 - Math.floor(best / columns)]!];
  const unit = one.attributes.unit_id ?? idOf(field);
  const side = Math.min(width, 380);
  return figure(
    {
      title: unit === undefined ? "Receptive field" : `Receptive field of unit ${unit}`,
      subtitle: "firing rate by the position of the stimulus on the screen",
      description: `Firing rate by screen position: highest, ${brief(high)} spikes/s, at ${where[0]}° azimuth and ${where[1]}° elevation.`,
      width: side,
      table: () => one.toTable(),
      sketch: () => ({
        ...map,
        kind: "map",
        xLabel: "azimuth (deg)",
        yLabel: "elevation (deg)",
        xDomain,
        yEnds: [brief(ys.at(-1)!), brief(ys[0]!)],
      }),
      panels: (document) => [
        panel(document, {
          width: side,
          height: height ?? Math.round(((side - 74) * rows) / columns) + 58,
          x: { label: "azimuth (deg)", domain: xDomain, ticks: 5 },
          y: { label: "elevation (deg)", domain: yDomain, ticks: 5 },
          marks: [heatMark(map)],
        }),
        colorBar(document, map, { label: "firing rate (spikes/s)", width: side }),
      ],
    },
    options,
  );
}

function oneUnit(field: DataArray): DataArray {
  const unitless = field.dims[0] === "unit_id" && field.shape[0] === 1 ? field.isel({ unit_id: 0 }) : field;
  if (unitless.dims.join() !== "y_position,x_position")
    throw argumentChecks(ACTION).refusal(
      field.name ?? "the array",
      field.dims.map((dim, d) => `${dim} (${field.shape[d]})`).join(" × "),
      "y_position × x_position of one unit",
      "Choose one: field.sel({ unit_id: id })",
    );
  return unitless;
}

function idOf(field: DataArray): unknown {
  return field.dims[0] === "unit_id" ? field.coord("unit_id")[0] : undefined;
}

function numbers(labels: ArrayLike<unknown>): Float64Array {
  return Float64Array.from(labels as ArrayLike<number>);
}

/** Half a step beyond the first and the last position. */
function bounds(positions: Float64Array): [number, number] {
  const half = positions.length > 1 ? (positions[1]! - positions[0]!) / 2 : 0.5;
  return [(positions[0] ?? 0) - half, (positions.at(-1) ?? 0) + half];
}
