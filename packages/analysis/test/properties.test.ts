import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  conditionwiseSpikeStatistics,
  presentationwiseSpikeCounts,
  presentationwiseSpikeTimes,
} from "../src/index.ts";
import { lowerBound } from "../src/search.ts";
import { dataOf, rowsOf, sessions, within } from "./naive.ts";

const ascending = fc
  .array(fc.integer({ min: -8, max: 64 }), { minLength: 2, maxLength: 9 })
  .map((edges) => edges.sort((a, b) => a - b).map((edge) => edge / 16));

describe("against the plain definition", () => {
  it("counts spikes as numpy.histogram does", () => {
    fc.assert(
      fc.property(sessions, ascending, fc.boolean(), (session, binEdges, binarize) => {
        const counts = presentationwiseSpikeCounts(dataOf(session), { binEdges, binarize });
        const last = binEdges.length - 2;
        for (const [p, { start }] of session.trials.entries())
          for (const [u, { times }] of session.units.entries())
            for (let b = 0; b <= last; b++) {
              const [from, to] = [start + binEdges[b]!, start + binEdges[b + 1]!];
              const count = times.filter((at) => at >= from && (at < to || (b === last && at === to))).length;
              expect(counts.at(p, b, u)).toBe(binarize ? Math.min(count, 1) : count);
            }
      }),
    );
  });

  it("finds the spikes of every presentation, sorted by time, unit and presentation", () => {
    fc.assert(
      fc.property(sessions, (session) => {
        const expected = session.units
          .flatMap(({ id, times }) =>
            session.trials.flatMap((trial) =>
              within(times, trial).map((at) => ({
                spike_time: at,
                stimulus_presentation_id: trial.id,
                unit_id: id,
                time_since_stimulus_presentation_onset: at - trial.start,
              })),
            ),
          )
          .sort(
            (a, b) =>
              a.spike_time - b.spike_time ||
              a.unit_id - b.unit_id ||
              a.stimulus_presentation_id - b.stimulus_presentation_id,
          );
        expect(rowsOf(presentationwiseSpikeTimes(dataOf(session)))).toEqual(expected);
      }),
    );
  });

  it("summarises every unit in every condition", () => {
    fc.assert(
      fc.property(sessions, (session) => {
        const conditions = [1, 2, 3].filter((id) => session.trials.some(({ condition }) => condition === id));
        const units = [...session.units].sort((a, b) => a.id - b.id);
        const expected = conditions.flatMap((condition) =>
          units.map(({ id, times }) => {
            const trials = session.trials.filter((trial) => trial.condition === condition);
            const counts = trials.map((trial) => within(times, trial).length);
            const sum = counts.reduce((a, b) => a + b, 0);
            const squares = counts.reduce((a, b) => a + (b - sum / counts.length) ** 2, 0);
            const std = Math.sqrt(squares / (counts.length - 1));
            return {
              unit_id: id,
              stimulus_condition_id: condition,
              spike_count: sum,
              stimulus_presentation_count: counts.length,
              spike_mean: sum / counts.length,
              spike_std: std,
              spike_sem: std / Math.sqrt(counts.length),
            };
          }),
        );
        expect(rowsOf(conditionwiseSpikeStatistics(dataOf(session)))).toEqual(expected);
      }),
    );
  });

  it("finds the first value that is not smaller", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20 })),
        fc.integer({ min: -1, max: 21 }),
        fc.nat(20),
        (list, bound, nat) => {
          const values = Float64Array.from(list).sort();
          const from = Math.min(nat, values.length);
          const found = values.findIndex((value, i) => i >= from && value >= bound);
          expect(lowerBound(values, bound, from)).toBe(found < 0 ? values.length : found);
        },
      ),
    );
  });
});
