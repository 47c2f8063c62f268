import { isEcephysError } from "@ecephys/files";
import { type Answer, goldenCsd, type NdArray } from "@ecephys/fixtures";
import { table } from "arquero";
import { describe, expect, it } from "vitest";
import { gradientEquations } from "../src/csd/gradients.ts";
import { triangulate, triangulationOf } from "../src/csd/triangulation.ts";
import * as analysis from "../src/index.ts";
import { butterworthBandPass, type Section } from "../src/numeric/butterworth.ts";

type Args = Readonly<Record<string, unknown>>;
type Numbers = Float64Array;

const numbers = (value: unknown): Numbers => Float64Array.from((value as NdArray).data as ArrayLike<number>);
const places = (value: unknown): analysis.Place[] => {
  const flat = numbers(value);
  return Array.from({ length: flat.length / 2 }, (_, k) => ({ x: flat[2 * k]!, y: flat[2 * k + 1]! }));
};
const flat = (list: readonly analysis.Place[]) => list.flatMap(({ x, y }) => [x, y]);
const trials = (value: unknown): analysis.TrialLfp => ({
  data: numbers(value),
  shape: (value as NdArray).shape as [number, number, number],
});
const integers = (value: unknown) => value as { data: Int16Array; shape: readonly number[] };
const bandPass = (a: Args) => ({
  samplingRate: a.sampling_rate as number,
  band: a.filter_cuts as [number, number],
  order: a.filter_order as number,
});

const entries = goldenCsd("csd");

/** The triangles that AllenSDK used where channels are left out, for those places. */
function trianglesFor(actual: readonly analysis.Place[]): ArrayLike<number> {
  const found = entries.find(
    ({ method, args }) =>
      method.endsWith("triangulation") && String(flat(places(args.actual_locs))) === String(flat(actual)),
  );
  const answer = found!.answer() as { array: NdArray };
  return answer.array.data as ArrayLike<number>;
}

const CALLS: Readonly<Record<string, (a: Args, tag: string) => unknown>> = {
  make_actual_channel_locations: (a) =>
    flat(analysis.channelPlaces(a.min_chan as number, a.max_chan as number)),
  make_interp_channel_locations: (a) =>
    flat(analysis.virtualPlaces(a.min_chan as number, a.max_chan as number)),
  get_lfp_channel_order: () => analysis.phase3aChannelOrder(),
  extract_trial_windows: (a) => {
    const own = (a.stimulus_table ?? {}) as Record<string, number[]>;
    const onsets = analysis.trialOnsets(
      table({
        stimulus_name: own.stimulus_name ?? [],
        stimulus_block: own.stimulus_index ?? [],
        start_time: own.Start ?? [],
      }),
      {
        stimulusName: a.stimulus_name as string,
        stimulusBlock: a.stimulus_index as number | undefined,
        trials: a.num_trials as number | undefined,
      },
    );
    const times = analysis.relativeTimes(
      a.pre_stimulus_time as number,
      a.post_stimulus_time as number,
      a.time_step as number,
    );
    return [Array.from(onsets, (onset) => times.map((time) => time + onset)), times];
  },
  accumulate_lfp_data: (a) =>
    analysis.accumulateLfp(
      a.lfp_raw as analysis.NumberArray,
      numbers(a.timestamps),
      numbers(a.lfp_channels),
      (a.trial_windows as unknown[]).map(numbers),
      a.volts_per_bit as number,
    ).data,
  remove_lfp_noise: (a) =>
    analysis.removeLfpNoise(
      integers(a.lfp),
      numbers(a.channel_numbers),
      a.surface_channel as number,
      a.max_out_of_brain_channels as number | undefined,
    ).data,
  select_good_channels: (a) => {
    const good = analysis.selectGoodChannels(
      trials(a.lfp),
      a.reference_channels as number[],
      a.noisy_channel_threshold as number,
    );
    return [good.lfp.data, good.channels];
  },
  filter_lfp_channels: (a) =>
    analysis.filterTrials(
      a.lfp
        ? trials(a.lfp)
        : { data: new Float64Array(a.samples as number), shape: [1, 1, a.samples as number] },
      a.lfp ? bandPass(a) : { samplingRate: 1250 },
    ).data,
  butter: (a) =>
    polynomials(
      butterworthBandPass(
        a.filter_order as number,
        a.filter_cuts as [number, number],
        a.sampling_rate as number,
      ),
    ),
  interp_channel_locs: (a) => {
    if (!a.lfp) {
      const count = a.channels as number;
      const lfp = { data: new Float64Array(count), shape: [1, count, 1] } as const;
      const channels = analysis.channelPlaces(0, (a.locations as number | undefined) ?? count);
      return analysis.interpolateChannels(lfp, channels, analysis.virtualPlaces(0, 4));
    }
    const actual = places(a.actual_locs);
    const moved = analysis.interpolateChannels(trials(a.lfp), actual, places(a.interp_locs), {
      method: a.method as "cubic",
      triangles: trianglesFor(actual),
    });
    return [moved.lfp.data, moved.spacing];
  },
  triangulation: (a) => triangulate(places(a.actual_locs)),
  gradients: (a) => {
    const actual = places(a.actual_locs);
    const equations = gradientEquations(actual, triangulationOf(trianglesFor(actual)));
    return equations.solve(equations.rightOf(numbers(a.values)));
  },
  interpolation_matrix: (a) => {
    const actual = places(a.actual_locs);
    const triangles = trianglesFor(actual);
    return analysis.interpolationMatrix(actual, places(a.interp_locs), { triangles }).data;
  },
  compute_csd: (a) => {
    const lfp = a.trial_mean_lfp as NdArray;
    const csd = analysis.secondDerivative({ data: numbers(lfp), shape: lfp.shape }, a.spacing as number);
    return [csd.data, Array.from({ length: lfp.shape[0]! }, (_, k) => k)];
  },
};

/** Coefficients of the polynomial form. */
function polynomials(sections: readonly Section[]): [number[], number[]] {
  const multiply = (p: readonly number[], q: readonly number[]) => {
    const product = new Array<number>(p.length + q.length - 1).fill(0);
    for (const [i, x] of p.entries()) for (const [j, y] of q.entries()) product[i + j]! += x * y;
    return product;
  };
  return [
    sections.map(({ b }) => [...b]).reduce(multiply, [1]),
    sections.map(({ a }) => [1, ...a]).reduce(multiply, [1]),
  ];
}

/** Tolerances as a share of the largest value; C3: the polynomial form of the filter is not exact at 2500 Hz. */
function tolerance(method: string, args: Args): number {
  if (method === "filter_lfp_channels") return (args.sampling_rate as number) > 2000 ? 5e-3 : 1e-5;
  return (
    { interp_channel_locs: 1e-5, gradients: 1e-5, interpolation_matrix: 1e-5, butter: 1e-9 }[method] ?? 1e-11
  );
}

describe("recorded answers of AllenSDK's current source density", () => {
  const single = entries.filter(({ method }) => !method.startsWith("run_csd"));
  it.each(single.map((entry) => [entry.file.slice(4), entry] as const))("%s", (_, entry) => {
    const { method, args, tag } = entry;
    const call = CALLS[method]!;
    const answer = entry.answer();
    if (answer.kind === "error")
      return expect(() => call(args, tag)).toThrow(expect.toSatisfy((error) => isEcephysError(error)));
    if (method === "triangulation" && tag !== "all" && tag !== "few" && tag !== "three")
      // C5: where channels are left out, four places lie on a circle and the triangulation is a choice.
      return expect(triangulate(places(args.actual_locs)).corners).toHaveLength(
        (answer as { array: NdArray }).array.data.length,
      );
    if (method === "triangulation")
      return expect(corners(triangulate(places(args.actual_locs)).corners)).toEqual(
        corners((answer as { array: NdArray }).array.data as ArrayLike<number>),
      );
    // C2: a window beyond the recording is missing, and not 0.
    if (tag === "outside") {
      const own = call(args, tag) as Numbers;
      expect(own.some(Number.isNaN)).toBe(true);
      return compare(
        own.map((value) => (Number.isNaN(value) ? 0 : value)),
        recorded(answer),
        1e-11,
        method,
      );
    }
    if (tag.endsWith("nearest")) return compareNearest(args, recorded(answer));
    compare(call(args, tag), recorded(answer), tolerance(method, args), method);
  });
});

describe("the band pass in second order sections", () => {
  it.each(goldenCsd("csd-corrected").map((entry) => [entry.file, entry] as const))(
    "%s",
    (_, { args, answer }) => {
      compare(CALLS.filter_lfp_channels!(args, ""), recorded(answer()), 1e-9, "filter");
    },
  );
});

it("computes what AllenSDK's module writes", () => {
  const { args } = entries.find(({ method }) => method === "run_csd")!;
  const file = recorded(entries.find(({ method }) => method === "run_csd.file")!.answer()) as Map<
    string,
    NdArray
  >;
  const { array } = entries.find(({ method }) => method === "run_csd.triangulation")!.answer() as {
    array: NdArray;
  };
  const lfp = integers(args.lfp_raw);
  const before = lfp.data.slice();
  const csd = analysis.currentSourceDensity(
    {
      lfp,
      timestamps: numbers(args.timestamps),
      onsets: numbers(args.onsets),
      channelNumbers: Int32Array.from({ length: 32 }, (_, c) => c),
    },
    {
      samplingRate: args.sampling_rate as number,
      before: args.pre_stimulus_time as number,
      after: args.post_stimulus_time as number,
      surfaceChannel: args.surface_channel as number,
      referenceChannels: args.reference_channels as number[],
      noisyThreshold: args.noisy_channel_threshold as number,
      triangles: array.data as ArrayLike<number>,
    },
  );
  compare(csd.data, file.get("current_source_density"), 1e-4, "csd");
  compare(csd.coord("time"), file.get("timestamps"), 1e-11, "times");
  const sites = Array.from(csd.coord("horizontal_position") as Float64Array, (x, k) => [
    x,
    (csd.coord("vertical_position") as Float64Array)[k]!,
  ]).flat();
  compare(sites, file.get("csd_locations"), 1e-11, "places");
  expect(lfp.data).toEqual(before);
});

it("is the second derivative along channels of one column, also where one of them is noisy", () => {
  const samples = 400;
  const channelNumbers = [2, 6, 10, 14, 18, 22];
  const depth = (number: number) => 10 * number;
  const lfp = {
    shape: [samples, channelNumbers.length],
    data: Float64Array.from({ length: samples * 6 }, (_, i) => {
      const number = channelNumbers[i % 6]!;
      const wave = Math.sin((2 * Math.PI * 40 * Math.floor(i / 6)) / 1000);
      return number === 10 ? 1e6 * wave : depth(number) ** 2 * wave;
    }),
  };
  const timestamps = Float64Array.from({ length: samples }, (_, s) => s / 1000);
  const csd = analysis.currentSourceDensity(
    { lfp, timestamps, onsets: [0.1], channelNumbers },
    { samplingRate: 1000, before: 0.05, after: 0.25, noisyThreshold: 1e5, band: [15, 150] },
  );
  expect(csd.coord("vertical_position")).toEqual(Float64Array.of(20, 60, 100, 140, 180, 220));
  // φ = z² has a constant second derivative, 2 per µm²: 2e6 per mm².
  const peak = csd.data.slice(4 * 300 + 110, 4 * 300 + 190).reduce((most, value) => Math.max(most, value), 0);
  expect(peak / 2e6).toBeCloseTo(1, 1);
});

/** Of two channels at the same distance either is the nearest. */
function compareNearest(args: Args, theirs: unknown): void {
  const [actual, sites] = [places(args.actual_locs), places(args.interp_locs)];
  const lfp = numbers(args.lfp);
  const values = numbers((theirs as unknown[])[0]);
  const samples = (args.lfp as NdArray).shape[2]!;
  const own = CALLS.interp_channel_locs!(args, "") as [Numbers, number];
  for (const [s, site] of sites.entries()) {
    const distances = actual.map(({ x, y }) => Math.hypot(x - site.x, y - site.y));
    const nearest = distances.flatMap((one, c) => (one === Math.min(...distances) ? [c] : []));
    const among = nearest.map((c) => lfp[c * samples]!);
    expect(among).toContain(values[s * samples]);
    expect(among).toContain(own[0][s * samples]);
  }
}

/** Triangles as sets of corners, in any order. */
function corners(values: ArrayLike<number>): string[] {
  const list = Array.from(values);
  return Array.from({ length: list.length / 3 }, (_, t) =>
    list
      .slice(3 * t, 3 * t + 3)
      .sort((a, b) => a - b)
      .join(),
  ).sort();
}

function recorded(answer: Answer): unknown {
  if (answer.kind === "array") return answer.array;
  if (answer.kind === "value") return answer.value;
  throw new Error(`not expected: ${answer.kind}`);
}

/** Numbers within a share of the largest of their list. */
function compare(ours: unknown, theirs: unknown, share: number, what: string): void {
  if (typeof theirs === "number") {
    expect(ours, what).toBeCloseTo(theirs, 12);
    return;
  }
  const values = Array.from(((theirs as Partial<NdArray>).data ?? theirs) as ArrayLike<unknown>);
  const own = Array.from(ours as ArrayLike<unknown>);
  expect(own.length, what).toBe(values.length);
  if (!values.every((value) => typeof value === "number")) {
    for (const [i, value] of values.entries()) compare(own[i], value, share, `${what}[${i}]`);
    return;
  }
  const known = values.filter((value) => !Number.isNaN(value)) as number[];
  const largest = known.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  let worst = 0;
  for (const [i, value] of (values as number[]).entries()) {
    if (Number.isNaN(value) || Number.isNaN(own[i])) expect(own[i], `${what}[${i}]`).toEqual(value);
    else worst = Math.max(worst, Math.abs((own[i] as number) - value));
  }
  expect(worst / (largest || 1), `${what}: off by ${worst} of ${largest}`).toBeLessThanOrEqual(share);
}
