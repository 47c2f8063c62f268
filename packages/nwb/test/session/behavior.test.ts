import { nwbAnswer, nwbFile } from "@ecephys/fixtures";
import { refusal } from "@ecephys/fixtures/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BehaviorEcephysSession } from "../../src/index.ts";
import { openBehaviorSession, openSession } from "../../src/node.ts";
import { difference } from "../recording/comparing.ts";

interface Frame {
  readonly kind: string;
  readonly index: { readonly values: readonly unknown[] };
  readonly columns: readonly { readonly name: string; readonly values: readonly unknown[] }[];
  readonly value: Readonly<Record<string, unknown>>;
  readonly values: Readonly<Record<string, unknown>>;
}

interface Table {
  columnNames(): string[];
  numRows(): number;
  array(name: string): ArrayLike<unknown>;
}

/** What differs between a table and a recorded frame, whose index is the table's column `id` (if that is a name). */
function differences(ours: Table, frame: Frame, id?: string): string[] {
  const found = frame.columns.map(({ name, values }) =>
    ours.columnNames().includes(name)
      ? difference(Array.from(ours.array(name)), values, name)
      : `${name}: missing`,
  );
  if (id) found.push(difference(Array.from(ours.array(id)), frame.index.values, id));
  const extra = ours
    .columnNames()
    .filter((name) => name !== id && !frame.columns.some((column) => column.name === name));
  return [...found.filter((one) => one !== undefined), ...extra.map((name) => `${name}: not recorded`)];
}

describe.each(["1044385384", "1069461581"])("the Visual Behavior session %s", (id) => {
  const name = `ecephys_session_${id}`;
  const { calls } = nwbAnswer(`${name}.session`) as { calls: Record<string, Frame> };
  let session: BehaviorEcephysSession;
  const probes = calls.probes!.index.values as number[];
  const warnings: string[] = [];
  beforeAll(async () => {
    const files = probes.flatMap((probe, i) => {
      if (calls[`get_lfp(${probe})`]!.kind === "none") return [];
      return [[probe, nwbFile(`${name}_probe${"AB"[i]}_lfp`)] as const];
    });
    session = await openBehaviorSession(nwbFile(name), {
      lfp: Object.fromEntries(files),
      warn: (message) => warnings.push(message),
    });
  });
  afterAll(() => session.close());

  it("has the tables that AllenSDK answers", async () => {
    expect(differences(await session.trials(), calls.trials!, "trials_id")).toEqual([]);
    expect(
      differences(
        await session.stimulusPresentations(),
        calls.stimulus_presentations!,
        "stimulus_presentations_id",
      ),
    ).toEqual([]);
    expect(differences(await session.licks(), calls.licks!)).toEqual([]);
    expect(differences(await session.rewards(), calls.rewards!)).toEqual([]);
    expect(differences(await session.runningSpeed(), calls.running_speed!)).toEqual([]);
    expect(differences(await session.rawRunningSpeed(), calls.raw_running_speed!)).toEqual([]);
    expect(differences(await session.eyeTracking(), calls.eye_tracking!, "frame")).toEqual([]);
    expect(
      differences((await session.probes()).rename({ description: "name" }), calls.probes!, "id"),
    ).toEqual([]);
    expect(differences(await session.optotaggingTable(), calls.optotagging_table!, "id")).toEqual([]);
    expect(differences(await session.units(), calls.get_units!, "id")).toEqual([]);
    expect(
      differences(await session.channels(), calls["get_channels(filter_by_validity=False)"]!, "id"),
    ).toEqual([]);
  });

  it("has the metadata, parameters and times that AllenSDK answers", async () => {
    const { date_of_acquisition: date, ...metadata } = await session.metadata();
    const { date_of_acquisition: theirs, ...expected } = calls.metadata!.value;
    expect(difference(metadata, expected)).toBeUndefined();
    expect(date).toEqual(new Date(theirs as string));
    expect(difference(await session.taskParameters(), calls.task_parameters!.value)).toBeUndefined();
    const times = await session.stimulusTimestamps();
    const { count, first, last } = calls.stimulus_timestamps as unknown as Record<string, number>;
    expect([times.length, times[0], times.at(-1)]).toEqual([count, first, last]);
    const geometry = await session.eyeTrackingRigGeometry();
    expect(geometry === undefined).toBe(Object.keys(calls.eye_tracking_rig_geometry!.value).length === 0);
  });

  it("has the spikes, waveforms and LFP that AllenSDK answers", async () => {
    const spikes = await session.spikeTimes();
    for (const [unit, times] of Object.entries(calls.spike_times!.values))
      expect(difference(spikes.get(Number(unit)), times, unit)).toBeUndefined();
    const waveforms = await session.meanWaveforms();
    for (const [unit, { shape, sum }] of Object.entries(
      calls.mean_waveforms!.values as Record<string, { shape: number[]; sum: number }>,
    )) {
      const own = waveforms.get(Number(unit))!;
      expect(own.shape).toEqual(shape);
      expect(
        difference(
          (own.data as Float64Array).reduce((a, b) => a + b, 0),
          sum,
          unit,
        ),
      ).toBeUndefined();
    }
    for (const probe of probes) {
      const answer = calls[`get_lfp(${probe})`] as unknown as {
        kind: string;
        coords: { time: number[] };
        first: number[];
      };
      if (answer.kind === "none") {
        expect(await refusal(session.getLfp(probe))).toMatch(/^not-found: /);
        continue;
      }
      const lfp = await session.getLfp(probe, { maskInvalidIntervals: false });
      expect(difference(await lfp.timestamps(), answer.coords.time)).toBeUndefined();
      expect(difference(Array.from((await lfp.isel({ time: 0 })).data), answer.first)).toBeUndefined();
      const csd = calls[`get_current_source_density(${probe})`] as unknown as { shape: number[] };
      expect((await session.getCurrentSourceDensity(probe)).shape).toEqual(csd.shape);
    }
  });

  it("filters units where filters are given, and aligns analyses to trials", async () => {
    const [key] = Object.keys(calls).filter((call) => call.startsWith("get_units("));
    const filtered = await openBehaviorSession(nwbFile(name), {
      warn: () => {},
      filterByValidity: true,
      filterOutOfBrainUnits: true,
      amplitudeCutoffMaximum: 0.1,
      presenceRatioMinimum: 0.9,
      isiViolationsMaximum: 0.5,
    });
    expect(differences(await filtered.units(), calls[key!]!, "id")).toEqual([]);
    await filtered.close();
    const rates = await session.recording.psth({
      intervals: "trials",
      align: "change_time_no_display_delay",
      by: "go",
    });
    expect(rates.coord("go")).toEqual(["false", "true"]);
  });

  it("opens as a session too", async () => {
    const own = await openSession(nwbFile(name), { warn: () => {} });
    expect(await own.ecephysSessionId()).toBe(Number(id));
    expect((await own.units()).numRows()).toBeGreaterThan(0);
    expect((await own.stimulusPresentations()).numRows()).toBe(
      calls.stimulus_presentations!.index.values.length,
    );
    expect((await own.runningSpeed()).numRows()).toBe(calls.running_speed!.index.values.length);
    expect((await own.metadata()).ecephys_session_id).toBe(Number(id));
    await own.close();
  });
});
