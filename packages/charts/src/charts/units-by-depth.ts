import { type ColumnTable, table } from "@ecephys/core/arquero";
import type { OptionNames } from "@ecephys/files";
import * as Plot from "@observablehq/plot";
import { FIGURE_OPTIONS, type Figure, type FigureOptions } from "../figure/figure.ts";
import { panel } from "../figure/panel.ts";
import { figure, figureSetup } from "../figure/setup.ts";
import { brief, countText, rangeOf } from "../numbers/range.ts";
import { columnOf, firstColumn, numbersOf } from "./columns.ts";
import { REGION_NAMES, regionColor, regionOf } from "./regions.ts";

const OPTIONS: OptionNames<FigureOptions> = FIGURE_OPTIONS;
const ACTION = "Drawing units by depth";

interface Dot {
  readonly probe: string;
  readonly place: number;
  readonly region: string;
  readonly rate: number;
  readonly shift: number;
}

/**
 * Units along their probes: one column per probe, the tip at the bottom (µm from the tip), coloured by region, as large
 * as the firing rate (spikes/s).
 * @param units `units()` of a session, or the project's units: `probe_vertical_position`, and where there are such
 * columns the probe's name, the structure's acronym and `firing_rate`. Units without a place are left out and counted.
 * @throws an EcephysError "argument" for a table without places.
 */
export function unitsByDepth(units: ColumnTable, options: FigureOptions = {}): Figure {
  const { width, height } = figureSetup(ACTION, options, OPTIONS);
  const places = numbersOf(units, "probe_vertical_position", ACTION);
  const text = (names: readonly string[]) => {
    const name = firstColumn(units, names);
    return name === undefined ? undefined : columnOf(units, name, ACTION);
  };
  const probes = text(["probe_description", "probe_name", "probe_id", "ecephys_probe_id"]);
  const structures = text(["ecephys_structure_acronym", "structure_acronym", "location"]);
  const rates = firstColumn(units, ["firing_rate"]) ? numbersOf(units, "firing_rate", ACTION) : undefined;
  const dots: Dot[] = Array.from(places, (place, i) => ({
    probe: String(probes?.[i] ?? "probe"),
    place,
    region: regionOf(structures?.[i]),
    rate: rates?.[i] ?? 1,
    shift: ((i * 37) % 17) / 17 - 0.5,
  })).filter(({ place }) => Number.isFinite(place));
  const names = [...new Set(dots.map(({ probe }) => probe))].sort();
  const regions = REGION_NAMES.filter((name) => dots.some(({ region }) => region === name));
  const most = Math.max(1, rangeOf(dots.map(({ rate }) => rate))[1]);
  const missing = places.length - dots.length;
  return figure(
    {
      title: `${countText(dots.length)} units on ${names.length} ${names.length === 1 ? "probe" : "probes"}`,
      subtitle: `${rates ? `circle area by firing rate, up to ${brief(most)} spikes/s` : "one circle per unit"}${missing > 0 ? `; ${countText(missing)} units without a place are left out` : ""}`,
      description: `Units along ${names.join(", ")}: ${regions.map((name) => `${dots.filter(({ region }) => region === name).length} in ${name}`).join(", ")}.`,
      width,
      legend: regions.map((label) => ({ label, color: regionColor(label) })),
      table: () =>
        table({
          probe: dots.map(({ probe }) => probe),
          probe_vertical_position: dots.map(({ place }) => place),
          region: dots.map(({ region }) => region),
          firing_rate: dots.map(({ rate }) => rate),
        }),
      sketch: () => ({
        kind: "points",
        xLabel: "probe",
        xNames: names,
        yLabel: "distance from the tip (µm)",
        xDomain: [-0.5, names.length - 0.5],
        yDomain: [0, rangeOf(dots.map(({ place }) => place))[1]],
        series: regions.map((label) => {
          const own = dots.filter(({ region }) => region === label);
          return {
            label,
            connected: false,
            x: own.map(({ probe, shift }) => names.indexOf(probe) + shift * 0.6),
            y: own.map(({ place }) => place),
          };
        }),
      }),
      panels: (document) => [
        panel(document, {
          width,
          height: height ?? 420,
          x: {
            label: "probe",
            domain: [-0.5, names.length - 0.5],
            ticks: names.map((_, i) => i),
            tickFormat: (i: number) => names[i] ?? "",
          },
          y: {
            label: "distance from the tip (µm)",
            domain: [0, rangeOf(dots.map(({ place }) => place))[1]],
            grid: true,
            nice: true,
          },
          color: { type: "identity" },
          r: { domain: [0, most], range: [0, 7] },
          marks: [
            Plot.dot(dots, {
              x: ({ probe, shift }: Dot) => names.indexOf(probe) + shift * 0.6,
              y: "place",
              r: rates ? ({ rate }: Dot) => Math.max(rate, most * 0.02) : 3,
              fill: ({ region }: Dot) => regionColor(region),
              fillOpacity: 0.55,
              stroke: ({ region }: Dot) => regionColor(region),
              strokeWidth: 0.7,
            }),
          ],
        }),
      ],
    },
    options,
  );
}
