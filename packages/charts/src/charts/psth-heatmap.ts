import type { DataArray } from "@ecephys/core";
import { table } from "@ecephys/core/arquero";
import type { OptionNames } from "@ecephys/files";
import { ruleX } from "@observablehq/plot";
import { SEQUENTIAL } from "../figure/colors.ts";
import { FIGURE_OPTIONS, type Figure, type FigureOptions } from "../figure/figure.ts";
import { colorBar, heatMark, panel } from "../figure/panel.ts";
import { figure, figureSetup } from "../figure/setup.ts";
import { countText, rangeOf } from "../numbers/range.ts";
import { seriesOf } from "./series.ts";

/** How the rows of a heat map are ordered and scaled. */
export interface PsthHeatmapOptions extends FigureOptions {
  /** "peak" (by default) sorts units by the time of their highest rate, "none" keeps their order. */
  readonly sort?: "peak" | "none" | undefined;
  /** "max" (by default) divides each unit's rates by its highest, "none" shows spikes/s. */
  readonly normalize?: "max" | "none" | undefined;
}

const OPTIONS: OptionNames<PsthHeatmapOptions> = { ...FIGURE_OPTIONS, sort: true, normalize: true };

/**
 * Responses of many units as a heat map: one row per unit, time from onset (s) to the right, brightness by rate. Units
 * without a spike have an empty row at the bottom.
 * @param rates What `psth` of `@ecephys/analysis` or of a session gives, unit_id × time_relative_to_stimulus_onset.
 * @throws an EcephysError "argument" for options that are wrong or arrays of other dimensions.
 */
export function psthHeatmap(rates: DataArray, options: PsthHeatmapOptions = {}): Figure {
  const { checks, width, height } = figureSetup("Drawing a heat map of responses", options, OPTIONS);
  const { sort = "peak", normalize = "max" } = options;
  if (!["peak", "none"].includes(sort)) throw checks.refusal("the option sort", sort, '"peak" or "none"');
  if (!["max", "none"].includes(normalize))
    throw checks.refusal("the option normalize", normalize, '"max" or "none"');
  const { x, rows } = seriesOf(rates, "unit_id", "time_relative_to_stimulus_onset");
  const peaks = rows.map(({ values }) => peakOf(values));
  const order = rows.map((_, r) => r);
  if (sort === "peak") order.sort((a, b) => peaks[a]!.at - peaks[b]!.at || a - b);
  const values = new Float64Array(rows.length * x.length);
  for (const [row, r] of order.entries()) {
    const most = normalize === "max" ? peaks[r]!.rate : 1;
    values.set(
      rows[r]!.values.map((rate) => (most > 0 ? rate / most : Number.NaN)),
      row * x.length,
    );
  }
  const map = {
    values,
    rows: rows.length,
    columns: x.length,
    range: normalize === "max" ? ([0, 1] as const) : ([0, rangeOf(values)[1]] as const),
    scale: SEQUENTIAL,
  };
  const half = x.length > 1 ? (x[1]! - x[0]!) / 2 : 0.5;
  const domain = [(x[0] ?? 0) - half, (x.at(-1) ?? 1) + half];
  return figure(
    {
      title: `Responses of ${countText(rows.length)} units`,
      subtitle: `${normalize === "max" ? "firing rate, of each unit's highest" : "firing rate"}${sort === "peak" ? "; units by the time of their peak" : ""}`,
      description: `Heat map of the firing rates of ${countText(rows.length)} units around the onset, one row per unit, ${domain.map((time) => time!.toPrecision(3)).join(" to ")} s.`,
      width,
      table: () =>
        table({
          unit_id: order.flatMap((r) => Array.from(x, () => Number(rows[r]!.label))),
          time_relative_to_stimulus_onset: order.flatMap(() => [...x]),
          firing_rate: order.flatMap((r) => [...rows[r]!.values]),
        }),
      sketch: () => ({
        ...map,
        kind: "map",
        xLabel: "time from onset (s)",
        yLabel: "unit",
        xDomain: [domain[0]!, domain[1]!],
        yEnds: ["0", String(rows.length - 1)],
      }),
      panels: (document) => [
        panel(document, {
          width,
          height: height ?? Math.min(560, Math.max(160, 60 + rows.length * 4)),
          x: { label: "time from onset (s)", domain },
          y: { label: "unit", domain: [rows.length, 0], ticks: 5 },
          marks: [heatMark(map), ruleX([0], { stroke: "white", strokeDasharray: "3,3" })],
        }),
        colorBar(document, map, {
          label: normalize === "max" ? "firing rate (fraction of the highest)" : "firing rate (spikes/s)",
          width,
        }),
      ],
    },
    options,
  );
}

function peakOf(values: Float64Array): { readonly at: number; readonly rate: number } {
  let [at, rate] = [values.length, 0];
  for (const [i, value] of values.entries()) if (value > rate) [at, rate] = [i, value];
  return { at, rate };
}
