import { processorTime, refusal, temporaryDirectory, temporaryFile } from "@ecephys/fixtures/testing";
import { beforeAll, expect, it } from "vitest";
import { openSession } from "../../src/node.ts";
import { bytesOf, fileOf } from "../files.ts";

const quiet = { warn: () => {} };

// Times of refusals are those of files alone, without the start of the worker.
beforeAll(async () => {
  await (await openSession(fileOf("small.nwb"), quiet)).close();
});

it.each([
  ["zero.nwb", "", /the file is empty/],
  ["page.nwb", "<!doctype html><title>404</title>", /file signature not found/],
  ["truncated.nwb", bytesOf("small.nwb").subarray(0, 20_000), /truncated file/],
  ["head.nwb", bytesOf("small.nwb").subarray(0, 100), /an HDF5 file is expected/],
  ["hdf5.nwb", bytesOf("kinds.h5"), /no attribute "nwb_version", so it is not an NWB file/],
  ["first.nwb", bytesOf("first.nwb"), /version of NWB is .* only NWB 2 is read/],
])("refuses %s as of another format, with its path", async (name, content, reason) => {
  const path = temporaryFile(name, content);
  let message = "";
  const taken = await processorTime(async () => {
    message = await refusal(openSession(path));
  });
  expect(message).toMatch(/^format: /);
  expect(message).toMatch(reason);
  expect(message).toContain(path);
  expect(taken).toBeLessThan(1000);
});

it("says where there is no file, and where there is a directory", async () => {
  expect(await refusal(openSession("/nowhere/session.nwb"))).toMatch(
    /^not-found: .*\/nowhere\/session\.nwb: there is no such file/,
  );
  expect(await refusal(openSession(temporaryDirectory()))).toMatch(/^storage: .*not a file/);
});

it("opens a session that lacks everything, and says what each method misses", async () => {
  const session = await openSession(fileOf("empty.nwb"), quiet);
  expect(await session.ecephysSessionId()).toBe("not a number");
  expect(await refusal(session.sessionStartTime())).toMatch(/^not-found: .*\/session_start_time/);
  expect(await refusal(session.probes())).toMatch(/"\/general\/extracellular_ephys"/);
  expect(await refusal(session.channels())).toMatch(/electrodes/);
  expect(await refusal(session.units())).toMatch(/^not-found: .*empty\.nwb.*"\/units"/);
  expect(await refusal(session.spikeTimes())).toMatch(/^not-found: .*"/);
  expect(await refusal(session.stimulusPresentations())).toMatch(/"\/intervals"/);
  expect(await refusal(session.runningSpeed())).toMatch(/"\/processing\/running"/);
  expect((await session.subjectMetadata()).species).toBeNull();
  expect((await session.invalidTimes()).columnNames()).toEqual(["id", "start_time", "stop_time", "tags"]);
  expect(await session.rigGeometryData()).toBeUndefined();
  expect(await session.getScreenGazeData()).toBeUndefined();
  await session.close();
});

it("warns of files before NWB 2.2.2, whose numbers compare as numbers", async () => {
  const warningsOf = async (name: string) => {
    const warnings: string[] = [];
    const session = await openSession(fileOf(name), { warn: (message) => warnings.push(message) });
    await session.close();
    return warnings;
  };
  expect(await warningsOf("old.nwb")).toEqual([expect.stringContaining("NWB version 2.2.1")]);
  expect(await warningsOf("small.nwb")).toEqual([]);
});

it("refuses the spikes of an index that runs backwards, and answers the rest", async () => {
  const session = await openSession(fileOf("bad-index.nwb"), quiet);
  expect((await session.units()).numRows()).toBeGreaterThan(0);
  expect(await refusal(session.spikeTimes())).toMatch(/^(format|not-found): /);
  await session.close();
});
