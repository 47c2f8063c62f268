import { readFileSync } from "node:fs";
import type { SessionContext } from "@ecephys/core";
import { correctionsOf } from "@ecephys/core";
import { table } from "@ecephys/core/arquero";
import { EcephysError, memoryDataFile } from "@ecephys/files";
import { refusal } from "@ecephys/fixtures/testing";
import { describe, expect, it } from "vitest";
import { nwbReaders, openSession } from "../../src/node.ts";
import { edited } from "../edited.ts";
import { bytesOf, fileOf } from "../files.ts";

const ELECTRODES = "/general/extracellular_ephys/electrodes";
const Z = "electrode-z-repeats-y";

const repeating = () =>
  edited("small.nwb", (file) => {
    const depths = Float64Array.of(1, 2, 3, 4);
    file.overwrite(`${ELECTRODES}/y`, depths);
    file.overwrite(`${ELECTRODES}/z`, depths);
  });

describe("electrodes whose z repeats their y", () => {
  it("are given as they are by a file alone, with one warning and a note of the table", async () => {
    const warnings: string[] = [];
    const session = await openSession(await repeating(), { warn: (text) => warnings.push(text) });
    const channels = await session.channels();
    await session.units();
    expect([...channels.array("left_right_ccf_coordinate")]).toEqual([1, 2, 3]);
    expect(warnings.filter((text) => text.includes("left_right"))).toEqual([
      expect.stringMatching(/of its 3 channels repeats dorsal_ventral_ccf_coordinate, a known fault/),
    ]);
    expect(correctionsOf(channels)).toMatchObject([{ correction: { id: Z }, rows: 3, isCorrected: false }]);
    await session.close();
  });

  it("have no left-right coordinates on request", async () => {
    const warnings: string[] = [];
    const warn = (text: string) => warnings.push(text);
    const session = await openSession(await repeating(), { warn, corrections: [Z] });
    const channels = await session.channels();
    expect([...channels.array("left_right_ccf_coordinate")].every(Number.isNaN)).toBe(true);
    expect([...channels.array("dorsal_ventral_ccf_coordinate")]).toEqual([1, 2, 3]);
    expect(warnings).toEqual([]);
    expect(correctionsOf(channels)).toMatchObject([{ isCorrected: true }]);
    await session.close();
  });

  it("are not found where they differ", async () => {
    const warnings: string[] = [];
    const session = await openSession(fileOf("small.nwb"), { warn: (text) => warnings.push(text) });
    expect(correctionsOf(await session.channels())).toEqual([]);
    expect(warnings).toEqual([]);
    await session.close();
  });
});

/** A session of a project cache with the table's coordinates and time of recording, and no LFP. */
async function ofProject(source: Uint8Array, date: string, corrections: SessionContext["corrections"]) {
  const warnings: string[] = [];
  const context: SessionContext = {
    sessionId: 123,
    filters: {},
    corrections,
    session: async () => ({ date_of_acquisition: date }),
    channels: async () =>
      table({
        id: [100, 101, 102],
        ecephys_structure_id: [385, 170, Number.NaN],
        ecephys_structure_acronym: ["VISp", "LGd", null],
        anterior_posterior_ccf_coordinate: [7, 8, 9],
        dorsal_ventral_ccf_coordinate: [7, 8, 9],
        left_right_ccf_coordinate: [17, 18, 19],
      }),
    probes: async () => table({ id: [10, 11] }),
    unitAnalysisMetrics: async () => undefined,
    openLfp: () => {
      const resource = "the LFP file";
      throw new EcephysError("not-found", { action: "Looking up", resource, reason: "there is none" });
    },
    warn: (text) => warnings.push(text),
  };
  const session = await nwbReaders().session.open(memoryDataFile("session.nwb", source), context);
  return { session, warnings };
}

it("gives the project's coordinates where there is a project, without a word", async () => {
  const source = Uint8Array.from(readFileSync(await repeating()));
  const { session, warnings } = await ofProject(source, "2019-01-02T03:04:05Z", new Set());
  expect([...(await session.channels()).array("left_right_ccf_coordinate")]).toEqual([17, 18, 19]);
  expect(warnings).toEqual([]);
  await session.close();
});

describe("the start time of a session", () => {
  it("is the file's, with a warning where the recording was on another day", async () => {
    const { session, warnings } = await ofProject(bytesOf("small.nwb"), "2018-10-26T12:59:18Z", new Set());
    expect(await session.sessionStartTime()).toEqual(new Date("2019-01-02T03:04:05Z"));
    await session.metadata();
    expect(warnings).toEqual([
      expect.stringMatching(/session_start_time\) is 2019-01-02.*the recording is of 2018-10-26T12:59:18/),
    ]);
    await session.close();
  });

  it("is that of the recording on request, and nothing is said where both agree", async () => {
    const chosen = new Set(["session-start-time"] as const);
    const other = await ofProject(bytesOf("small.nwb"), "2018-10-26T12:59:18Z", chosen);
    expect(await other.session.sessionStartTime()).toEqual(new Date("2018-10-26T12:59:18Z"));
    const same = await ofProject(bytesOf("small.nwb"), "2019-01-02T03:04:00Z", new Set());
    await same.session.sessionStartTime();
    expect([...other.warnings, ...same.warnings]).toEqual([]);
    await Promise.all([other.session.close(), same.session.close()]);
  });
});

it("says of LFP that was never released that it was not", async () => {
  for (const [probe, message] of [
    [832810584, /^not-found: .*probe 832810584: The LFP files of probes 846401838, .* were never released/],
    [846401830, /^not-found: .*Session 839557629 was released without LFP/],
    [10, /^not-found: .*there is none/],
  ] as const) {
    const path = await edited("small.nwb", (file) => {
      file.setAttribute("/general/extracellular_ephys/probeA", "probe_id", probe);
      file.setAttribute("/general/devices/probeA", "probe_id", probe);
    });
    const { session } = await ofProject(Uint8Array.from(readFileSync(path)), "2019-01-02", new Set());
    expect(await refusal(session.getLfp(probe))).toMatch(message);
    await session.close();
  }
});
