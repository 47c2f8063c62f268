import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CachedFile } from "@ecephys/core";
import type { EcephysSession } from "@ecephys/nwb";
import { peakMemory } from "./report.ts";

/**
 * Usage: our-session DIRECTORY STEP...: one JSON line a step, as `peer/session.py` gives them, on what
 * `peer/make_session.py` made.
 */
const [directory = "", ...names] = process.argv.slice(2);
const PROBE = 752552876;

let opened: Promise<EcephysSession> | undefined;

/** The session, opened by the step that first asks for it. */
function session(): Promise<EcephysSession> {
  opened ??= open();
  return opened;
}

async function open(): Promise<EcephysSession> {
  const { openSession } = await import("@ecephys/nwb/node");
  return openSession(join(directory, "session.nwb"), {
    lfp: { [PROBE]: join(directory, "probe_lfp.nwb") },
    amplitudeCutoffMaximum: null,
    presenceRatioMinimum: null,
    isiViolationsMaximum: null,
    filterByValidity: false,
    filterOutOfBrainUnits: false,
    warn: () => {},
  });
}

const steps: Record<string, () => Promise<unknown>> = {
  imports: async () => void (await import("@ecephys/nwb/node")),
  units: async () => (await session()).numUnits(),
  presentations: async () => [
    (await (await session()).stimulusPresentations()).numRows(),
    (await (await session()).stimulusConditions()).numRows(),
  ],
  spike_times: async () => {
    let total = 0;
    for (const times of (await (await session()).spikeTimes()).values()) total += times.length;
    return total;
  },
  waveforms: async () => (await (await session()).meanWaveforms()).size,
  one_unit: async () => (await (await session()).spikeTimes({ unitIds: (await unitIds(2000)).at(-1)! })).size,
  one_waveform: async () =>
    (await (await session()).meanWaveforms({ unitIds: (await unitIds(2000)).at(-1)! })).size,
  spike_counts: async () => {
    const counts = await (await session()).presentationwiseSpikeCounts({
      binEdges: Float64Array.from({ length: 101 }, (_, edge) => edge / 100),
      stimulusPresentationIds: await presentationIds(5000),
      unitIds: await unitIds(100),
    });
    return sum(counts.data);
  },
  statistics: async () => {
    const rows = await (await session()).conditionwiseSpikeStatistics({
      stimulusPresentationIds: await presentationIds(1000),
      unitIds: await unitIds(100),
    });
    return [rows.numRows(), sum(rows.array("spike_count") as Float64Array)];
  },
  lfp: async () => {
    const lfp = await (await session()).getLfp(PROBE, { maskInvalidIntervals: false });
    const second = await lfp.sel({ time: [4000, 4001] });
    return [...second.shape, Math.round(sum(second.data) * 1e9) / 1e9];
  },
  scenes: async () => {
    const { naturalSceneReader } = await import("@ecephys/nwb");
    const reader = naturalSceneReader();
    const scenes = await Promise.all(Array.from({ length: 118 }, (_, i) => reader.read(sceneFile(i))));
    return scenes.reduce((sum, scene) => sum + scene.data[0]!, 0);
  },
};

for (const name of names) {
  const step = steps[name];
  if (!step) throw new Error(`there is no step ${name}: ${Object.keys(steps).join(", ")}`);
  const start = performance.now();
  const answer = await step();
  const seconds = (performance.now() - start) / 1000;
  process.stdout.write(`${JSON.stringify({ step: name, seconds, peakMb: peakMemory(), answer })}\n`);
}
await (await opened)?.close();

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}

async function unitIds(count: number): Promise<number[]> {
  const units = await (await session()).units();
  return Array.from(units.array("unit_id") as ArrayLike<number>)
    .sort((a, b) => a - b)
    .slice(0, count);
}

async function presentationIds(count: number): Promise<number[]> {
  const table = await (await session()).stimulusPresentations();
  const ids = Array.from(table.array("stimulus_presentation_id") as ArrayLike<number>);
  const names = table.array("stimulus_name") as ArrayLike<string>;
  return ids.filter((_, row) => names[row] === "static_gratings").slice(0, count);
}

function sceneFile(number: number): CachedFile {
  const path = join(directory, "scenes", `natural_scene_${number}.tiff`);
  return {
    path,
    location: path,
    byteLength: 0,
    bytes: () => readFile(path),
    source: () => Promise.reject(new Error("scenes are read whole")),
  };
}
