import { isEcephysError } from "@ecephys/files";
import { type Answer, goldenEntries, type NdArray } from "@ecephys/fixtures";
import { describe, expect, it } from "vitest";
import * as analysis from "../src/index.ts";
import { MersenneTwister } from "../src/numeric/random.ts";
import { areaOfCells, azimuthOfColumn, elevationOfRow, isOnScreen } from "../src/receptive-field/degrees.ts";

type Args = Readonly<Record<string, unknown>>;

const numbers = (value: unknown): Float64Array =>
  Float64Array.from((value as NdArray).data as ArrayLike<number>);
const shapeOf = (value: unknown): readonly number[] => (value as NdArray).shape;
const number = (value: unknown) => (value ?? undefined) as number | undefined;
const grid = (value: unknown): analysis.Grid => {
  const [rows = 0, columns = 0] = shapeOf(value);
  return { data: (value as NdArray).data as ArrayLike<number>, rows, columns };
};
const maskOf = (args: Args) =>
  analysis.thresholdReceptiveField(grid(args.rf), { threshold: number(args.threshold) });
const parameters = (fit: analysis.Gaussian2d | undefined) =>
  fit && [fit.height, fit.centerRow, fit.centerColumn, fit.widthRows, fit.widthColumns];
const categories = ({ x_position, y_position }: Args): Int32Array => {
  const [xs, ys] = [numbers(x_position), numbers(y_position)];
  const places = [...new Set(Array.from(xs, (x, i) => `${x} ${ys[i]}`))];
  return Int32Array.from(xs, (x, i) => places.indexOf(`${x} ${ys[i]}`));
};

/** Our answer to each recorded call, as AllenSDK's is kept. */
const CALLS: Readonly<Record<string, (args: Args) => unknown>> = {
  osi: (a) => analysis.orientationSelectivity(numbers(a.orivals_deg), numbers(a.tuning)),
  dsi: (a) => analysis.directionSelectivity(numbers(a.orivals_deg), numbers(a.tuning)),
  running_modulation: (a) => {
    const counts = numbers(a.spike_counts);
    const found = analysis.runningModulation(counts, numbers(a.running_speeds), number(a.speed_threshold));
    return [found.pValue, found.modulation];
  },
  lifetime_sparseness: (a) => analysis.lifetimeSparseness(numbers(a.responses)),
  image_selectivity: (a) => analysis.imageSelectivity(numbers(a.spike_means), number(a.num_steps)),
  fano_factor: (a) => analysis.fanoFactor(numbers(a.spike_counts)),
  overall_firing_rate: (a) =>
    numbers(a.spike_times).length === 0
      ? 0
      : analysis.overallFiringRate(
          { starts: numbers(a.start_times), stops: numbers(a.stop_times) },
          numbers(a.spike_times),
        ),
  get_fr: (a) =>
    analysis.smoothedTrain(numbers(a.spikes), {
      samplingRate: number(a.num_timestep_second),
      duration: number(a.sweep_length),
      smooth: number(a.filter_width),
    }),
  reliability: (a) =>
    analysis.reliability(a.unit_sweeps as number[][], {
      padding: number(a.padding),
      samplingRate: number(a.num_timestep_second),
      window: a.window_beg === undefined ? undefined : [a.window_beg as number, a.window_end as number],
    }),
  c50: (a) => analysis.c50(numbers(a.contrasts), numbers(a.responses)),
  f1_f0: (a) => {
    const [, bins] = shapeOf(a.arr);
    const counts = numbers(a.arr);
    return analysis.f1f0({ counts, bins: bins ?? counts.length }, a.tf as number, a.trial_duration as number);
  },
  modulation_index: (a) =>
    analysis.modulationIndex(numbers(a.response_psth), a.tf as number, a.sample_rate as number),
  threshold_rf: (a) => {
    const { mask, centerColumn, centerRow, area } = maskOf(a);
    return [{ data: mask }, centerColumn, centerRow, area];
  },
  is_rf_inverted: (a) => analysis.isInverted(maskOf(a).mask, grid(a.rf)),
  invert_rf: (a) => analysis.invertReceptiveField(grid(a.rf)).data,
  gaussian_moments_2d: (a) => parameters(analysis.gaussianMoments(grid(a.data))),
  fit_2d_gaussian: (a) => parameters(analysis.fitGaussian(grid(a.matrix))),
  fit_cost: (a) => analysis.fitGaussian(grid(a.matrix))?.cost,
  convert_elevation_to_degrees: (a) => elevationOfRow(a.elevation_in_pixels as number),
  convert_azimuth_to_degrees: (a) => azimuthOfColumn(a.azimuth_in_pixels as number),
  convert_pixel_area_to_degrees: (a) => areaOfCells(a.area_in_pixels as number),
  rf_on_screen: (a) => {
    const [rows, columns] = a.shape as [number, number];
    return isOnScreen({ rows, columns }, a.center_y as number, a.center_x as number);
  },
  chi_square: (a) => [analysis.chiSquare(countsOf(a), categories(a))],
  chisq_from_stim_table: (a) => [
    analysis.resampledPValue(countsOf(a), categories(a), {
      seed: number(a.seed),
      draws: number(a.num_shuffles),
    }),
  ],
  "numpy.random.choice": (a) => {
    const drawn = new Uint32Array(a.size as number);
    new MersenneTwister(a.seed as number).drawWithReplacement(
      a.n as number,
      Int32Array.from(drawn.keys()),
      drawn,
    );
    return drawn;
  },
  fit_sf_tuning: (a) => {
    const fit = analysis.fitSpatialFrequency(
      numbers(a.sf_tuning_responses),
      numbers(a.sf_values),
      a.pref_sf_index as number,
    );
    return [fit.index, fit.preferred, fit.lowCutoff, fit.highCutoff];
  },
  get_sfdi: (a) =>
    analysis.discriminationIndex(
      numbers(a.sf_tuning_responses),
      numbers(a.mean_sweeps_trials),
      number(a.bias),
    ),
  calculate_time_delayed_correlation: (a) =>
    analysis.timeDelayedCorrelations({ data: numbers(a.spike_counts), shape: shapeOf(a.spike_counts) }).data,
  fit_exp: (a) => {
    const [units = 0, bins = 0] = shapeOf(a.rsc_time_matrix);
    const fit = analysis.intrinsicTimescale({
      data: numbers(a.rsc_time_matrix),
      shape: [units, bins, bins],
    });
    const { delays, correlations, standardErrors, amplitude, timescale, offset } = fit;
    return [{ data: delays }, { data: correlations }, { data: standardErrors }, amplitude, timescale, offset];
  },
};

const countsOf = (args: Args) => numbers(args.counts ?? args.mean_sweep_events ?? args.spike_counts);

/** Fits that other dampings end elsewhere are not compared: the data do not determine them. */
const DETERMINED = /-(?:clean|noisy|corner|float)$/;
const TOLERANCE: Readonly<Record<string, number>> = {
  running_modulation: 1e-9,
  modulation_index: 1e-8,
  fit_2d_gaussian: 1e-4,
  fit_cost: 1e-4,
  fit_sf_tuning: 1e-5,
  fit_exp: 1e-5,
  chisq_from_stim_table: 0.002,
};

describe("recorded answers of AllenSDK's stimulus functions", () => {
  const entries = goldenEntries("analysis", "functions");
  it.each(entries.map((entry) => [entry.file.slice(10), entry] as const))("%s", (name, entry) => {
    const { method, args } = entry;
    if (method === "stim_table_to_categories") {
      expect(partition(categories(args))).toEqual(partition(valuesOf(entry.answer())));
      return;
    }
    const call = CALLS[method];
    if (!call) throw new Error(`${method} is not called by this test`);
    const answer = entry.answer();
    if (answer.kind === "error") {
      const ours = outcome(() => call(args));
      // Where AllenSDK raises for lack of data, ours is a missing number.
      const missing = ["c50", "f1_f0"].includes(method) ? Number.NaN : undefined;
      if (method === "reliability") expect(ours).toBeGreaterThan(-1);
      else if (missing !== undefined) expect(ours).toBe(missing);
      else expect(isEcephysError(ours)).toBe(true);
      return;
    }
    if (/^fit_(?:2d|cost)/.test(method) && !DETERMINED.test(name.replace(/\.json$/, ""))) {
      if (!/-zero/.test(name)) expect(call(args)).toBeDefined();
      return;
    }
    if (name.startsWith("176-fit_sf_tuning-flat")) {
      expect(call(args)).toEqual([expect.any(Number), expect.any(Number), Number.NaN, Number.NaN]);
      return;
    }
    const tolerance = method === "c50" ? gridStep(args) : 0;
    compare(call(args), valuesOf(answer), TOLERANCE[method] ?? 1e-11, method, tolerance);
  });
});

/** The distance between two contrasts at which a fitted curve is read. */
function gridStep({ contrasts }: Args): number {
  const values = numbers(contrasts);
  return ((1.1 * Math.max(...values) - 0.9 * Math.min(...values)) / 255) * 1.000001;
}

function outcome(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}

function valuesOf(answer: Answer): unknown {
  if (answer.kind === "array") return answer.array.data;
  if (answer.kind === "none") return undefined;
  if (answer.kind !== "value") throw new Error(`not expected: ${answer.kind}`);
  const { value } = answer;
  // The parameters of a fit come with its flag.
  if (Array.isArray(value) && value.length === 2 && typeof value[1] === "boolean")
    return (value[0] as NdArray).data ?? value[0];
  return value;
}

/** Numbers within a relative tolerance, missing with missing, lists and arrays by position. */
function compare(ours: unknown, theirs: unknown, tolerance: number, what: string, absolute = 0): void {
  if (typeof theirs === "number") {
    const own = typeof ours === "boolean" ? Number(ours) : (ours as number);
    if (Number.isNaN(theirs)) expect(own, what).toBeNaN();
    else
      expect(Math.abs(own - theirs), `${what}: ${own}, ${theirs}`).toBeLessThanOrEqual(
        Math.max(tolerance * Math.abs(theirs), absolute, 1e-12),
      );
  } else if (typeof theirs === "object" && theirs !== null) {
    const list = listOf(theirs);
    expect(listOf(ours).length, what).toBe(list.length);
    for (const [i, value] of list.entries()) compare(listOf(ours)[i], value, tolerance, `${what}[${i}]`);
  } else expect(ours, what).toBe(theirs);
}

function listOf(value: unknown): unknown[] {
  const inner = (value as Partial<NdArray>).data;
  return Array.from((inner ?? value) as ArrayLike<unknown>);
}

function partition(values: unknown): number[] {
  const known: unknown[] = [];
  return listOf(values).map((value) => {
    if (!known.includes(value)) known.push(value);
    return known.indexOf(value);
  });
}
