import { fixtureFile } from "@ecephys/fixtures";
import { temporaryFile } from "@ecephys/fixtures/testing";
import type { ColumnTable } from "arquero";
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from "vitest";
import type {
  EcephysSession,
  PresentationRow,
  PupilRow,
  RigGeometryRow,
  ScreenGazeRow,
  SessionChannelRow,
  SessionProbeRow,
  SessionUnitRow,
} from "../../src/index.ts";
import { openSession } from "../../src/node.ts";

type KindOf<Cell> = [Cell] extends [number | undefined]
  ? "number"
  : [Cell] extends [string | null | undefined]
    ? "text"
    : [Cell] extends [boolean | null | undefined]
      ? "boolean"
      : "any";
type Required<Row> = {
  [Name in keyof Row as object extends Pick<Row, Name> ? never : Name]: KindOf<Row[Name]>;
};
type Optional<Row> = {
  [Name in keyof Row as object extends Pick<Row, Name> ? Name : never]-?: KindOf<Row[Name]>;
};

const KIND: Readonly<Record<string, (value: unknown) => boolean>> = {
  number: (value) => typeof value === "number",
  text: (value) => value === null || typeof value === "string",
  boolean: (value) => value === null || typeof value === "boolean",
  any: () => true,
};

/** Checks that all columns that a row always has are there, and that those that are have their kinds. */
function expectRows<Row>(table: ColumnTable, required: Required<Row>, optional: Partial<Optional<Row>>) {
  const kinds = { ...required, ...optional } as Record<string, string>;
  expect(table.columnNames()).toEqual(expect.arrayContaining(Object.keys(required)));
  expect(Object.keys(kinds)).toEqual(expect.arrayContaining(table.columnNames()));
  for (const name of table.columnNames()) {
    const other = (table.array(name) as unknown[]).find((value) => !KIND[kinds[name]!]!(value));
    expect({ name, other }).toEqual({ name, other: undefined });
  }
}

describe("the rows of a session's tables are what their types say", () => {
  let session: EcephysSession;
  beforeAll(async () => {
    const path = temporaryFile("recorded.nwb", fixtureFile("mini", "session_715093703.nwb"));
    session = await openSession(path, { warn: () => {} });
  });
  afterAll(() => session.close());

  it("probes and channels", async () => {
    expectRows<SessionProbeRow>(
      await session.probes(),
      {
        id: "number",
        description: "text",
        location: "text",
        sampling_rate: "number",
        lfp_sampling_rate: "number",
        has_lfp_data: "boolean",
      },
      {},
    );
    expectRows<SessionChannelRow>(await session.channels(), { id: "number", ...PLACE }, {});
  });

  it("units", async () => {
    expectRows<SessionUnitRow>(await session.units(), UNIT, { waveform_halfwidth: "number" });
    const good = (await session.units()).filter(
      (d) => d.snr > 2 && !["x"].includes(d.structure_acronym ?? ""),
    );
    for (const unit of good) expectTypeOf(unit.snr).toEqualTypeOf<number>();
    // @ts-expect-error misspelt
    expect(() => good.get("snrr", 0)).toThrow("Did you mean snr?");
  });

  it("pupil, gaze and rig", async () => {
    const ellipse = {
      center_x: "number",
      center_y: "number",
      height: "number",
      width: "number",
      phi: "number",
    };
    const named = (names: readonly string[], parts: object) =>
      Object.fromEntries(
        names.flatMap((name) => Object.keys(parts).map((part) => [`${name}_${part}`, "number"])),
      );
    const time = { "Time (s)": "number" } as const;
    const pupil = named(["corneal_reflection", "pupil", "eye"], ellipse);
    expectRows<PupilRow>((await session.getPupilData())!, { ...time, ...pupil } as Required<PupilRow>, {});
    const gaze = (kind: string) =>
      named([kind], {
        eye_area: 0,
        pupil_area: 0,
        screen_coordinates_x_cm: 0,
        screen_coordinates_y_cm: 0,
        screen_coordinates_spherical_x_deg: 0,
        screen_coordinates_spherical_y_deg: 0,
      });
    expectRows<ScreenGazeRow>(
      (await session.getScreenGazeData({ includeFilteredData: true }))!,
      { ...time, ...gaze("raw") } as Required<ScreenGazeRow>,
      gaze("filtered"),
    );
    expectRows<RigGeometryRow>(
      (await session.rigGeometryData())!,
      {
        axis: "text",
        monitor_position_mm: "number",
        camera_position_mm: "number",
        led_position_mm: "number",
        monitor_rotation_deg: "number",
        camera_rotation_deg: "number",
      },
      {},
    );
  });

  it("presentations", async () => {
    const presentations = await session.stimulusPresentations();
    expectRows<PresentationRow>(presentations, PRESENTATION, {
      stimulus_block: "number",
      contrast: "number",
      orientation: "number",
      temporal_frequency: "number",
      color: "number",
      x_position: "number",
      y_position: "number",
      frame: "number",
      size: "any",
      phase: "any",
      spatial_frequency: "any",
    });
    const few = presentations.filter((d) => ["flashes", "gabors"].includes(d.stimulus_name));
    expect(few.numRows()).toBe(
      presentations.objects().filter((row) => /^(flashes|gabors)$/.test(row.stimulus_name)).length,
    );
  });
});

const PLACE = {
  probe_id: "number",
  filtering: "text",
  probe_channel_number: "number",
  probe_horizontal_position: "number",
  probe_vertical_position: "number",
  structure_acronym: "text",
  anterior_posterior_ccf_coordinate: "number",
  dorsal_ventral_ccf_coordinate: "number",
  left_right_ccf_coordinate: "number",
} as const;

const UNIT: Required<SessionUnitRow> = {
  ...PLACE,
  unit_id: "number",
  peak_channel_id: "number",
  cluster_id: "number",
  local_index: "number",
  probe_description: "text",
  location: "text",
  probe_sampling_rate: "number",
  probe_lfp_sampling_rate: "number",
  probe_has_lfp_data: "boolean",
  waveform_PT_ratio: "number",
  waveform_amplitude: "number",
  waveform_duration: "number",
  waveform_recovery_slope: "number",
  waveform_repolarization_slope: "number",
  waveform_spread: "number",
  waveform_velocity_above: "number",
  waveform_velocity_below: "number",
  amplitude_cutoff: "number",
  cumulative_drift: "number",
  d_prime: "number",
  firing_rate: "number",
  isi_violations: "number",
  isolation_distance: "number",
  L_ratio: "number",
  max_drift: "number",
  nn_hit_rate: "number",
  nn_miss_rate: "number",
  presence_ratio: "number",
  silhouette_score: "number",
  snr: "number",
};

const PRESENTATION: Required<PresentationRow> = {
  stimulus_presentation_id: "number",
  start_time: "number",
  stop_time: "number",
  stimulus_name: "text",
  duration: "number",
  stimulus_condition_id: "number",
};
