import type { ColumnTable } from "@ecephys/core/arquero";
import type { OptionNames } from "@ecephys/files";
import * as Plot from "@observablehq/plot";
import { SEQUENTIAL } from "../figure/colors.ts";
import { FIGURE_OPTIONS, type Figure, type FigureOptions } from "../figure/figure.ts";
import { heatMark, panel, tickMark } from "../figure/panel.ts";
import { figure, figureSetup } from "../figure/setup.ts";
import { categoryColor, INK } from "../figure/theme.ts";
import { brief, countText, rangeOf } from "../numbers/range.ts";
import { type Bar, barsOf, eventsTable, type Samples, samplesOf, spikesWithin } from "./over-time-data.ts";
import { overTimeSketch } from "./over-time-sketch.ts";
import { timeSeriesPanel } from "./time-series-panel.ts";

/** What is drawn over time; what is missing is left out. */
export interface OverTimeData {
  /** `getStimulusEpochs()`, or any table with `start_time`, `stop_time` and `stimulus_name`. */
  readonly stimuli?: ColumnTable | undefined;
  /** Spike times (s) by unit, as `spikeTimes()` gives; one row each, the first on top. */
  readonly spikes?: ReadonlyMap<number, ArrayLike<number>> | undefined;
  /** `runningSpeed()`: `start_time`, `velocity` (cm/s). */
  readonly speed?: ColumnTable | undefined;
  /** `getPupilData()`: `Time (s)`, `pupil_width`, `pupil_height` (pixels). */
  readonly pupil?: ColumnTable | undefined;
}

/** How it is drawn. */
export interface OverTimeOptions extends FigureOptions {
  /** From and to, seconds of the session; all of it by default. */
  readonly time?: readonly [from: number, to: number] | undefined;
}

const OPTIONS: OptionNames<OverTimeOptions> = { ...FIGURE_OPTIONS, time: true };
const ACTION = "Drawing a session over time";
/** More spikes than these, or than a row has pixels, are drawn as rates: single ones could not be told apart. */
const MOST_TICKS = 30_000;
/** Pixels beside the names of stimuli, and of one of their letters. */
const MARGIN = 16;
const LETTER = 6.4;

/**
 * What happened over the time of a session (s), below one another: stimuli, spikes of units, running speed (cm/s), pupil
 * area (pixels², of the fitted ellipse). More spikes than can be told apart are drawn as a heat map of rates.
 * @throws an EcephysError "argument" for tables without these columns, and options that are wrong.
 * @example
 * import { overTime } from "@ecephys/charts/node";
 *
 * const stimuli = await session.getStimulusEpochs();
 * const spikes = await session.spikeTimes({ unitIds: [950911932] });
 * console.log(overTime({ stimuli, spikes }, { time: [30, 90] }).svg());
 */
export function overTime(data: OverTimeData, options: OverTimeOptions = {}): Figure {
  const { checks, width, height } = figureSetup(ACTION, options, OPTIONS);
  const bars = data.stimuli && barsOf(data.stimuli, ACTION);
  const speed = data.speed && samplesOf(data.speed, "start_time", "velocity", ACTION);
  const pupil = data.pupil && pupilArea(data.pupil);
  const units = [...(data.spikes ?? [])];
  const domain = checks.range("time", options.time) ?? wholeOf(bars, units, [speed, pupil]);
  const [from, to] = domain;
  const shown = {
    bars: bars?.filter(({ start, stop }) => stop > from && start < to),
    spikes: spikesWithin(units, domain),
    speed: speed && within(speed, domain),
    pupil: pupil && within(pupil, domain),
  };
  const names = [...new Set(shown.bars?.map(({ name }) => name))];
  const { times, rows } = shown.spikes;
  const marginLeft = Math.min(
    width * 0.42,
    MARGIN + Math.max(7, ...names.map(({ length }) => length)) * LETTER,
  );
  const curves = (
    [
      ["running speed", "speed (cm/s)", shown.speed, categoryColor(0)],
      ["pupil", "pupil (px²)", shown.pupil, categoryColor(1)],
    ] as const
  ).filter(([, , samples]) => samples && samples.x.length > 0);
  const spikeText = `${countText(times.length)} spikes of ${units.length === 1 ? `unit ${units[0]![0]}` : `${countText(units.length)} units`}`;
  const columns = Math.round(width - marginLeft);
  const rates =
    times.length > Math.min(MOST_TICKS, units.length * columns)
      ? ratesOf(shown.spikes, units.length, domain, columns)
      : undefined;
  const parts = [
    ...(names.length > 0 ? [names.join(", ")] : []),
    ...(units.length > 0 ? [spikeText] : []),
    ...curves.map(([name]) => name),
  ];
  return figure(
    {
      title: "Over time",
      subtitle:
        units.length > 0
          ? `${spikeText}${rates ? `, as rates up to ${brief(rates.range[1])} spikes/s` : ""}`
          : undefined,
      description: `From ${brief(from)} to ${brief(to)} s: ${parts.join("; ") || "nothing"}.`,
      width,
      table: () => eventsTable({ ...shown, units: units.map(([unit]) => unit) }),
      sketch: () =>
        overTimeSketch({
          bars: shown.bars ?? [],
          curves: curves.map(([name, label, samples]) => [name, /\((.+)\)/.exec(label)?.[1] ?? "", samples!]),
          domain,
          names,
          spikes: shown.spikes,
          units: units.map(([unit]) => unit),
        }),
      panels: (document) => [
        ...(names.length > 0
          ? [stimulusPanel(document, shown.bars!, names, { width, marginLeft, domain })]
          : []),
        ...(units.length > 0
          ? [
              panel(document, {
                width,
                height: height ?? Math.min(420, Math.max(70, 40 + units.length * 7)),
                marginLeft,
                ...(curves.length > 0 && { marginBottom: 4 }),
                x: { label: "time (s)", domain: [from, to], ...(curves.length > 0 && { axis: null }) },
                y: { label: "unit", domain: [units.length, 0], ticks: 0 },
                marks: [rates ? heatMark(rates) : tickMark({ x: times, row: rows }, INK)],
              }),
            ]
          : []),
        ...curves.map(([, label, samples, color], i) =>
          timeSeriesPanel(document, [{ x: samples!.x, y: samples!.y, color }], {
            width,
            height: i === curves.length - 1 ? 126 : 88,
            label,
            domain,
            marginLeft,
            time: i === curves.length - 1,
          }),
        ),
      ],
    },
    options,
  );
}

function stimulusPanel(
  document: Document,
  bars: readonly Bar[],
  names: readonly string[],
  {
    width,
    marginLeft,
    domain: [from, to],
  }: { readonly width: number; readonly marginLeft: number; readonly domain: readonly [number, number] },
): Element {
  const color = ({ name }: Bar) => categoryColor(names.indexOf(name));
  return panel(document, {
    width,
    height: 20 + names.length * 18,
    marginLeft,
    marginBottom: 4,
    x: { label: "", domain: [from, to], axis: null },
    y: {
      label: "",
      type: "band",
      domain: [...names],
      tickFormat: (name: string) => shortened(name, Math.floor((marginLeft - MARGIN) / LETTER)),
    },
    color: { type: "identity" },
    marks: [
      Plot.barX(bars, {
        x1: ({ start }: Bar) => Math.max(from, start),
        x2: ({ stop }: Bar) => Math.min(to, stop),
        y: "name",
        fill: color,
        stroke: color,
        insetTop: 2,
        insetBottom: 2,
      }),
    ],
  });
}

function shortened(name: string, letters: number): string {
  return name.length > letters ? `${name.slice(0, letters - 1)}…` : name;
}

/** Spikes per second of each unit and step of time, as a heat map. */
function ratesOf(
  { times, rows }: { readonly times: Float64Array; readonly rows: Float64Array },
  units: number,
  [from, to]: readonly [number, number],
  columns: number,
) {
  const values = new Float64Array(units * columns);
  const step = (to - from) / columns;
  for (let i = 0; i < times.length; i++)
    values[rows[i]! * columns + Math.min(columns - 1, Math.floor((times[i]! - from) / step))]! += 1 / step;
  const sorted = values.filter((value) => value > 0).sort();
  const most = sorted[Math.floor((sorted.length - 1) * 0.99)] ?? 1;
  return { values, rows: units, columns, range: [0, most] as const, scale: SEQUENTIAL };
}

function pupilArea(pupil: ColumnTable): Samples {
  const { x, y: across } = samplesOf(pupil, "Time (s)", "pupil_width", ACTION);
  const { y: down } = samplesOf(pupil, "Time (s)", "pupil_height", ACTION);
  return { x, y: across.map((one, i) => (Math.PI * one * down[i]!) / 4) };
}

function within({ x, y }: Samples, [from, to]: readonly [number, number]): Samples {
  const kept = x.map((time) => (time >= from && time <= to ? 1 : 0));
  return { x: x.filter((_, i) => kept[i] === 1), y: y.filter((_, i) => kept[i] === 1) };
}

function wholeOf(
  bars: readonly Bar[] | undefined,
  units: readonly (readonly [number, ArrayLike<number>])[],
  samples: readonly (Samples | undefined)[],
): [number, number] {
  const ends = (list: ArrayLike<number>) => [list[0] ?? Number.NaN, list[list.length - 1] ?? Number.NaN];
  return rangeOf([
    ...(bars ?? []).flatMap(({ start, stop }) => [start, stop]),
    ...units.flatMap(([, times]) => ends(times)),
    ...samples.flatMap((one) => (one ? [...rangeOf(one.x)] : [])),
  ]);
}
