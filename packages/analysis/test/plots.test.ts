import { isEcephysError } from "@ecephys/files";
import { table } from "arquero";
import { describe, expect, it } from "vitest";
import {
  firingRates,
  optotaggingResponse,
  psth,
  rasterTable,
  receptiveField,
  type SpikeData,
} from "../src/index.ts";

const data: SpikeData = {
  spikeTimes: new Map([
    [20, Float64Array.of(0.95, 1, 1.01, 1.25, 3.02)],
    [10, Float64Array.of()],
  ]),
  presentations: table({
    stimulus_presentation_id: [4, 5],
    stimulus_name: ["flashes", "gabors"],
    start_time: [1, 3],
    stop_time: [1.5, 3.5],
  }),
};

describe("psth", () => {
  it("gives mean rates around the onset", () => {
    const histogram = psth(data, { binSize: 0.1, window: [-0.1, 0.3] });
    expect(histogram.dims).toEqual(["unit_id", "time_relative_to_stimulus_onset"]);
    expect([...histogram.coord("unit_id")]).toEqual([20, 10]);
    expect([...histogram.coord("time_relative_to_stimulus_onset")]).toEqual(
      [-0.05, 0.05, 0.15, 0.25].map((time) => expect.closeTo(time, 12)),
    );
    expect([...histogram.data]).toEqual([5, 15, 0, 5, 0, 0, 0, 0].map((rate) => expect.closeTo(rate, 9)));
  });

  it("smooths without losing spikes or moving the peak", () => {
    const options = { binSize: 0.01, window: [-0.5, 0.5], stimulusPresentationIds: 5, unitIds: 20 } as const;
    const sharp = psth(data, options);
    const smooth = psth(data, { ...options, smooth: 0.03 });
    const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
    expect(sum(smooth.data)).toBeCloseTo(sum(sharp.data), 6);
    expect(smooth.data.indexOf(Math.max(...smooth.data))).toBe(sharp.data.indexOf(100));
    expect(Math.max(...smooth.data)).toBeCloseTo(100 / (3 * Math.sqrt(2 * Math.PI)), 1);
  });

  it.each([{ binSize: 0.07 }, { binSize: 0 }, { window: [0.5, 0.1] as const }, { smooth: -1 }])(
    "refuses %o",
    (options) => {
      expect(() => psth(data, options)).toThrow(
        expect.toSatisfy((error) => isEcephysError(error, "argument")),
      );
    },
  );

  it("has no rate where nothing was presented", () => {
    expect(psth(data, { stimulusPresentationIds: [], binSize: 0.6 }).data).toEqual(
      Float64Array.of(Number.NaN, Number.NaN),
    );
  });
});

describe("rasterTable", () => {
  it("has one row per spike, by unit and trial", () => {
    const rows = rasterTable(data, { window: [-0.05, 0.25], stimulusPresentationIds: [5, 4] }).objects();
    expect(rows).toEqual([
      {
        unit_id: 20,
        trial: 0,
        stimulus_presentation_id: 5,
        time_relative_to_stimulus_onset: expect.closeTo(0.02),
        spike_time: 3.02,
      },
      {
        unit_id: 20,
        trial: 1,
        stimulus_presentation_id: 4,
        time_relative_to_stimulus_onset: expect.closeTo(-0.05),
        spike_time: 0.95,
      },
      {
        unit_id: 20,
        trial: 1,
        stimulus_presentation_id: 4,
        time_relative_to_stimulus_onset: 0,
        spike_time: 1,
      },
      {
        unit_id: 20,
        trial: 1,
        stimulus_presentation_id: 4,
        time_relative_to_stimulus_onset: expect.closeTo(0.01),
        spike_time: 1.01,
      },
    ]);
  });
});

describe("firingRates", () => {
  it("divides all spikes by all seconds", () => {
    expect(firingRates(data).objects()).toEqual([
      { unit_id: 20, spike_count: 4, duration: 1, firing_rate: 4 },
      { unit_id: 10, spike_count: 0, duration: 1, firing_rate: 0 },
    ]);
  });

  it("groups by stimulus", () => {
    expect(firingRates(data, { by: "stimulus_name", unitIds: 20 }).objects()).toEqual([
      { unit_id: 20, stimulus_name: "flashes", spike_count: 3, duration: 0.5, firing_rate: 6 },
      { unit_id: 20, stimulus_name: "gabors", spike_count: 1, duration: 0.5, firing_rate: 2 },
    ]);
    expect(() => firingRates(data, { by: "colour" })).toThrow(/no column "colour".*It has:/);
  });
});

describe("optotaggingResponse", () => {
  const spikeTimes = new Map([
    [1, Float64Array.of(0.992, 1.002, 1.004, 2.005, 3.5)],
    [2, Float64Array.of()],
  ]);
  const epochs = table({
    id: [0, 1, 2],
    start_time: [1, 2, 3],
    condition: ["pulse", "pulse", "cosine"],
    level: [2, 2, 1],
  });

  it("compares the laser's first milliseconds with those before it", () => {
    const [pulse, cosine, silent] = optotaggingResponse({ spikeTimes, epochs }).objects() as object[];
    expect(pulse).toEqual({
      unit_id: 1,
      condition: "pulse",
      level: 2,
      trial_count: 2,
      baseline_count: 1,
      evoked_count: 3,
      baseline_rate: expect.closeTo(62.5),
      evoked_rate: expect.closeTo(187.5),
      response_index: expect.closeTo(0.5),
    });
    expect(cosine).toMatchObject({
      unit_id: 1,
      condition: "cosine",
      trial_count: 1,
      response_index: Number.NaN,
    });
    expect(silent).toMatchObject({ unit_id: 2, evoked_rate: 0, response_index: Number.NaN });
  });

  it("is empty, with its columns, without a laser", () => {
    const none = table({ id: [], start_time: [], condition: [], level: [] });
    const answer = optotaggingResponse({ spikeTimes, epochs: none });
    expect(answer.numRows()).toBe(0);
    expect(answer.columnNames()).toContain("evoked_rate");
  });
});

describe("receptiveField", () => {
  const presentations = table({
    stimulus_presentation_id: [0, 1, 2, 3, 4],
    stimulus_name: ["gabors", "gabors", "gabors", "spontaneous", "invalid_presentation"],
    start_time: [0, 1, 2, 3, 4],
    stop_time: [0.25, 1.25, 2.25, 4, 4.25],
    x_position: [10, -10, 10, null, null],
    y_position: [0, 40, 0, null, null],
  });
  const spikeTimes = new Map([[9, Float64Array.of(0, 0.1, 1.1, 1.2, 1.24, 1.25, 2.2, 3.3, 4.1)]]);

  it("maps rates by position", () => {
    const field = receptiveField({ spikeTimes, presentations });
    expect(field.dims).toEqual(["unit_id", "y_position", "x_position"]);
    expect([...field.coord("y_position")]).toEqual([0, 40]);
    expect([...field.coord("x_position")]).toEqual([-10, 10]);
    expect([...field.data]).toEqual([Number.NaN, 6, 12, Number.NaN]);
  });

  it("counts in another window with the option window", () => {
    const field = receptiveField({ spikeTimes, presentations }, { window: [0.2, 0.3] });
    expect([...field.data]).toEqual([Number.NaN, expect.closeTo(5), expect.closeTo(30), Number.NaN]);
  });

  it.each(presentations.columnNames((name) => name !== "stimulus_presentation_id"))(
    "says that it needs the column %s",
    (name) => {
      const lacking = presentations.select(presentations.columnNames((other) => other !== name));
      expect(() => receptiveField({ spikeTimes, presentations: lacking })).toThrow(
        expect.toSatisfy((error) => isEcephysError(error, "argument")),
      );
    },
  );

  it("says what to do where nothing has a position", () => {
    expect(() => receptiveField({ spikeTimes, presentations }, { stimulusName: "dots" })).toThrow(
      /"dots".*position/,
    );
  });
});
