import { fixtureFile } from "@ecephys/fixtures";
import { refusal, temporaryFile } from "@ecephys/fixtures/testing";
import { describe, expect, it } from "vitest";
import type { EcephysSession } from "../../src/index.ts";
import { openSession } from "../../src/node.ts";
import { edited } from "../edited.ts";
import { fileOf } from "../files.ts";

const MINI = fixtureFile("mini", "session_715093703.nwb");
const everyUnit = { filterByValidity: false, filterOutOfBrainUnits: false };

/** Uses a session and gives the warnings that it made. */
async function warningsOf(
  source: string | Uint8Array,
  use: (session: EcephysSession) => Promise<void>,
  options: Parameters<typeof openSession>[1] = {},
): Promise<string[]> {
  const warnings: string[] = [];
  const session = await openSession(source, {
    ...everyUnit,
    warn: (text) => warnings.push(text),
    ...options,
  });
  await use(session);
  await session.close();
  return warnings.filter((text) => !text.includes("invalid times") && !text.includes("of their making"));
}

/** The reference session with a name changed wherever it is written; it has to stay at its place in the order of names. */
function renamed(from: string, to: string): string {
  const bytes = Buffer.from(MINI);
  for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1)) bytes.write(to, at, "latin1");
  return temporaryFile(`without-${from}.nwb`, bytes);
}

describe("presentations", () => {
  it("without blocks have the same epochs, as runs of one stimulus, and no column of blocks", async () => {
    let epochs: unknown;
    await warningsOf(MINI, async (session) => {
      epochs = (await session.getStimulusEpochs())
        .select("start_time", "stop_time", "stimulus_name")
        .objects();
    });
    expect(epochs).toHaveLength(21);
    await warningsOf(renamed("stimulus_block", "stimulus_blocl"), async (session) => {
      const found = await session.getStimulusEpochs();
      expect(found.select("start_time", "stop_time", "stimulus_name").objects()).toEqual(epochs);
      expect([...found.array("stimulus_block")].every(Number.isNaN)).toBe(true);
      expect((await session.stimulusPresentations()).columnNames()).not.toContain("stimulus_block");
    });
  });

  it("without names are called after their tables", async () => {
    await warningsOf(fileOf("odd.nwb"), async (session) => {
      const names = (await session.stimulusPresentations()).array("stimulus_name");
      expect([...names]).toEqual([
        "spontaneous",
        "gabors",
        "invalid_presentation",
        "invalid_presentation",
        "spontaneous",
      ]);
    });
  });
});

describe("spikes that are out of order", () => {
  it("are given as stored, with one warning that names the units", async () => {
    const warnings = await warningsOf(fileOf("odd.nwb"), async (session) => {
      const times = await session.spikeTimes();
      expect(times.get(1)).toEqual(new Float64Array());
      expect(times.get(2)).toEqual(Float64Array.of(0.5, 1.5, 2.5, 1, 3));
      expect(times.get(4)).toEqual(Float64Array.of(4));
      await session.spikeTimes({ unitIds: [1, 2] });
      const spikes = await session.presentationwiseSpikeTimes({ unitIds: [2] });
      expect([...spikes.array("spike_time")]).toEqual([0.5, 1, 1.5, 2.5, 3]);
    });
    expect(warnings).toEqual([expect.stringMatching(/spike times of 1 of 4 units are out of order \(2\)/)]);
  });

  it("are found in the reference session whose index begins with 0", async () => {
    const index = "/units/spike_times_index";
    const path = await edited(MINI, (file) => {
      const first = file.read(index).slice(0, 1);
      file.overwrite(index, first.fill(0 as never) as never);
    });
    let units: unknown[] = [];
    const warnings = await warningsOf(path, async (session) => {
      const times = [...(await session.spikeTimes())];
      units = times.filter(([, own]) => own.some((time, i) => i > 0 && time < own[i - 1]!)).map(([id]) => id);
    });
    expect(units).toHaveLength(1);
    expect(warnings.join()).toContain(`units are out of order (${units[0]})`);
  });
});

it("gives no spikes where units have none, with one warning, and the units", async () => {
  const warnings = await warningsOf(fileOf("odd-lfp.nwb"), async (session) => {
    expect((await session.units()).numRows()).toBe(4);
    expect((await session.spikeTimes()).size).toBe(0);
    expect((await session.presentationwiseSpikeTimes()).numRows()).toBe(0);
    expect(await refusal(session.spikeTimes({ unitIds: [77] }))).toMatch(/^not-found: .*unit 77/);
  });
  expect(warnings).toEqual([expect.stringMatching(/odd-lfp\.nwb has no spike times of its units/)]);
});

describe("LFP that is stored as whole numbers", () => {
  const lfp = { 10: fileOf("odd-lfp.nwb"), 11: fileOf("odd-lfp.nwb") };

  it("is given in volts on request, sample × conversion × the channel's + offset", async () => {
    const warnings = await warningsOf(
      fileOf("odd-lfp.nwb"),
      async (session) => {
        const volts = await session.getLfp(10, { scaled: true });
        const part = await volts.isel({ time: { start: 1, end: 3 } });
        expect(part.data).toEqual(Float64Array.of(101, 104.5, 102, 107.5));
        expect((await volts.isel({ time: 1, channel: 1 })).data).toEqual(Float64Array.of(104.5));
        expect(volts.attributes).toEqual({ unit: "volts", conversion: 1 });
      },
      { lfp },
    );
    expect(warnings).toEqual([]);
  });

  it("is otherwise given as stored, and the warning has the whole formula", async () => {
    const warnings = await warningsOf(
      fileOf("odd-lfp.nwb"),
      async (session) => {
        const stored = await session.getLfp(10);
        expect((await stored.isel({ time: 1 })).data).toEqual(Int16Array.of(2, 3));
        expect(stored.attributes).toEqual({
          unit: "volts",
          conversion: 0.5,
          offset: 100,
          channel_conversion: Float64Array.of(1, 3),
        });
        expect(await stored.timestamps({ end: 2 })).toEqual(Float64Array.of(1, 1.1));
      },
      { lfp },
    );
    expect(warnings).toEqual([
      expect.stringMatching(
        /\{ scaled: true \}, or compute volts as sample × 0\.5 × the channel's conversion \(1 to 3\) \+ 100\./,
      ),
    ]);
  });

  it("with channels along the first axis is turned, with a warning", async () => {
    const warnings = await warningsOf(
      fileOf("odd-lfp.nwb"),
      async (session) => {
        const turned = await session.getLfp(11);
        expect(turned.shape).toEqual([20, 2]);
        const part = await turned.isel({ time: { start: 3, end: 5 } });
        expect(part.data).toEqual(Float32Array.of(6, 7, 8, 9));
        expect((await turned.isel({ channel: 1, time: { end: 3 } })).data).toEqual(Float32Array.of(1, 3, 5));
      },
      { lfp },
    );
    expect(warnings).toEqual([expect.stringMatching(/2 channels along the first axis and its 20 samples/)]);
  });

  it("refuses to scale by conversions that do not fit, and gives what is stored", async () => {
    const path = await edited("small.nwb", (file) =>
      file.add("/acquisition/probe_10_lfp/probe_10_lfp_data/channel_conversion", Float64Array.of(1, 2, 3)),
    );
    await warningsOf(
      path,
      async (session) => {
        expect(await refusal(session.getLfp(10, { scaled: true }))).toMatch(
          /^format: .*channel_conversion\): it has 3 values for 2 channels/,
        );
        expect((await session.getLfp(10)).shape).toEqual([20, 2]);
      },
      { lfp: { 10: path } },
    );
  });

  it("is given as stored where the conversion is no number", async () => {
    const data = "/acquisition/probe_10_lfp/probe_10_lfp_data/data";
    const path = await edited("small.nwb", (file) => file.setAttribute(data, "conversion", Number.NaN));
    const warnings = await warningsOf(
      path,
      async (session) => {
        const lfp = await session.getLfp(10, { scaled: true });
        expect((await lfp.isel({ time: 1 })).data).toEqual(Int16Array.of(2, 3));
      },
      { lfp: { 10: path } },
    );
    expect(warnings).toEqual([expect.stringMatching(/given as it is stored: its conversion \(NaN\)/)]);
  });
});

it("reads running times whose starts and ends are the rows of one dataset", async () => {
  await warningsOf(fileOf("odd.nwb"), async (session) => {
    expect((await session.runningSpeed()).objects()).toEqual([
      { start_time: 1, end_time: 1.5, velocity: 10 },
      { start_time: 2, end_time: 2.5, velocity: 20 },
      { start_time: 3, end_time: 3.5, velocity: 30 },
    ]);
  });
});

it("reads a start time in ISO 8601's basic format, and says that one without a zone is UTC", async () => {
  const warnings = await warningsOf(fileOf("odd.nwb"), async (session) => {
    expect(await session.sessionStartTime()).toEqual(new Date("2018-03-01T12:00:00.250Z"));
    await session.sessionStartTime();
  });
  expect(warnings).toEqual([
    expect.stringMatching(/names no time zone: "20180301T120000\.250" is read as UTC/),
  ]);
});
