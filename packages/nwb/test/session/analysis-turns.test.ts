import { fixtureFile } from "@ecephys/fixtures";
import { temporaryFile } from "@ecephys/fixtures/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { EcephysSession } from "../../src/index.ts";
import { openSession } from "../../src/node.ts";

interface Options {
  readonly signal?: AbortSignal;
  readonly onProgress?: () => void;
}

/** Every method that analyses the spikes of all units. */
const ANALYSES: Readonly<Record<string, (session: EcephysSession, options: Options) => Promise<unknown>>> = {
  presentationwiseSpikeCounts: (session, options) =>
    session.presentationwiseSpikeCounts({ binEdges: [0, 0.1], ...options }),
  presentationwiseSpikeTimes: (session, options) => session.presentationwiseSpikeTimes(options),
  conditionwiseSpikeStatistics: (session, options) => session.conditionwiseSpikeStatistics(options),
  psth: (session, options) => session.psth(options),
  rasterTable: (session, options) => session.rasterTable(options),
  correlograms: (session, options) => session.correlograms({ window: 0.002, ...options }),
  noiseCorrelations: (session, options) =>
    session.noiseCorrelations({ stimulusPresentationIds: [1, 2, 3], ...options }),
  firingRates: (session, options) => session.firingRates({ by: "stimulus_name", ...options }),
  optotaggingResponse: (session, options) => session.optotaggingResponse(options),
  receptiveField: (session, options) => session.receptiveField(options),
  stimulusMetrics: (session, options) => session.stimulusMetrics({ stimuli: "flashes", ...options }),
};

let session: EcephysSession;
let units: number;
beforeAll(async () => {
  const path = temporaryFile("session.nwb", fixtureFile("mini", "session_715093703.nwb"));
  session = await openSession(path, { warn: () => {} });
  units = await session.numUnits();
  // What analyses need is read before the clock is set: reading has time limits of its own.
  await session.spikeTimes();
  await session.stimulusPresentations();
  await session.optogeneticStimulationEpochs();
  await session.runningSpeed();
});
afterAll(() => session.close());
afterEach(() => {
  vi.restoreAllMocks();
});

/** Whenever the clock is looked at, a turn is over: an analysis lets others run as often as it can. */
function endEveryTurn(): void {
  let now = performance.now();
  vi.spyOn(performance, "now").mockImplementation(() => (now += 1000));
}

describe.each(Object.entries(ANALYSES))("%s of a session", (name, analyse) => {
  it("lets others run between units, and tells how far it is", async () => {
    endEveryTurn();
    let told = 0;
    await analyse(session, { onProgress: () => told++ });
    // Metrics are computed for three units at a time.
    expect(told).toBeGreaterThanOrEqual(name === "stimulusMetrics" ? units / 3 : units);
  });

  it("ends with the reason of its signal", async () => {
    endEveryTurn();
    const controller = new AbortController();
    const options = { signal: controller.signal, onProgress: () => controller.abort("enough") };
    await expect(analyse(session, options)).rejects.toBe("enough");
  });
});
