import { refusal } from "@ecephys/fixtures/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EcephysSession, NwbRecording } from "../../src/index.ts";
import { openNwb, openSession } from "../../src/node.ts";
import { fileOf } from "../files.ts";

const warnings: string[] = [];
const warn = (message: string) => warnings.push(message);
let recording: NwbRecording;
let session: EcephysSession;
beforeAll(async () => {
  recording = await openNwb(fileOf("odd-kinds.nwb"), { warn });
  session = await openSession(fileOf("odd-kinds.nwb"), { warn });
});
afterAll(() => Promise.all([recording.close(), session.close()]));

describe("ids of 64 bits that a number does not hold", () => {
  const named =
    /^format: .*1 row has an id of 64 bits that a number does not hold, such as 1152921504606846977/;

  it("are exact in tables, and never rounded where they are keys", async () => {
    const units = (await recording.units({ columns: ["spike_times"] }))!;
    expect(units.array("id")).toEqual([2n ** 60n + 1n, 7n]);
    expect(await refusal(recording.spikeTimes())).toMatch(named);
    expect((await recording.spikeTimes({ unitIds: 7 }))!.get(7)).toEqual(Float64Array.of(0.2, 0.3));
    expect(await refusal(recording.psth({ intervals: "nothing" }))).toMatch(named);
    expect(await refusal(session.units())).toMatch(named);
    expect(await refusal(session.channels())).toMatch(/^format: .*electrodes.*4611686018427387905/);
  });

  it("are missing among a series' labels, with a warning", async () => {
    const lfp = await (await recording.series("lfp")).load();
    expect(lfp.coord("channel")).toEqual(Float64Array.of(Number.NaN, 4));
    expect(warnings.some((text) => /1 electrode has an id of 64 bits/.test(text))).toBe(true);
  });
});

describe("columns of odd kinds", () => {
  it("that are scalars are tables of one row, and those of no space are left out", async () => {
    expect((await recording.intervals("scalars")).objects()).toEqual([
      { id: 5, start_time: 3, stop_time: 4, word: "text" },
    ]);
    expect((await recording.intervals("nothing")).columnNames()).toEqual(["id", "start_time", "stop_time"]);
    expect(warnings.some((text) => /nothing\/none\): it has 0 values for 3 rows/.test(text))).toBe(true);
  });

  it("of two bytes, of the other byte order, opaque or compound are what they hold", async () => {
    const shared = await recording.intervals("shared");
    expect([...shared.array("half")]).toEqual([0.5, Number.NaN, 2]);
    expect([...shared.array("kind")]).toEqual([1, 0, 1]);
    const compounds = await recording.intervals("compounds");
    expect(compounds.array("timeseries")).toEqual([
      { path: "/acquisition/lfp", start: 0, count: 1 },
      null,
      { path: "/acquisition/lfp", start: 2, count: 2 },
    ]);
    expect(compounds.array("pair")).toEqual([
      { a: 1, b: 2.5 },
      { a: 2n ** 60n + 1n, b: 3.5 },
      { a: 3, b: 4.5 },
    ]);
    expect(compounds.array("opaque")).toEqual(
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ].map((bytes) => Uint8Array.from(bytes)),
    );
  });

  it("of lists are named where a session leaves them out", async () => {
    expect((await session.invalidTimes()).numRows()).toBe(3);
    expect(
      warnings.some((text) => /1 column that holds lists or matrices is left out: matrix\./.test(text)),
    ).toBe(true);
  });
});

it("intervals whose ids several rows have are analysed, and not chosen by them", async () => {
  const options = { intervals: "shared", unitIds: 7, by: "kind" } as const;
  expect((await recording.psth(options)).coord("interval_count")).toEqual(Float64Array.of(1, 2));
  expect(await refusal(recording.psth({ ...options, intervalIds: 4 }))).toMatch(
    /^argument: .*ids of shared.*not distinct/,
  );
});

it("a filter that is not there is named, with the way to another", async () => {
  expect(await refusal((await recording.series("lzf")).load())).toMatch(
    /^format: .*"lzf" \(32000\).*h5repack/,
  );
});
