import type { DataArray } from "@ecephys/core";
import type { OptionNames } from "@ecephys/files";
import * as Plot from "@observablehq/plot";
import { DIVERGING } from "../figure/colors.ts";
import { FIGURE_OPTIONS, type Figure, type FigureOptions } from "../figure/figure.ts";
import { colorBar, heatMark, panel } from "../figure/panel.ts";
import { figure, figureSetup } from "../figure/setup.ts";
import { INK } from "../figure/theme.ts";
import { brief, symmetricRange } from "../numbers/range.ts";
import { envelope } from "./envelope.ts";

/** How an LFP is drawn. */
export interface LfpFigureOptions extends FigureOptions {
  /** "traces", "heatmap", or "both" (by default): traces of at most `traces` channels above a heat map of all. */
  readonly view?: "traces" | "heatmap" | "both" | undefined;
  /** Most channels that are drawn as traces, evenly chosen; 12 by default. */
  readonly traces?: number | undefined;
}

const OPTIONS: OptionNames<LfpFigureOptions> = { ...FIGURE_OPTIONS, view: true, traces: true };

/**
 * A stretch of LFP: traces of some channels, and a heat map of all; time (s) to the right, channels in the array's
 * order from the bottom (the tip of the probe) up. Values are shown in µV, taken as volts.
 * @param lfp time × channel in volts, as `getLfp(probe).sel({ time: { from, to } })` gives.
 * @throws an EcephysError "argument" for options that are wrong or an array of other dimensions.
 * @example
 * import { lfp } from "@ecephys/charts/node";
 *
 * const array = await session.getLfp(810755797);
 * console.log(lfp(await array.sel({ time: { from: 38, to: 39 } })).svg());
 */
export function lfp(lfp: DataArray, options: LfpFigureOptions = {}): Figure {
  const { checks, width, height } = figureSetup("Drawing LFP", options, OPTIONS);
  const { view = "both" } = options;
  if (!["traces", "heatmap", "both"].includes(view))
    throw checks.refusal("the option view", view, '"traces", "heatmap" or "both"');
  const most = checks.count("traces", options.traces, 1) ?? 12;
  const [samples = 0, channels = 0] = lfp.shape;
  if (lfp.dims.join() !== "time,channel" || samples === 0 || channels === 0)
    throw checks.refusal(
      "the LFP",
      lfp.dims.map((dim, d) => `${dim} (${lfp.shape[d]})`).join(" × "),
      "samples of time × channel",
    );
  const times = Float64Array.from(lfp.coord("time") as ArrayLike<number>);
  const ids = Array.from(lfp.coord("channel") as ArrayLike<number>);
  const microvolts = (t: number, c: number) => lfp.data[t * channels + c]! * 1e6;
  const [from, to] = [times[0]!, times.at(-1)!];
  const shown = Array.from({ length: Math.min(most, channels) }, (_, i) =>
    Math.floor(((i + 0.5) * channels) / Math.min(most, channels)),
  );
  const range = symmetricRange(Float64Array.from(lfp.data, (value) => value * 1e6));
  const map = {
    values: Float64Array.from({ length: samples * channels }, (_, i) =>
      microvolts(i % samples, channels - 1 - Math.floor(i / samples)),
    ),
    rows: channels,
    columns: samples,
    range,
    scale: DIVERGING,
  };
  const step = range[1] * 1.1 || 1;
  return figure(
    {
      title: `LFP of ${channels} channels`,
      subtitle: `${brief(to - from)} s from ${times[0]!.toFixed(3)} s; up to ${brief(range[1])} µV`,
      description: `LFP of ${channels} channels from ${from.toFixed(3)} to ${to.toFixed(3)} s, between ${brief(range[0])} and ${brief(range[1])} µV.`,
      width,
      table: () => lfp.toTable(),
      sketch: () => ({
        ...map,
        kind: "map",
        xLabel: "time (s)",
        yLabel: `channel, ${brief(range[0])} to ${brief(range[1])} µV`,
        xDomain: [from, to],
        yEnds: [String(ids.at(-1)), String(ids[0])],
      }),
      panels: (document) => [
        ...(view === "heatmap"
          ? []
          : [
              panel(document, {
                width,
                height: height ?? 70 + shown.length * 24,
                marginLeft: 92,
                x: { label: "time (s)", domain: [from, to] },
                y: {
                  label: "channel",
                  labelOffset: 84,
                  domain: [-step, shown.length * step],
                  ticks: shown.map((_, i) => i * step),
                  tickFormat: (place: number) => String(ids[shown[Math.round(place / step)]!] ?? ""),
                },
                marks: shown.map((channel, i) => {
                  const trace = envelope(
                    times,
                    Float64Array.from(times, (_, t) => microvolts(t, channel)),
                    width,
                  );
                  return Plot.line(trace.x, {
                    x: trace.x,
                    y: trace.y.map((value) => value + i * step),
                    stroke: INK,
                    strokeWidth: 0.9,
                  });
                }),
              }),
            ]),
        ...(view === "traces"
          ? []
          : [
              panel(document, {
                width,
                height: height ?? 240,
                marginLeft: 92,
                x: { label: "time (s)", domain: [from, to] },
                y: {
                  label: "channel",
                  labelOffset: 84,
                  domain: [0, channels],
                  tickFormat: (row: number) => String(ids[Math.min(channels - 1, row)] ?? ""),
                  ticks: 5,
                },
                marks: [heatMark(map)],
              }),
              colorBar(document, map, { label: "potential (µV)", width }),
            ]),
      ],
    },
    options,
  );
}
