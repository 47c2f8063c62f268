import type { DataArray } from "@ecephys/core";
import type { OptionNames } from "@ecephys/files";
import { ruleX } from "@observablehq/plot";
import { DIVERGING } from "../figure/colors.ts";
import { FIGURE_OPTIONS, type Figure, type FigureOptions } from "../figure/figure.ts";
import { colorBar, heatMark, panel } from "../figure/panel.ts";
import { figure, figureSetup } from "../figure/setup.ts";
import { brief, rangeOf, symmetricRange } from "../numbers/range.ts";

/** How current source density is drawn. */
export interface CsdFigureOptions extends FigureOptions {
  /** What the times are counted from: the "onset" of a flash (by default), or the "session". */
  readonly from?: "onset" | "session" | undefined;
}

const OPTIONS: OptionNames<CsdFigureOptions> = { ...FIGURE_OPTIONS, from: true };

/**
 * Current source density, around the onset of a flash or over a stretch of the session: place along the probe (µm, the tip at the bottom) by time (s);
 * sinks blue, sources red, in the array's unit. The colours span the 99th percentile of sizes.
 * @param csd virtual_channel_index × time, as `getCurrentSourceDensity` or `csdOfStretch` gives.
 * @throws an EcephysError "argument" for an array of other dimensions, and for options that are wrong.
 */
export function csd(csd: DataArray, options: CsdFigureOptions = {}): Figure {
  const { checks, width, height } = figureSetup("Drawing current source density", options, OPTIONS);
  const { from = "onset" } = options;
  if (from !== "onset" && from !== "session")
    throw checks.refusal("the option from", from, '"onset" or "session"');
  const [rows = 0, columns = 0] = csd.shape;
  if (csd.dims.length !== 2 || csd.dims[1] !== "time" || rows === 0 || columns === 0)
    throw checks.refusal(
      "the CSD",
      csd.dims.map((dim, d) => `${dim} (${csd.shape[d]})`).join(" × "),
      "an array of virtual_channel_index × time",
    );
  const times = Float64Array.from(csd.coord("time") as ArrayLike<number>);
  const places = csd.coordinates.has("vertical_position")
    ? Float64Array.from(csd.coord("vertical_position") as ArrayLike<number>)
    : Float64Array.from({ length: rows }, (_, i) => i);
  const ascending = places[0]! <= places.at(-1)!;
  const values = Float64Array.from({ length: rows * columns }, (_, i) => {
    const row = Math.floor(i / columns);
    return csd.data[(ascending ? rows - 1 - row : row) * columns + (i % columns)]!;
  });
  const sizes = values.map(Math.abs).filter(Number.isFinite).sort();
  const most = sizes[Math.floor((sizes.length - 1) * 0.99)] || 1;
  const map = { values, rows, columns, range: symmetricRange([most, -most]), scale: DIVERGING, smooth: true };
  const xLabel = from === "onset" ? "time from onset (s)" : "time (s)";
  const unit = typeof csd.attributes.unit === "string" ? csd.attributes.unit.replace("^2", "²") : "V/cm²";
  return figure(
    {
      title: "Current source density",
      subtitle: "sinks blue, sources red",
      description: `Current source density at ${rows} places along the probe, ${brief(times[0]!)} to ${brief(times.at(-1)!)} s${from === "onset" ? " from onset" : ""}, up to ${brief(most)} ${unit}.`,
      width,
      table: () => csd.toTable(),
      sketch: () => ({
        ...map,
        kind: "map",
        xLabel,
        yLabel: "place along the probe (µm)",
        xDomain: [times[0]!, times.at(-1)!],
        yEnds: [brief(rangeOf(places)[1]), brief(rangeOf(places)[0])],
      }),
      panels: (document) => [
        panel(document, {
          width,
          height: height ?? 340,
          x: { label: xLabel, domain: [times[0]!, times.at(-1)!] },
          y: { label: "place along the probe (µm)", domain: rangeOf(places) },
          marks: [
            heatMark(map),
            ...(from === "onset" ? [ruleX([0], { stroke: "black", strokeDasharray: "3,3" })] : []),
          ],
        }),
        colorBar(document, map, { label: `current source density (${unit})`, width }),
      ],
    },
    options,
  );
}
