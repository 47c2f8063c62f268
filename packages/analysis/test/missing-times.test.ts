import { isEcephysError } from "@ecephys/files";
import { table } from "arquero";
import { expect, it } from "vitest";
import {
  conditionwiseSpikeStatistics,
  firingRates,
  optotaggingResponse,
  presentationwiseSpikeTimes,
  psth,
  rasterTable,
} from "../src/index.ts";

const NOWHERE = Number.NaN;

/** Presentations out of order, of which two lack a time; one spike in each, and one between. */
const data = {
  spikeTimes: new Map([[1, Float64Array.of(1.5, 3.5, 5.5, 7.5, 9.5)]]),
  presentations: table({
    stimulus_presentation_id: [0, 1, 2, 3, 4],
    start_time: [9, NOWHERE, 5, 3, 1],
    stop_time: [10, 8, 6, NOWHERE, 2],
    stimulus_condition_id: [0, 0, 0, 0, 0],
  }),
};

it("counts the spikes of every other presentation where one lacks a time", () => {
  const spikes = presentationwiseSpikeTimes(data);
  expect([...spikes.array("spike_time")]).toEqual([1.5, 5.5, 9.5]);
  expect([...spikes.array("stimulus_presentation_id")]).toEqual([4, 2, 0]);
  expect(firingRates(data, { stimulusPresentationIds: [0, 2, 4] }).object()).toMatchObject({
    spike_count: 3,
    firing_rate: 1,
  });
  expect(firingRates(data).object()).toMatchObject({ spike_count: 3, firing_rate: Number.NaN });
  expect([...rasterTable(data, { window: [0, 1] }).array("stimulus_presentation_id")]).toEqual([0, 2, 3, 4]);
});

it("does not count a presentation without a time as one without spikes", () => {
  expect(conditionwiseSpikeStatistics(data).object()).toMatchObject({
    spike_count: 3,
    stimulus_presentation_count: 3,
    spike_mean: 1,
    spike_std: 0,
  });
  const epochs = table({ id: [0, 1, 2], start_time: [1.498, NOWHERE, 5.498] });
  expect(optotaggingResponse({ spikeTimes: data.spikeTimes, epochs }).object()).toMatchObject({
    trial_count: 2,
    evoked_count: 2,
    evoked_rate: expect.closeTo(125),
  });
});

it("names the presentation around whose start there can be no bins", () => {
  expect(() => psth(data)).toThrow(
    expect.toSatisfy(
      (error) => isEcephysError(error, "argument") && /at position 1 .*no start time/.test(error.message),
    ),
  );
});
