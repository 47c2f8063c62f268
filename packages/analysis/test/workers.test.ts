import { Worker as Thread } from "node:worker_threads";
import { isEcephysError } from "@ecephys/files";
import { threadLink } from "@ecephys/files/internal";
import type { ColumnTable } from "arquero";
import { table } from "arquero";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  type CorrelogramsData,
  type CorrelogramsOptions,
  correlograms,
  naturalMovies,
  receptiveFieldMapping,
  type SpikeReader,
  stimulusMetrics,
} from "../src/index.ts";
import { correlogramsInTurns } from "../src/spikes/correlograms.ts";
import { overUnits } from "../src/stimulus/over-units.ts";
import { withCrew } from "../src/workers/crew.ts";
import { startNodeWorker, type WorkerLink } from "../src/workers/link.ts";
import { everyStimulus } from "./every-stimulus.ts";

/** Enough units for two blocks of them. */
const data = everyStimulus(26);
const KINDS = [
  "drifting_gratings",
  "static_gratings",
  "natural_scenes",
  "natural_movies",
  "flashes",
  "receptive_field_mapping",
  "dot_motion",
];

/** Every column with all bits of its numbers. */
function bitsOf(answer: ColumnTable): object {
  return Object.fromEntries(
    answer.columnNames().map((name) => {
      const values = answer.array(name) as ArrayLike<unknown>;
      return [
        name,
        values instanceof Float64Array ? [...new BigUint64Array(values.buffer)] : [...Array.from(values)],
      ];
    }),
  );
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("metrics computed by workers", () => {
  it("are the same to the bit as without, of every stimulus and both forms", async () => {
    for (const options of [{ stimuli: KINDS }, { stimuli: KINDS, exact: true, unitIds: 1 }]) {
      const alone = bitsOf(await stimulusMetrics(data, options));
      expect(bitsOf(await stimulusMetrics(data, { ...options, workers: 3 }))).toEqual(alone);
    }
  });

  it("are the same where threads share no memory, and where the spikes are in shared memory already", async () => {
    const movie = await naturalMovies(data).metrics();
    const shared = [...data.spikeTimes].map(([id, times]) => {
      const copy = new Float64Array(new SharedArrayBuffer(times.byteLength));
      copy.set(times);
      return [id, id % 3 === 0 ? times : copy] as const;
    });
    const own = naturalMovies({ ...data, spikeTimes: new Map(shared) });
    expect(bitsOf(await own.metrics({ workers: 1 }))).toEqual(bitsOf(movie));
    vi.stubGlobal("SharedArrayBuffer", undefined);
    expect(bitsOf(await naturalMovies(data).metrics({ workers: 1 }))).toEqual(bitsOf(movie));
    expect([...data.spikeTimes.values()].every((times) => times.length > 0)).toBe(true);
  });

  it("tell how far all units of all stimuli are", async () => {
    const told: number[] = [];
    await stimulusMetrics(data, {
      stimuli: ["flashes", "natural_movies"],
      workers: 2,
      onProgress: ({ done, total }) => told.push(done / total),
    });
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.at(-1)).toBe(1);
    expect(told.length).toBe(2 * Math.ceil(data.spikeTimes.size / 24));
  });

  it("are refused with what is wrong: the number of workers, a parameter, a failure to read", async () => {
    const refusal = async (call: Promise<unknown>) => {
      const error = await call.catch((reason: unknown) => reason);
      return isEcephysError(error) ? `${error.code}: ${error.message}` : error;
    };
    expect(await refusal(stimulusMetrics(data, { workers: -1 }))).toMatch(/^argument: .*workers/);
    const presentations = table({ start_time: [0], stop_time: [1] });
    expect(
      await refusal(stimulusMetrics({ ...data, presentations }, { stimuli: "flashes", workers: 1 })),
    ).toMatch(/^argument: .*"color"/);
    const gone = new Error("the disk is gone");
    const spikeTimes: SpikeReader = { unitIds: [1, 2], read: () => Promise.reject(gone) };
    expect(await refusal(stimulusMetrics({ ...data, spikeTimes }, { stimuli: "flashes", workers: 1 }))).toBe(
      gone,
    );
  });
});

it("the shapes of receptive fields are the same to the bit with workers", async () => {
  const mapping = receptiveFieldMapping(data);
  expect(bitsOf(await mapping.receptiveFieldFits({ workers: 2 }))).toEqual(
    bitsOf(await mapping.receptiveFieldFits()),
  );
  const masks = await mapping.receptiveFieldMasks({ workers: 2, exact: true });
  expect(masks.data).toEqual((await mapping.receptiveFieldMasks({ exact: true })).data);
});

describe("correlograms by workers", () => {
  const [first, second, ...others] = [...data.spikeTimes.keys()];
  const unitIds = [first!, second!, others[0]!];
  const calls: Readonly<Record<string, readonly [CorrelogramsData, CorrelogramsOptions]>> = {
    "of all spikes": [data, { unitIds, timeRange: [0, 200] }],
    "of other units, corrected by jitter": [
      data,
      { unitIds, secondUnitIds: [others[1]!, second!], jitter: 0.02, window: 0.05 },
    ],
    "by condition": [data, { unitIds: unitIds.slice(1), by: "stimulus_name", span: [-0.1, 0.3] }],
    "of no unit": [data, { unitIds: [] }],
  };

  it.each(Object.entries(calls))("%s are the same to the bit", async (name, [given, options]) => {
    const alone = correlograms(given, options);
    const told: number[] = [];
    const onProgress = ({ fraction }: { fraction: number }) => told.push(fraction);
    const found = await correlogramsInTurns(given, { ...options, workers: 2 }, { onProgress });
    expect([found.dims, found.shape, [...found.coordinates]]).toEqual([
      alone.dims,
      alone.shape,
      [...alone.coordinates],
    ]);
    expect(found.data).toEqual(alone.data);
    if (name === "of no unit") return;
    expect(alone.data.some((pairs) => pairs !== 0)).toBe(true);
    expect(told.at(-1)).toBe(1);
  });

  it("are the same where threads share no memory", async () => {
    vi.stubGlobal("SharedArrayBuffer", undefined);
    const found = await correlogramsInTurns(data, { unitIds, workers: 1 }, {});
    expect(found.data).toEqual(correlograms(data, { unitIds }).data);
  });

  it("end when the signal aborts", async () => {
    const signal = AbortSignal.abort("enough");
    await expect(correlogramsInTurns(data, { unitIds, workers: 1 }, { signal })).rejects.toBe("enough");
  });
});

/** Threads that tell when they have ended. */
function watched(start: () => WorkerLink): { start: () => WorkerLink; ended: () => number } {
  let ended = 0;
  return {
    ended: () => ended,
    start() {
      const link = start();
      return {
        ...link,
        terminate() {
          ended++;
          link.terminate();
        },
      };
    },
  };
}

function threadOf(script: string): WorkerLink {
  return threadLink(new Thread(script, { eval: true }));
}

describe("workers", () => {
  const shared = {
    positions: { elevations: Float64Array.of(0), azimuths: Float64Array.of(0), cells: Int32Array.of(0) },
  };
  const task = {
    kernel: "fieldShapes",
    shared: { ...shared, starts: Float64Array.of(0), exact: false },
  } as const;
  const units = { unitIds: [1, 2], action: "Testing" };
  const reader = {
    unitIds: [1, 2],
    read: async () => new Map([1, 2].map((id) => [id, Float64Array.of(0.1)])),
  };

  it("end at once when the signal aborts, however busy they are", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const busy = watched(() => threadOf("for (;;);"));
    const running = withCrew({ count: 2, start: busy.start, signal }, "Testing", (crew) => {
      setTimeout(() => controller.abort("enough"), 0);
      return overUnits(task, { ...units, reader, signal, crew });
    });
    await expect(running).rejects.toBe("enough");
    expect(busy.ended()).toBe(2);
    const before = stimulusMetrics(data, { workers: 2, signal });
    await expect(before).rejects.toBe("enough");
  });

  it("end when the analysis is over, or failed", async () => {
    const own = watched(() => startNodeWorker()!);
    const ask = (read: SpikeReader["read"]) =>
      withCrew({ count: 2, start: own.start }, "Testing", (crew) =>
        overUnits(task, { ...units, reader: { ...reader, read }, crew }),
      );
    expect(await ask(reader.read)).toHaveLength(2);
    expect(own.ended()).toBe(2);
    await expect(ask(() => Promise.reject(new Error("gone")))).rejects.toThrow("gone");
    expect(own.ended()).toBe(4);
  });

  it.each([
    ["exits", "process.exit(3)", /exit code 3/],
    ["throws", "throw new Error('out of luck')", /out of luck/],
  ])("that %s is an error that names the remedy, and ends the others", async (_, script, reason) => {
    const starts = [() => threadOf(script), () => threadOf("setInterval(() => {}, 1000)")];
    const both = watched(() => starts.shift()!());
    const running = withCrew({ count: 2, start: both.start }, "Testing", (crew) =>
      overUnits(task, { ...units, reader, crew }),
    );
    const error = await running.catch((failure: unknown) => failure);
    expect(isEcephysError(error, "storage") && error.message).toMatch(reason);
    expect(isEcephysError(error) && error.remedy).toContain("analysis-worker.js");
    expect(both.ended()).toBe(2);
  });

  it("pass on what they cannot compute", async () => {
    const broken = { ...task, shared: { ...task.shared, starts: null as unknown as Float64Array } };
    const running = withCrew({ count: 1, start: () => startNodeWorker()! }, "Testing", (crew) =>
      overUnits(broken, { ...units, reader, crew }),
    );
    await expect(running).rejects.toThrow(/null/);
  });
});
