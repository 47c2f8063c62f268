import type { ColumnTable } from "@ecephys/core/arquero";
import type { OptionNames } from "@ecephys/files";
import { FIGURE_OPTIONS, type Figure, type FigureOptions } from "../figure/figure.ts";
import { figure, figureSetup } from "../figure/setup.ts";
import { categoryColor } from "../figure/theme.ts";
import { brief, countText, rangeOf } from "../numbers/range.ts";
import { numbersOf } from "./columns.ts";
import { timeSeriesPanel, timeSketch } from "./time-series-panel.ts";

const OPTIONS: OptionNames<FigureOptions> = FIGURE_OPTIONS;
const ACTION = "Drawing running speed";

/**
 * Running speed (cm/s) over time (s). Long recordings are drawn by the least and greatest speed of each pixel.
 * @param speed `runningSpeed()` of a session: `start_time`, `velocity`.
 * @throws an EcephysError "argument" for a table without these columns.
 */
export function running(speed: ColumnTable, options: FigureOptions = {}): Figure {
  const { width, height } = figureSetup(ACTION, options, OPTIONS);
  const times = numbersOf(speed, "start_time", ACTION);
  const velocity = numbersOf(speed, "velocity", ACTION);
  const [from, to] = rangeOf(times);
  const [low, high] = rangeOf(velocity);
  const moving =
    velocity.reduce((count, value) => count + (value > 1 ? 1 : 0), 0) / Math.max(1, velocity.length);
  return figure(
    {
      title: "Running speed",
      subtitle: `faster than 1 cm/s in ${Math.round(moving * 100)} % of ${countText(times.length)} samples`,
      description: `Running speed from ${brief(from)} to ${brief(to)} s, ${brief(low)} to ${brief(high)} cm/s; faster than 1 cm/s in ${Math.round(moving * 100)} % of the samples.`,
      width,
      table: () => speed,
      sketch: () => timeSketch([{ label: "", x: times, y: velocity }], "speed (cm/s)"),
      panels: (document) => [
        timeSeriesPanel(document, [{ x: times, y: velocity, color: categoryColor(0) }], {
          width,
          height: height ?? 180,
          label: "speed (cm/s)",
          domain: [from, to],
        }),
      ],
    },
    options,
  );
}
