import { join } from "node:path";
import type { CacheStorage, DataFile } from "@ecephys/core";
import type { EcephysSession } from "@ecephys/nwb";
import { analysisSteps, type Step, sum } from "./analysis-steps.ts";
import { peakMemory } from "./report.ts";

/**
 * Usage: our-session DIRECTORY STEP...: one line of JSON per step, like `python/session.py`, for the session
 * made by `python/make_session.py`; some of them are compared with those of `python/arrays.py`.
 */
const [directory = "", ...names] = process.argv.slice(2);
const PROBE = 752552876;
/** The session's units count up from 950000000. */
const UNIT = 950000010;

let opened: Promise<EcephysSession> | undefined;

/** The session, opened by the first step that needs it. */
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

let ids: { readonly presentations: number[]; readonly units: number[] };

const steps: Record<string, Step> = {
  ...analysisSteps(session),
  imports: async () => {
    await import("@ecephys/nwb/node");
    return () => null;
  },
  units: async () => {
    const units = await (await session()).units();
    return () => units.numRows();
  },
  unit_table: async () => {
    const units = await (await session()).units();
    return () => {
      const ids = Array.from(units.array("unit_id") as ArrayLike<number>);
      const valid = Array.from(units.array("valid_data") as ArrayLike<unknown>).filter(Boolean).length;
      return [units.numRows(), units.columnNames().sort(), ids.slice(0, 5), ids.slice(-5), valid];
    };
  },
  presentations: async () => {
    const presentations = await (await session()).stimulusPresentations();
    const conditions = await (await session()).stimulusConditions();
    return () => [presentations.numRows(), conditions.numRows()];
  },
  spike_times: async () => {
    const times = await (await session()).spikeTimes();
    return () => sum([...times.values()].map(({ length }) => length));
  },
  waveforms: async () => {
    const waveforms = await (await session()).meanWaveforms();
    return () => waveforms.size;
  },
  one_unit: async () => {
    const times = await (await session()).spikeTimes({ unitIds: UNIT });
    return () => times.size;
  },
  one_waveform: async () => {
    const waveforms = await (await session()).meanWaveforms({ unitIds: UNIT });
    return () => waveforms.size;
  },
  ids: async () => {
    const units = (await (await session()).units()).array("unit_id") as ArrayLike<number>;
    const gratings = await (await session()).getStimulusTable("static_gratings");
    const presentations = gratings.array("stimulus_presentation_id") as ArrayLike<number>;
    ids = { units: Array.from(units).sort((a, b) => a - b), presentations: Array.from(presentations) };
    return () => [ids.presentations.length, ids.units.length];
  },
  spike_counts: async () => {
    const counts = await (await session()).presentationwiseSpikeCounts({
      binEdges: Float64Array.from({ length: 101 }, (_, edge) => edge / 100),
      stimulusPresentationIds: ids.presentations.slice(0, 5000),
      unitIds: ids.units.slice(0, 100),
    });
    return () => sum(counts.data);
  },
  statistics: async () => {
    const rows = await (await session()).conditionwiseSpikeStatistics({
      stimulusPresentationIds: ids.presentations.slice(0, 1000),
      unitIds: ids.units.slice(0, 100),
    });
    return () => [rows.numRows(), sum(rows.array("spike_count") as Float64Array)];
  },
  stimulus_metrics: fewMetrics,
  fresh_metrics: fewMetrics,
  lfp: async () => {
    const lfp = await (await session()).getLfp(PROBE, { maskInvalidIntervals: false });
    const second = await lfp.sel({ time: { from: 4000, to: 4001 } });
    return () => [...second.shape, Math.round(sum(second.data) * 1e9) / 1e9];
  },
  lfp_minute: async () => {
    const lfp = await (await session()).getLfp(PROBE, { maskInvalidIntervals: false });
    const minute = await lfp.sel({ time: { from: 4000, to: 4060 } });
    return () => minute.shape;
  },
  scenes: async () => {
    const { naturalScene } = (await import("@ecephys/nwb/node")).nwbReaders();
    // Not above: the imports that are measured must not find parts of them loaded.
    const { directoryStorage } = await import("@ecephys/files/node");
    const storage = directoryStorage(join(directory, "scenes"));
    const scenes = await Promise.all(
      Array.from({ length: 118 }, (_, number) => naturalScene!.open(sceneFile(storage, number))),
    );
    return () => sum(scenes.map(({ data }) => data[0]!));
  },
};

/** The metrics of the forty first units. */
async function fewMetrics(): Promise<() => unknown> {
  const units = (await (await session()).units()).array("unit_id") as ArrayLike<number>;
  const unitIds = Array.from(units)
    .sort((a, b) => a - b)
    .slice(0, 40);
  const metrics = await (await session()).stimulusMetrics({ unitIds });
  const rates = metrics.array("firing_rate_dg") as ArrayLike<number>;
  return () => [metrics.numRows(), Math.round(sum(rates) * 1e6) / 1e6];
}

const worked = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

// The start of the process counts with the first step.
let before = 0;
for (const name of names) {
  const step = steps[name];
  if (!step) throw new Error(`there is no step ${name}: ${Object.keys(steps).join(", ")}`);
  const start = performance.now();
  const answer = await step();
  const seconds = (performance.now() - start) / 1000;
  const processor = worked() - before;
  process.stdout.write(
    `${JSON.stringify({ step: name, seconds, processor, peakMb: peakMemory(), answer: answer() })}\n`,
  );
  before = worked();
}
await (await opened)?.close();

/** A scene as a cache in a directory passes it to a reader. */
function sceneFile(storage: CacheStorage, number: number): DataFile {
  const path = `natural_scene_${number}.tiff`;
  return {
    name: join(storage.location, path),
    byteLength: 0,
    source: async () => (await storage.source(path))!,
  };
}
