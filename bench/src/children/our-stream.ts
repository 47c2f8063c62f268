import { nodeFetch } from "@ecephys/files/node";
import type { EcephysSession } from "@ecephys/nwb";
import { openSession } from "@ecephys/nwb/node";

/** Times our steps on a session over HTTP ranges; prints one JSON object of seconds by step. */
const [sessionUrl = "", lfpUrl = "", countUrl = ""] = process.argv.slice(2);
const PROBE = 752552876;

let session: EcephysSession;
let unitIds: number[] = [];

const second = async (from: number) => {
  const lfp = await session.getLfp(PROBE, { maskInvalidIntervals: false });
  return (await lfp.sel({ time: { from, to: from + 1 } })).shape[0]!;
};

const STEPS: Readonly<Record<string, () => Promise<number>>> = {
  "open and units": async () => {
    session = await openSession(sessionUrl, {
      lfp: { [PROBE]: lfpUrl },
      amplitudeCutoffMaximum: Number.POSITIVE_INFINITY,
      presenceRatioMinimum: Number.NEGATIVE_INFINITY,
      isiViolationsMaximum: Number.POSITIVE_INFINITY,
      filterByValidity: false,
      filterOutOfBrainUnits: false,
      warn: () => {},
    });
    const units = await session.units();
    unitIds = [...units.array("unit_id")] as number[];
    return unitIds.length;
  },
  "one unit": async () => {
    const id = unitIds.sort((a, b) => a - b)[100]!;
    return (await session.spikeTimes({ unitIds: id })).get(id)!.length;
  },
  presentations: async () => (await session.stimulusPresentations()).numRows(),
  "a second of LFP": () => second(1000),
  "the next second": () => second(1001.0001),
};

// The first question loads what requests are sent with, as the peers have loaded theirs when the clock starts.
const count = async () => (await nodeFetch(countUrl)).json() as Promise<{ requests: number; bytes: number }>;

const result: Record<string, unknown> = {};
await count();
for (const [name, step] of Object.entries(STEPS)) {
  const start = performance.now();
  const found = await step();
  const seconds = (performance.now() - start) / 1000;
  result[name] = { seconds, found, ...(await count()) };
}
await session!.close();
process.stdout.write(`${JSON.stringify(result)}\n`);
