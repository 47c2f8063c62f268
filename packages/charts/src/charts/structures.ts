import { type ColumnTable, table as tableOf } from "@ecephys/core/arquero";
import type { OptionNames } from "@ecephys/files";
import * as Plot from "@observablehq/plot";
import { FIGURE_OPTIONS, type Figure, type FigureOptions } from "../figure/figure.ts";
import { panel } from "../figure/panel.ts";
import { figure, figureSetup } from "../figure/setup.ts";
import { countText, rangeOf, tickText, wholeTicks } from "../numbers/range.ts";
import { columnOf, firstColumn } from "./columns.ts";
import { REGION_NAMES, regionColor, regionOf } from "./regions.ts";

/** What the rows are. */
export interface StructuresOptions extends FigureOptions {
  /** What one row is, in the plural; "units" by default. */
  readonly rows?: string | undefined;
}

const OPTIONS: OptionNames<StructuresOptions> = { ...FIGURE_OPTIONS, rows: true };
const ACTION = "Drawing structures";
const NAMES = ["ecephys_structure_acronym", "structure_acronym", "location"];

/**
 * How many rows (units, or channels) lie in each structure: one bar per structure, the longest on top.
 * @param table A table with a row per unit or channel, with `ecephys_structure_acronym`, `structure_acronym` or `location`.
 * @throws an EcephysError "argument" for a table without one of these columns.
 */
export function structures(table: ColumnTable, options: StructuresOptions = {}): Figure {
  const { width, height } = figureSetup(ACTION, options, OPTIONS);
  const { rows = "units" } = options;
  const counts = new Map<string, number>();
  for (const value of Array.from(columnOf(table, firstColumn(table, NAMES) ?? NAMES[0]!, ACTION))) {
    const name = typeof value === "string" && value !== "" ? value : "none";
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const bars = [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  const total = bars.reduce((sum, { count }) => sum + count, 0);
  const longest = Math.max(1, rangeOf(bars.map(({ count }) => count))[1]);
  const color = (name: string) => regionColor(regionOf(name === "none" ? null : name));
  const regions = REGION_NAMES.filter((region) =>
    bars.some(({ name }) => regionOf(name === "none" ? null : name) === region),
  );
  return figure(
    {
      title: `${countText(total)} ${rows} in ${bars.length} structures`,
      description: `Number of ${rows} by structure: ${bars
        .slice(0, 6)
        .map(({ name, count }) => `${name} ${count}`)
        .join(", ")}${bars.length > 6 ? ", and others" : ""}.`,
      width,
      legend: regions.map((label) => ({ label, color: regionColor(label) })),
      table: () =>
        tableOf({ structure: bars.map(({ name }) => name), count: bars.map(({ count }) => count) }),
      sketch: () => ({
        kind: "rows",
        label: `number of ${rows}`,
        rows: bars.map(({ name, count }) => ({ name, bar: count })),
      }),
      panels: (document) => [
        panel(document, {
          width,
          height: height ?? 64 + bars.length * 18,
          marginLeft: 74,
          marginRight: 14 + countText(longest).length * 7,
          x: {
            label: `number of ${rows}`,
            domain: [0, longest],
            ticks: wholeTicks(longest, Math.max(3, width / 120)),
            tickFormat: tickText,
            grid: true,
          },
          y: { label: "", type: "band", domain: bars.map(({ name }) => name) },
          color: { type: "identity" },
          marks: [
            Plot.barX(bars, {
              x: "count",
              y: "name",
              fill: ({ name }: { name: string }) => color(name),
              insetTop: 1,
              insetBottom: 1,
            }),
            Plot.text(bars, {
              x: "count",
              y: "name",
              text: ({ count }: { count: number }) => countText(count),
              textAnchor: "start",
              dx: 4,
              fill: "currentColor",
            }),
          ],
        }),
      ],
    },
    options,
  );
}
