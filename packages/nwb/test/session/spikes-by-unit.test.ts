import { refusal } from "@ecephys/fixtures/testing";
import { expect, test } from "vitest";
import type { EcephysSession } from "../../src/index.ts";
import { openSession } from "../../src/node.ts";
import { fileOf } from "../files.ts";

const everyUnit = { filterByValidity: false, filterOutOfBrainUnits: false };
type Options = Parameters<EcephysSession["spikeTimesByUnit"]>[0];

async function collected(session: EcephysSession, options?: Options) {
  const found: [number, number[]][] = [];
  for await (const [id, times] of session.spikeTimesByUnit(options)) found.push([id, [...times]]);
  return found;
}

test("spike times come unit by unit, as those that are read at once", async () => {
  const session = await openSession(fileOf("small.nwb"), { warn: () => {}, ...everyUnit });
  const all = [...(await session.spikeTimes())].map(([id, times]) => [id, [...times]] as const);
  expect(await collected(session)).toEqual([...all].sort(([a], [b]) => a - b));
  expect(await collected(session, { reuseMemory: true })).toEqual(await collected(session));
  expect(await collected(session, { unitIds: [4, 1] })).toEqual(
    [4, 1].map((id) => all.find(([own]) => own === id)),
  );
  expect(await refusal(collected(session, { unitIds: [77] }))).toMatch(/^not-found: .*unit 77/);
  expect(await refusal(collected(session, { unitID: 1 } as Options))).toMatch(
    /^argument: .*Did you mean unitIds/,
  );
  const unclear = { reuseMemory: 1 } as unknown as Options;
  expect(await refusal(collected(session, unclear))).toMatch(/^argument: .*reuseMemory/);
  await session.close();
});

test("going through spikes ends when it is aborted", async () => {
  const session = await openSession(fileOf("small.nwb"), { warn: () => {}, ...everyUnit });
  const controller = new AbortController();
  const read = async () => {
    for await (const _ of session.spikeTimesByUnit({ signal: controller.signal }))
      controller.abort(new Error("enough"));
  };
  await read();
  await expect(read()).rejects.toThrow("enough");
  await session.close();
});
