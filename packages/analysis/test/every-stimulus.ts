import { type ColumnTable, table } from "arquero";

/** A recording in which every class of stimuli is shown, some presentations blank; the same each time. */
export function everyStimulus(units: number): {
  readonly spikeTimes: ReadonlyMap<number, Float64Array>;
  readonly presentations: ColumnTable;
  readonly runningSpeed: ColumnTable;
} {
  const rows = SHOWN.flatMap(([name, length, count, parameters]) =>
    Array.from({ length: count }, (_, i) => ({ stimulus_name: name, length, ...parameters(i) })),
  );
  let end = 1;
  const shown = rows.map(({ length, ...row }, id) => {
    const start_time = end;
    end += length;
    return { id, ...row, start_time, stop_time: end };
  });
  const names = [...new Set(shown.flatMap((row) => Object.keys(row)))];
  const presentations = table(
    Object.fromEntries(
      names.map((name) => [name, shown.map((row) => (row as Record<string, unknown>)[name] ?? Number.NaN)]),
    ),
  );
  const random = generator(7);
  const spikeTimes = new Map(
    Array.from({ length: units }, (_, u) => {
      const rate = 0.05 + random() * random() * 30;
      const times: number[] = [];
      let t = 0;
      while (t < end) {
        times.push(t);
        t -= Math.log(1 - random()) / rate;
      }
      return [u * 3 + 1, Float64Array.from(times)] as const;
    }),
  );
  const runningSpeed = table({
    start_time: Float64Array.from({ length: 200 }, (_, i) => (i * end) / 200),
    velocity: Float64Array.from({ length: 200 }, () => random() * 4 - 1),
  });
  return { spikeTimes, presentations, runningSpeed };
}

type Parameters = Readonly<Record<string, number>>;

const SHOWN: readonly (readonly [string, number, number, (i: number) => Parameters])[] = [
  [
    "drifting_gratings",
    2,
    24,
    (i) => (i % 8 === 7 ? {} : { orientation: 45 * (i % 4), temporal_frequency: 2 ** (i % 3) }),
  ],
  [
    "drifting_gratings_contrast",
    0.5,
    20,
    (i) => ({ orientation: 45 * (i % 2), temporal_frequency: 4, contrast: [0.1, 0.2, 0.4, 0.8, 1][i % 5]! }),
  ],
  [
    "static_gratings",
    0.25,
    40,
    (i) =>
      i % 9 === 8
        ? {}
        : { orientation: 30 * (i % 3), spatial_frequency: 0.02 * 2 ** (i % 2), phase: (i % 4) / 4 },
  ],
  ["natural_scenes", 0.25, 30, (i) => ({ frame: (i % 6) - 1 })],
  ["natural_movie_one", 1 / 30, 60, (i) => ({ frame: i % 20 })],
  ["flashes", 0.25, 12, (i) => ({ color: i % 2 === 0 ? 1 : -1 })],
  ["gabors", 0.25, 81, (i) => ({ x_position: 10 * (i % 3), y_position: 10 * ((i * 5) % 3) })],
  ["dot_motion", 1, 12, (i) => ({ Speed: 0.001 * (i % 3), Dir: 90 * (i % 4) })],
];

/** Numbers from 0 to below 1 that look random: a linear congruential generator. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
