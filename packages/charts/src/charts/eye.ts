import { type ColumnTable, table } from "@ecephys/core/arquero";
import type { OptionNames } from "@ecephys/files";
import { FIGURE_OPTIONS, type Figure, type FigureOptions } from "../figure/figure.ts";
import { figure, figureSetup } from "../figure/setup.ts";
import { categoryColor } from "../figure/theme.ts";
import { brief, rangeOf } from "../numbers/range.ts";
import { numbersOf } from "./columns.ts";
import { timeSeriesPanel, timeSketch } from "./time-series-panel.ts";

const OPTIONS: OptionNames<FigureOptions> = FIGURE_OPTIONS;
const ACTION = "Drawing eye tracking";

/**
 * The pupil over time (s): its area (pixels², of the fitted ellipse) above, its centre in the camera's picture (pixels)
 * below. Gaps are frames without a fit.
 * @param pupil `getPupilData()` of a session: `Time (s)`, `pupil_width`, `pupil_height`, `pupil_center_x`,
 * `pupil_center_y`.
 * @throws an EcephysError "argument" for a table without these columns.
 */
export function eye(pupil: ColumnTable, options: FigureOptions = {}): Figure {
  const { width, height } = figureSetup(ACTION, options, OPTIONS);
  const column = (name: string) => numbersOf(pupil, name, ACTION);
  const times = column("Time (s)");
  const [across, down] = [column("pupil_width"), column("pupil_height")];
  const area = across.map((one, i) => (Math.PI * one * down[i]!) / 4);
  const [x, y] = [column("pupil_center_x"), column("pupil_center_y")];
  const domain = rangeOf(times);
  const [low, high] = rangeOf(area);
  const panelHeight = height === undefined ? 150 : height / 2;
  return figure(
    {
      title: "Pupil",
      subtitle: "area of the fitted ellipse, and its centre in the camera's picture",
      description: `Pupil area from ${brief(low)} to ${brief(high)} pixels² and position of the pupil's centre, ${brief(domain[0])} to ${brief(domain[1])} s.`,
      width,
      legend: [
        { label: "area", color: categoryColor(0) },
        { label: "centre, x", color: categoryColor(1) },
        { label: "centre, y", color: categoryColor(2) },
      ],
      table: () => table({ "Time (s)": times, pupil_area: area, pupil_center_x: x, pupil_center_y: y }),
      sketch: () => timeSketch([{ label: "", x: times, y: area }], "area (pixels²)"),
      panels: (document) => [
        timeSeriesPanel(document, [{ x: times, y: area, color: categoryColor(0) }], {
          width,
          height: panelHeight,
          label: "area (pixels²)",
          domain,
          time: false,
        }),
        timeSeriesPanel(
          document,
          [
            { x: times, y: x, color: categoryColor(1) },
            { x: times, y, color: categoryColor(2) },
          ],
          { width, height: panelHeight + 26, label: "centre (pixels)", domain },
        ),
      ],
    },
    options,
  );
}
