import type { DataArray } from "@ecephys/core";
import type { OptionNames } from "@ecephys/files";
import * as Plot from "@observablehq/plot";
import { FIGURE_OPTIONS, type Figure, type FigureOptions } from "../figure/figure.ts";
import { panel } from "../figure/panel.ts";
import { figure, figureSetup } from "../figure/setup.ts";
import { categoryColor, GRID, MUTED } from "../figure/theme.ts";
import { brief, rangeOf } from "../numbers/range.ts";
import { seriesOf } from "./series.ts";

/** Where the channels are, and how many are drawn. */
export interface WaveformOptions extends FigureOptions {
  /** Places of the channels on the probe in µm, one per channel: drawn where they are; else below one another. */
  readonly positions?:
    | { readonly horizontal: ArrayLike<number>; readonly vertical: ArrayLike<number> }
    | undefined;
  /** How many channels around the one with the largest waveform; 20 by default. */
  readonly channels?: number | undefined;
}

const OPTIONS: OptionNames<WaveformOptions> = { ...FIGURE_OPTIONS, positions: true, channels: true };

/**
 * A unit's mean waveform (µV) on the channels around its peak, each at its place on the probe, the tip at the bottom;
 * the channel with the largest amplitude in another colour.
 * @param waveform channel_id × time (s), as `meanWaveforms` gives.
 * @throws an EcephysError "argument" for options that are wrong or an array of other dimensions.
 */
export function waveforms(waveform: DataArray, options: WaveformOptions = {}): Figure {
  const { checks, width, height } = figureSetup("Drawing a waveform", options, OPTIONS);
  const most = checks.count("channels", options.channels, 1) ?? 20;
  const { x, rows } = seriesOf(waveform, "channel_id", "time");
  const sizes = rows.map(({ values }) => {
    const [low, high] = rangeOf(values);
    return high - low;
  });
  const peak = sizes.reduce((top, size, i) => (size > sizes[top]! ? i : top), 0);
  const vertical = options.positions ? Array.from(options.positions.vertical) : rows.map((_, i) => i * 20);
  const horizontal = options.positions ? Array.from(options.positions.horizontal) : rows.map(() => 0);
  if (vertical.length !== rows.length || horizontal.length !== rows.length)
    throw checks.refusal("positions", vertical.length, `one position for each of ${rows.length} channels`);
  const near = rows
    .map((_, i) => i)
    .sort(
      (a, b) => Math.abs(vertical[a]! - vertical[peak]!) - Math.abs(vertical[b]! - vertical[peak]!) || a - b,
    )
    .slice(0, most);
  const span = rangeOf(near.flatMap((i) => [...rows[i]!.values]));
  const columnsX = [...new Set(near.map((i) => horizontal[i]!))].sort((a, b) => a - b);
  const step = { x: columnsX.length > 1 ? Math.min(...gaps(columnsX)) : 40, y: 20 };
  const duration = (x.at(-1) ?? 1) - (x[0] ?? 0) || 1;
  const scale = { x: (step.x * 0.9) / duration, y: (step.y * 1.6) / (span[1] - span[0]) };
  const points = near.flatMap((i) =>
    Array.from(x, (time, t) => ({
      channel: rows[i]!.label,
      x: horizontal[i]! + (time - x[0]!) * scale.x,
      y: vertical[i]! + rows[i]!.values[t]! * scale.y,
      peak: i === peak,
    })),
  );
  const amplitude = sizes[peak] ?? 0;
  const side = Math.min(width, 420);
  const xs = rangeOf(points.map((point) => point.x));
  const ys = rangeOf(points.map((point) => point.y));
  return figure(
    {
      title: "Mean waveform on the probe",
      subtitle: `${near.length} channels around channel ${rows[peak]?.label}; ${brief(amplitude)} µV from trough to peak, ${brief(duration * 1000)} ms across`,
      description: `Mean waveforms on ${near.length} channels, largest on channel ${rows[peak]?.label}: ${brief(amplitude)} µV from trough to peak.`,
      width: side,
      table: () => waveform.toTable(),
      sketch: () => ({
        kind: "points",
        xLabel: "place across the probe (µm), each waveform from left to right",
        yLabel: "place along the probe (µm)",
        xDomain: xs,
        yDomain: ys,
        series: near.map((i) => ({
          label: "",
          connected: true,
          x: points.filter(({ channel }) => channel === rows[i]!.label).map((point) => point.x),
          y: points.filter(({ channel }) => channel === rows[i]!.label).map((point) => point.y),
        })),
      }),
      panels: (document) => [
        panel(document, {
          width: side,
          height:
            height ?? Math.max(220, Math.min(560, 60 + (near.length / Math.max(1, columnsX.length)) * 46)),
          x: { label: "place across the probe (µm)", domain: [xs[0] - 4, xs[1] + 4], ticks: columnsX },
          y: { label: "place along the probe (µm)", domain: [ys[0] - 6, ys[1] + 6], ticks: 6 },
          color: { type: "identity" },
          marks: [
            Plot.ruleY([...new Set(near.map((i) => vertical[i]!))], { stroke: GRID }),
            Plot.line(points, {
              x: "x",
              y: "y",
              z: "channel",
              stroke: (point: { peak: boolean }) => (point.peak ? categoryColor(1) : MUTED),
              strokeWidth: 1.3,
            }),
          ],
        }),
      ],
    },
    options,
  );
}

function gaps(sorted: readonly number[]): number[] {
  return sorted.slice(1).map((value, i) => value - sorted[i]!);
}
