import { type ColumnTable, table } from "@ecephys/core/arquero";
import type { NwbRecording } from "../recording/nwb-recording.ts";

const EYE_TRACKING = "/acquisition/EyeTracking";
/** Names of the ellipses, and of their series. */
const ELLIPSES = [
  ["cr", "corneal_reflection_tracking"],
  ["eye", "eye_tracking"],
  ["pupil", "pupil_tracking"],
] as const;

/** Standard deviations from the mean area that are still an eye. */
const MOST_DEVIATION = 3;
/** Frames on both sides of a blink that are part of it. */
const AROUND = 2;

/**
 * Ellipses fitted to corneal reflection, eye and pupil, and where the eye blinks: where eye or pupil was not found, or
 * its area lies more than three standard deviations from its mean, and two frames around; the areas are missing there.
 * The rule is that of AllenSDK's `EyeTrackingTable.from_nwb`.
 */
export async function readEyeTracking(
  recording: NwbRecording,
  signal: AbortSignal | undefined,
): Promise<ColumnTable> {
  const names = await recording.seriesNames({ signal });
  const columns: Record<string, Float64Array | readonly boolean[]> = {};
  const isThere = ELLIPSES.every(([, series]) => names.includes(`${EYE_TRACKING}/${series}`));
  if (!isThere) return emptyTable();
  const raw: Record<string, Float64Array> = {};
  const fits: Record<string, Float64Array> = {};
  for (const [name, path] of ELLIPSES) {
    const series = await recording.series(`${EYE_TRACKING}/${path}`, { signal });
    const { data, shape } = await series.load({ signal });
    const center = (axis: number) =>
      Float64Array.from({ length: shape[0]! }, (_, row) => data[row * 2 + axis]!);
    const field = (of: string) => Float64Array.from(series.fields[of] as ArrayLike<number>);
    columns.timestamps ??= (await series.timestamps())!;
    raw[name] = field("area_raw");
    fits[`${name}_center_x`] = center(0);
    fits[`${name}_center_y`] = center(1);
    fits[`${name}_width`] = field("width");
    fits[`${name}_height`] = field("height");
    fits[`${name}_phi`] = field("angle");
  }
  const blinks = likelyBlinks([raw.eye!, raw.pupil!]);
  const open = (areas: Float64Array) => areas.map((area, i) => (blinks[i] ? Number.NaN : area));
  return table({
    frame: Float64Array.from(blinks.keys()),
    timestamps: columns.timestamps,
    cr_area: open(raw.cr!),
    eye_area: open(raw.eye!),
    pupil_area: open(raw.pupil!),
    likely_blink: blinks,
    pupil_area_raw: raw.pupil!,
    cr_area_raw: raw.cr!,
    eye_area_raw: raw.eye!,
    ...Object.fromEntries(
      Object.entries(fits).map(([name, values]) => [name, SHAPE.test(name) ? open(values) : values]),
    ),
  } as never);
}

/** Shapes of eye and pupil, which a blink hides. */
const SHAPE = /^(eye|pupil)_(width|height|phi)$/;

function likelyBlinks(areas: readonly Float64Array[]): boolean[] {
  const length = areas[0]!.length;
  const closed = new Array<boolean>(length).fill(false);
  for (const own of areas) {
    const known = own.filter((area) => !Number.isNaN(area));
    const mean = known.reduce((sum, area) => sum + area, 0) / known.length;
    const variance = known.reduce((sum, area) => sum + (area - mean) ** 2, 0) / known.length;
    for (let i = 0; i < length; i++)
      if (Number.isNaN(own[i]!) || Math.abs((own[i]! - mean) / Math.sqrt(variance)) > MOST_DEVIATION)
        closed[i] = true;
  }
  return closed.map((_, i) => closed.slice(Math.max(0, i - AROUND), i + AROUND + 1).some(Boolean));
}

function emptyTable(): ColumnTable {
  const fitted = ELLIPSES.flatMap(([name]) =>
    ["center_x", "center_y", "width", "height", "phi"].map((of) => `${name}_${of}`),
  );
  const areas = ["cr_area", "eye_area", "pupil_area", "pupil_area_raw", "cr_area_raw", "eye_area_raw"];
  const numbers = ["frame", "timestamps", ...areas, ...fitted].map(
    (name) => [name, new Float64Array()] as const,
  );
  return table({ ...Object.fromEntries(numbers), likely_blink: [] } as never);
}
