import { type FuzzTarget, fuzz } from "@ecephys/fixtures/testing";
import { expect, it } from "vitest";
import type { EcephysSession } from "../../src/index.ts";
import { openSession } from "../../src/node.ts";
import { bytesOf } from "../files.ts";

const QUESTIONS: readonly ((session: EcephysSession) => Promise<unknown>)[] = [
  (session) => session.metadata(),
  (session) => session.units(),
  (session) => session.spikeTimes(),
  (session) => session.spikeAmplitudes(),
  (session) => session.meanWaveforms(),
  (session) => session.getStimulusEpochs(),
  (session) => session.stimulusConditions(),
  (session) => session.runningSpeed(),
  (session) => session.invalidTimes(),
  (session) => session.structureAcronyms(),
  (session) => session.presentationwiseSpikeTimes(),
];
const TOKENS = [
  "GCOL",
  "TREE",
  "SNOD",
  "HEAP",
  "OHDR",
  "FRHP",
  "BTHD",
  "units",
  "spike_times",
  "probe_id",
  "id",
];
const quiet = { warn: () => {}, timeLimit: 5000, filterOutOfBrainUnits: false };

const session: FuzzTarget = {
  name: "NWB",
  files: ["small.nwb", "other-writer.nwb", "odd.nwb"].map(bytesOf),
  tokens: TOKENS,
  async read(bytes, random) {
    const opened = await openSession(bytes, quiet);
    try {
      await random.one(QUESTIONS)(opened);
      await random.one(QUESTIONS)(opened);
    } finally {
      await opened.close();
    }
  },
};

const whole = bytesOf("odd-lfp.nwb");

const lfp: FuzzTarget = {
  name: "LFP",
  files: [bytesOf("odd-lfp.nwb")],
  tokens: [...TOKENS, "timestamps", "starting_time", "conversion", "electrodes"],
  async read(bytes, random) {
    const opened = await openSession(whole, { ...quiet, lfp: { 10: bytes, 11: bytes } });
    try {
      const array = await opened.getLfp(random.one([10, 11]), { scaled: random.below(2) === 0 });
      const { data } = await array.sel({ time: { from: 2, to: 8 }, channel: array.channels[1]! });
      expect(data.length).toBeLessThanOrEqual(20);
    } finally {
      await opened.close();
    }
  },
};

it.each([session, lfp])("reads or refuses a damaged $name, in time and memory", async (target) => {
  const { failures, read, inputs } = await fuzz(target, { inputs: 200, milliseconds: 8000, bytes: 400e6 });
  expect(failures).toEqual([]);
  expect(read).toBeGreaterThan(inputs / 10);
});
