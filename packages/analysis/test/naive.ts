import { table } from "arquero";
import fc from "fast-check";
import type { SpikeData } from "../src/index.ts";

/** Times on a coarse grid, so that spikes fall on edges, starts and stops often. */
const time = fc.integer({ min: 0, max: 400 }).map((n) => n / 16);

export interface Trial {
  readonly id: number;
  readonly start: number;
  readonly stop: number;
  readonly condition: number;
}

export interface Session {
  readonly units: readonly { readonly id: number; readonly times: readonly number[] }[];
  readonly trials: readonly Trial[];
}

/** Of spikes also times that are missing. */
const spike = fc.oneof({ weight: 9, arbitrary: time }, { weight: 1, arbitrary: fc.constant(Number.NaN) });

/** Small sessions: ids and spikes in any order, some of them equal; presentations that overlap or have no length; silent units. */
export const sessions: fc.Arbitrary<Session> = fc.record({
  units: fc
    .uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 4 })
    .chain((ids) =>
      fc.tuple(
        ...ids.map((id) => fc.record({ id: fc.constant(id), times: fc.array(spike, { maxLength: 30 }) })),
      ),
    ),
  trials: fc
    .uniqueArray(
      fc.record({
        id: fc.integer({ min: 0, max: 99 }),
        start: time,
        length: fc.integer({ min: 0, max: 64 }).map((n) => n / 16),
        condition: fc.constantFrom(3, 1, 2, Number.NaN),
      }),
      { maxLength: 8, selector: ({ id }) => id },
    )
    .map((trials) => trials.map(({ length, ...trial }) => ({ ...trial, stop: trial.start + length }))),
});

export function dataOf({ units, trials }: Session): SpikeData {
  return {
    spikeTimes: new Map(units.map(({ id, times }) => [id, Float64Array.from(times)])),
    presentations: table({
      stimulus_presentation_id: trials.map(({ id }) => id),
      start_time: trials.map(({ start }) => start),
      stop_time: trials.map(({ stop }) => stop),
      duration: trials.map(({ start, stop }) => stop - start),
      stimulus_condition_id: trials.map(({ condition }) => condition),
    }),
  };
}

export const within = (times: readonly number[], { start, stop }: Trial): number[] =>
  times.filter((at) => at >= start && at < stop);

export const rowsOf = (answer: { objects(): object[] }): object[] => answer.objects();
