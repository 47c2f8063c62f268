import { DataArray } from "@ecephys/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bandPass, spectrogram, spikeTriggeredLfp } from "../src/index.ts";

const RATE = 1000;

/** LFP of one value by time and channel. */
function lfpOf(
  samples: number,
  value: (time: number, channel: number) => number,
  channels = 2,
): DataArray<Float64Array> {
  return new DataArray({
    name: "LFP",
    dims: ["time", "channel"],
    shape: [samples, channels],
    coords: {
      time: Float64Array.from({ length: samples }, (_, s) => 5 + s / RATE),
      channel: Float64Array.from({ length: channels }, (_, c) => 850 + c),
    },
    data: Float64Array.from({ length: samples * channels }, (_, i) =>
      value(Math.floor(i / channels) / RATE, i % channels),
    ),
  });
}

const sine = (frequency: number) => (time: number) => Math.sin(2 * Math.PI * frequency * time);
const amplitude = (values: Float64Array) =>
  values.slice(1000, -1000).reduce((most, v) => Math.max(most, Math.abs(v)), 0);

describe("bandPass", () => {
  it("keeps what lies in the band, without delay, and takes away the rest", () => {
    const mixed = lfpOf(8000, (time, channel) => (channel === 0 ? sine(8)(time) : sine(80)(time) + 3));
    const before = mixed.data.slice();
    const filtered = bandPass(mixed, { band: [4, 16] });
    const theta = filtered.sel({ channel: 850 }).data;
    expect(amplitude(filtered.sel({ channel: 851 }).data)).toBeLessThan(0.01);
    for (let s = 3000; s < 5000; s += 97) expect(theta[s]).toBeCloseTo(sine(8)(s / RATE), 1);
    expect(mixed.data).toEqual(before);
    expect([...filtered.dims]).toEqual(["time", "channel"]);
  });

  it("gives NaN for a channel with a gap, and refuses what cannot be filtered", () => {
    const gap = lfpOf(500, (time, channel) => (channel === 1 && time === 0.2 ? Number.NaN : sine(8)(time)));
    const filtered = bandPass(gap, { band: [4, 16] });
    expect(filtered.sel({ channel: 851 }).data.every(Number.isNaN)).toBe(true);
    expect(filtered.sel({ channel: 850 }).data.some(Number.isNaN)).toBe(false);
    expect(() => bandPass(gap, { band: [4, 600] })).toThrow(/band between 0 and/);
    expect(() => bandPass(lfpOf(20, sine(8)), { band: [4, 16] })).toThrow(/more than 21 are needed/);
    expect(() => bandPass(gap, { bands: [4, 16] } as never)).toThrow(/Did you mean band\?/);
  });
});

describe("spectrogram", () => {
  it("has its power at the frequency of the signal, when it sounds", () => {
    const chirp = lfpOf(4000, (time) => (time < 2 ? sine(20)(time) : sine(60)(time)), 1);
    const power = spectrogram(chirp, { window: 0.5 });
    expect([...power.dims]).toEqual(["channel", "frequency", "time"]);
    const peak = (time: number) => {
      const column = power.sel({ channel: 850 }).isel({ time }).data;
      return Math.round(power.coord("frequency")[column.indexOf(Math.max(...column))] as number);
    };
    expect(peak(1)).toBe(20);
    expect(peak(power.shape[2]! - 2)).toBe(60);
    expect(power.coord("time")[0]).toBeCloseTo(5.2495, 9);
  });

  it("holds the signal's variance, whatever the length of a piece", () => {
    fc.assert(
      fc.property(fc.integer({ min: 50, max: 400 }), (length) => {
        const noise = lfpOf(length, (time) => Math.sin(997 * time * time * 1000 + time), 1);
        const power = spectrogram(noise, { window: length / RATE });
        const total = power.data.reduce((sum, density) => sum + density, 0) * (RATE / length);
        const mean = noise.data.reduce((a, b) => a + b, 0) / length;
        const weights = noise.data.map((_, k) => 0.5 - 0.5 * Math.cos((2 * Math.PI * k) / length));
        const windowed = noise.data.map((value, k) => (value - mean) * weights[k]!);
        const energy = windowed.reduce((sum, value) => sum + value * value, 0);
        expect(total).toBeCloseTo(energy / weights.reduce((sum, w) => sum + w * w, 0), 6);
      }),
      { numRuns: 30 },
    );
  });

  it("has no piece of what is shorter than one", () => {
    expect(spectrogram(lfpOf(100, sine(8)), { window: 0.5 }).shape).toEqual([2, 251, 0]);
  });
});

describe("spikeTriggeredLfp", () => {
  it("is the mean of the LFP around spikes, of those whose window it holds", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer({ min: -50, max: 450 }), fc.constant(Number.NaN)), { maxLength: 20 }),
        (samples) => {
          const lfp = lfpOf(400, (time, channel) => ((time * RATE) ** 2 * (channel + 1)) % 17);
          const times = samples.map((sample) => 5 + sample / RATE);
          const mean = spikeTriggeredLfp(lfp, times, { window: [-0.01, 0.005] });
          const inside = samples.filter((sample) => sample >= 10 && sample + 5 < 400);
          expect(mean.attributes.spikes).toBe(inside.length);
          for (let k = 0; k <= 15; k++)
            for (let c = 0; c < 2; c++) {
              const values = inside.map((sample) => lfp.at(sample - 10 + k, c)!);
              const plain = values.reduce((a, b) => a + b, 0) / values.length;
              if (Number.isNaN(plain)) expect(mean.at(k, c)).toBeNaN();
              else expect(mean.at(k, c)).toBeCloseTo(plain, 9);
            }
        },
      ),
      { numRuns: 40 },
    );
  });
});
