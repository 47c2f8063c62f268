import { type ColumnTable, table } from "@ecephys/core/arquero";
import type { Hdf5Values } from "@ecephys/hdf5";
import { type DynamicTable, readDynamicTable, requireNumbers, warnOfLists } from "../file/dynamic-table.ts";
import type { NwbFile } from "../file/nwb-file.ts";
import { requireEqualLengths, seriesData, seriesTimes } from "../file/time-series.ts";
import { EYE_TRACKING, FILTERED_GAZE, RAW_GAZE } from "./allen-layout.ts";

const ELLIPSES = [
  ["corneal_reflection", "cr_ellipse_fits"],
  ["pupil", "pupil_ellipse_fits"],
  ["eye", "eye_ellipse_fits"],
] as const;

/** See `EcephysSession.getPupilData`; undefined without eye tracking. */
export async function readPupilData(file: NwbFile): Promise<ColumnTable | undefined> {
  const action = "Reading the pupil data";
  if (!(await file.group(EYE_TRACKING)) || !(await file.group(RAW_GAZE))) return undefined;
  const columns: Record<string, Float64Array> = {
    "Time (s)": await seriesTimes(file, `${RAW_GAZE}/eye_area`, action),
  };
  for (const [name, fits] of ELLIPSES) {
    const found = await readDynamicTable(file, `${EYE_TRACKING}/${fits}`, action);
    warnOfLists(file, found);
    Object.assign(columns, ellipseColumns(file, found, name, action));
  }
  requireEqualLengths(file, EYE_TRACKING, action, columns);
  return table(columns);
}

/** The file keeps half axes; the columns are whole heights and widths. */
function ellipseColumns(file: NwbFile, fits: DynamicTable, name: string, action: string) {
  const column = (parameter: string) => requireNumbers(file, fits, parameter, action);
  const doubled = (parameter: string) => column(parameter).map((half) => 2 * half);
  return {
    [`${name}_center_x`]: column("center_x"),
    [`${name}_center_y`]: column("center_y"),
    [`${name}_height`]: doubled("height"),
    [`${name}_width`]: doubled("width"),
    [`${name}_phi`]: column("phi"),
  };
}

/** See `EcephysSession.getScreenGazeData`; undefined without gaze mapping. */
export async function readScreenGaze(
  file: NwbFile,
  includeFiltered: boolean,
): Promise<ColumnTable | undefined> {
  const action = "Reading the screen gaze data";
  if (!(await file.group(RAW_GAZE)) || !(await file.group(FILTERED_GAZE))) return undefined;
  const columns: Record<string, Float64Array> = {
    "Time (s)": await seriesTimes(file, `${RAW_GAZE}/eye_area`, action),
    ...(await gazeColumns(file, RAW_GAZE, "raw", action)),
    ...(includeFiltered ? await gazeColumns(file, FILTERED_GAZE, "filtered", action) : {}),
  };
  requireEqualLengths(file, RAW_GAZE, action, columns);
  return table(columns);
}

async function gazeColumns(file: NwbFile, module: string, prefix: string, action: string) {
  const screen = await coordinates(file, `${module}/screen_coordinates/data`, action);
  const spherical = await coordinates(file, `${module}/screen_coordinates_spherical/data`, action);
  return {
    [`${prefix}_eye_area`]: await seriesData(file, `${module}/eye_area`, action),
    [`${prefix}_pupil_area`]: await seriesData(file, `${module}/pupil_area`, action),
    [`${prefix}_screen_coordinates_x_cm`]: screen.x,
    [`${prefix}_screen_coordinates_y_cm`]: screen.y,
    [`${prefix}_screen_coordinates_spherical_x_deg`]: spherical.x,
    [`${prefix}_screen_coordinates_spherical_y_deg`]: spherical.y,
  };
}

/** Pairs in the file are (y, x). */
async function coordinates(file: NwbFile, path: string, action: string) {
  const values: Hdf5Values = await file.read(path, action);
  const { data, shape } = values;
  if (shape.length !== 2 || shape[1] !== 2)
    file.damage(path, action, `its shape is (${shape.join(", ")}), not pairs`);
  const column = (offset: number) =>
    Float64Array.from({ length: shape[0]! }, (_, row) => Number(data[2 * row + offset]));
  return { x: column(1), y: column(0) };
}
