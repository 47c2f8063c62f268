import { autoCorrelogram, crossCorrelogram } from "@ecephys/analysis";
import type { DataArray } from "@ecephys/core";
import { argumentChecks, EcephysError, type OptionNames } from "@ecephys/files";
import { correlogram } from "../charts/correlogram.ts";
import { csd } from "../charts/csd.ts";
import { csdOfStretch } from "../charts/csd-of-stretch.ts";
import { eye } from "../charts/eye.ts";
import { lfp } from "../charts/lfp.ts";
import { psthHeatmap } from "../charts/psth-heatmap.ts";
import { qualityMetrics } from "../charts/quality-metrics.ts";
import { receptiveField } from "../charts/receptive-field.ts";
import { running } from "../charts/running.ts";
import { stimulusTimeline } from "../charts/stimulus-timeline.ts";
import { structures } from "../charts/structures.ts";
import { unitsByDepth } from "../charts/units-by-depth.ts";
import { waveforms } from "../charts/waveforms.ts";
import { FIGURE_OPTIONS, type Figure, type FigureOptions } from "../figure/figure.ts";
import { conditionPsth, conditionRaster, conditionTuning } from "./by-condition.ts";
import { channelPlaces } from "./channel-places.ts";
import type { ChartLfp, ChartSession } from "./chart-session.ts";
import { sessionOverTime } from "./over-time.ts";
import { presentationsOf, selectionOf } from "./presentations.ts";
import { chosenUnits } from "./units.ts";

/** What a figure of a session shows. */
export interface SessionFigureOptions extends FigureOptions {
  /** Units; by default the one that fires most, and all of them in a heat map. Two give a cross-correlogram. */
  readonly unitIds?: readonly number[] | undefined;
  /** Name of the stimulus whose presentations are looked at; all presentations by default. */
  readonly stimulus?: string | undefined;
  /** A table of intervals (such as "trials") whose rows are looked at, in place of presentations. */
  readonly intervals?: string | undefined;
  /** The column of times of these intervals that counts as the onset; "start_time" by default. */
  readonly align?: string | undefined;
  /** A column of the presentations (such as "orientation"), by whose values raster, PSTH and tuning are split. */
  readonly by?: string | undefined;
  /** From and to, seconds from the onset of a presentation; [-0.1, 0.5] by default. */
  readonly window?: readonly [from: number, to: number] | undefined;
  /** Seconds; 0.01 by default. */
  readonly binSize?: number | undefined;
  /** The probe of LFP and CSD. */
  readonly probe?: number | undefined;
  /**
   * From and to, seconds of the session: of LFP (a second in the middle by default), of what is drawn over time (all by
   * default), and of CSD, which is then computed from that stretch and not read from around a flash.
   */
  readonly time?: readonly [from: number, to: number] | undefined;
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: OptionNames<SessionFigureOptions> = {
  ...FIGURE_OPTIONS,
  unitIds: true,
  stimulus: true,
  intervals: true,
  align: true,
  by: true,
  window: true,
  binSize: true,
  probe: true,
  time: true,
  signal: true,
};

type Draw = (session: ChartSession, options: SessionFigureOptions) => Promise<Figure>;

const ACTION = "Drawing a figure";

const FIGURES = {
  raster: conditionRaster,
  psth: conditionPsth,
  "psth-heatmap": async (session, options) => {
    const { window = [-0.1, 0.5], binSize = 0.01, signal } = options;
    const { ids } = await presentationsOf(session, options);
    const rates = await session.psth({
      unitIds: options.unitIds,
      ...selectionOf(options, ids),
      window,
      binSize,
      signal,
    });
    return psthHeatmap(rates, look(options));
  },
  tuning: conditionTuning,
  "receptive-field": async (session, options) => {
    const [unit] = await chosenUnits(session, options);
    const field = await session.receptiveField({ unitIds: [unit!], signal: options.signal });
    return receptiveField(field, look(options));
  },
  waveforms: async (session, options) => {
    const [unit] = await chosenUnits(session, options);
    const waveform = (await session.meanWaveforms({ unitIds: [unit!], signal: options.signal })).get(unit!);
    if (!waveform) throw lacking("a mean waveform of this unit", options);
    const ids = waveform.coord("channel_id") as ArrayLike<number>;
    return waveforms(waveform, {
      title: `Mean waveform of unit ${unit}`,
      ...look(options),
      positions: await channelPlaces(session, ids, options),
    });
  },
  correlogram: async (session, options) => {
    const [first, second] = await chosenUnits(session, options);
    const unitIds = [first!, ...(second === undefined ? [] : [second])];
    const spikes = await session.spikeTimes({ unitIds, signal: options.signal });
    const { lags, counts } =
      second === undefined
        ? autoCorrelogram(spikes.get(first!)!)
        : crossCorrelogram(spikes.get(first!)!, spikes.get(second)!);
    const title =
      second === undefined
        ? `Autocorrelogram of unit ${first}`
        : `Spikes of unit ${second} around those of unit ${first}`;
    return correlogram({ lags, counts }, { title, ...look(options) });
  },
  units: async (session, options) =>
    unitsByDepth(await session.units({ signal: options.signal }), look(options)),
  structures: async (session, options) =>
    structures(await session.units({ signal: options.signal }), look(options)),
  quality: async (session, options) =>
    qualityMetrics(await session.units({ signal: options.signal }), look(options)),
  stimuli: async (session, options) =>
    stimulusTimeline(await session.getStimulusEpochs({ signal: options.signal }), look(options)),
  running: async (session, options) =>
    running(await session.runningSpeed({ signal: options.signal }), look(options)),
  eye: async (session, options) => {
    const pupil = await session.getPupilData({ signal: options.signal });
    if (!pupil) throw lacking("eye tracking", options);
    return eye(pupil, look(options));
  },
  "over-time": sessionOverTime,
  lfp: async (session, options) => {
    const part = await stretchOf(session, options);
    return lfp(part, { title: `LFP of probe ${options.probe}, ${part.shape[1]} channels`, ...look(options) });
  },
  csd: async (session, options) => {
    const { signal, time } = options;
    const named = { title: `Current source density of probe ${options.probe}`, ...look(options) };
    if (!time) return csd(await session.getCurrentSourceDensity(probeOf(options), { signal }), named);
    const part = await stretchOf(session, options);
    const ids = part.coord("channel") as ArrayLike<number>;
    const { vertical } = await channelPlaces(session, ids, options);
    return csd(csdOfStretch(part, vertical), { ...named, from: "session" });
  },
} satisfies Record<string, Draw>;

/** The name of a figure of a session. */
export type SessionFigureName = keyof typeof FIGURES;

/** The names of all figures of a session. */
export const SESSION_FIGURES = Object.keys(FIGURES) as readonly SessionFigureName[];

/**
 * A figure of a session by its name, with the session's data read as needed: the one way from a session to a figure
 * that the command, reports and pages use too.
 * @throws an EcephysError "argument" for an unknown name or option, "not-found" for what the session lacks; what the
 * session's methods throw; the signal's reason.
 * @example
 * import { writeFile } from "node:fs/promises";
 * import { sessionFigure } from "@ecephys/charts/node";
 *
 * const figure = await sessionFigure(session, "raster", {
 *   unitIds: [950911932],
 *   stimulus: "drifting_gratings",
 *   by: "orientation",
 *   window: [-0.5, 2],
 * });
 * await writeFile("data/raster.svg", figure.svg());
 */
export async function sessionFigure(
  session: ChartSession,
  name: SessionFigureName,
  options: SessionFigureOptions = {},
): Promise<Figure> {
  const checks = argumentChecks(ACTION);
  checks.knownOptions(options, OPTIONS);
  if (!Object.hasOwn(FIGURES, name))
    throw checks.refusal("the figure", name, `one of ${SESSION_FIGURES.join(", ")}`);
  checks.range("window", options.window);
  checks.range("time", options.time);
  checks.positive("binSize", options.binSize, "seconds");
  options.signal?.throwIfAborted();
  const draw: Draw = FIGURES[name];
  return draw(session, options);
}

/** The LFP of a probe, in the time that was chosen. */
async function stretchOf(session: ChartSession, options: SessionFigureOptions): Promise<DataArray> {
  const array = await session.getLfp(probeOf(options), { signal: options.signal });
  const [from, to] = options.time ?? (await middleSecond(array));
  const part = await array.sel({ time: { from, to } }, { signal: options.signal });
  if (part.shape[0] === 0) throw lacking(`LFP from ${from} to ${to} s`, options);
  return part;
}

async function middleSecond(array: ChartLfp): Promise<[number, number]> {
  const middle = Math.floor(array.shape[0]! / 2);
  const [time = 0] = await array.timestamps({ start: middle, end: middle + 1 });
  return [time, time + 1];
}

function look({ title, width, height }: FigureOptions): FigureOptions {
  return { ...(title !== undefined && { title }), width, height };
}

function probeOf({ probe }: SessionFigureOptions): number {
  if (probe === undefined)
    throw argumentChecks(ACTION).refusal("the option probe", probe, "a probe's id", "Take one from probes()");
  return probe;
}

function lacking(what: string, options: SessionFigureOptions): EcephysError {
  return new EcephysError("not-found", {
    action: ACTION,
    resource: options.unitIds ? `unit ${options.unitIds.join(", ")}` : "the session",
    reason: `the session has no ${what.replace(/^an? /, "")}`,
    remedy: "Choose another figure, or another part of the session",
  });
}
