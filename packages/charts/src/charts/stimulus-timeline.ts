import type { ColumnTable } from "@ecephys/core/arquero";
import type { OptionNames } from "@ecephys/files";
import * as Plot from "@observablehq/plot";
import { FIGURE_OPTIONS, type Figure, type FigureOptions } from "../figure/figure.ts";
import { panel } from "../figure/panel.ts";
import { figure, figureSetup } from "../figure/setup.ts";
import { categoryColor } from "../figure/theme.ts";
import { brief, rangeOf } from "../numbers/range.ts";
import { columnOf, numbersOf } from "./columns.ts";

const OPTIONS: OptionNames<FigureOptions> = FIGURE_OPTIONS;
const ACTION = "Drawing stimuli over time";

/**
 * What was shown when: one row per stimulus, one bar per epoch, over the whole session (s).
 * @param epochs `getStimulusEpochs()` of a session, or any table with `start_time`, `stop_time` and `stimulus_name`.
 * @throws an EcephysError "argument" for a table without these columns.
 */
export function stimulusTimeline(epochs: ColumnTable, options: FigureOptions = {}): Figure {
  const { width, height } = figureSetup(ACTION, options, OPTIONS);
  const [starts, stops] = [numbersOf(epochs, "start_time", ACTION), numbersOf(epochs, "stop_time", ACTION)];
  const names = columnOf(epochs, "stimulus_name", ACTION);
  const bars = Array.from(starts, (start, i) => ({ start, stop: stops[i]!, name: String(names[i]) })).filter(
    ({ start, stop }) => Number.isFinite(start) && Number.isFinite(stop),
  );
  const rows = [...new Set(bars.map(({ name }) => name))];
  const [from, to] = rangeOf([...starts, ...stops]);
  return figure(
    {
      title: "Stimuli over the session",
      subtitle: `${bars.length} epochs of ${rows.length} stimuli`,
      description: `Epochs from ${brief(from)} to ${brief(to)} s of: ${rows.join(", ")}.`,
      width,
      table: () => epochs,
      sketch: () => ({
        kind: "rows",
        label: `time, ${brief(from)} to ${brief(to)} s`,
        rows: rows.map((row) => ({
          name: row,
          domain: [from, to],
          spans: bars.filter(({ name }) => name === row).map(({ start, stop }) => [start, stop] as const),
        })),
      }),
      panels: (document) => [
        panel(document, {
          width,
          height: height ?? 62 + rows.length * 22,
          marginLeft: Math.min(180, 16 + Math.max(4, ...rows.map((name) => name.length)) * 6.4),
          x: { label: "time (s)", domain: [from, to] },
          y: { label: "", type: "band", domain: rows },
          color: { type: "identity" },
          marks: [
            Plot.barX(bars, {
              x1: "start",
              x2: "stop",
              y: "name",
              fill: ({ name }: { name: string }) => categoryColor(rows.indexOf(name)),
              stroke: ({ name }: { name: string }) => categoryColor(rows.indexOf(name)),
              insetTop: 2,
              insetBottom: 2,
            }),
          ],
        }),
      ],
    },
    options,
  );
}
