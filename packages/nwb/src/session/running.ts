import { type ColumnTable, table } from "@ecephys/core/arquero";
import type { NwbFile } from "../file/nwb-file.ts";
import { runningSpeedPath, SPEED_UNITS } from "../file/shortcuts.ts";
import { requireEqualLengths, seriesData, seriesTimes } from "../file/time-series.ts";
import { NwbSeries } from "../series/nwb-series.ts";
import { openSeriesParts } from "../series/parts.ts";
import { RAW_ROTATION, RUNNING, SIGNAL_VOLTAGE, SUPPLY_VOLTAGE } from "./allen-layout.ts";
import type { OtherLab } from "./other-lab.ts";

/** See `EcephysSession.runningSpeed`. */
export async function readRunningSpeed(file: NwbFile, includeRotation: boolean): Promise<ColumnTable> {
  const action = "Reading the running speed";
  await file.requireGroup(RUNNING, action);
  const speed = `${RUNNING}/running_speed`;
  const columns: Record<string, Float64Array> = {
    ...(await frameTimes(file, speed, action)),
    velocity: await seriesData(file, speed, action),
  };
  if (includeRotation)
    columns.net_rotation = await seriesData(file, `${RUNNING}/running_wheel_rotation`, action);
  requireEqualLengths(file, RUNNING, action, columns);
  return table(columns);
}

/** Where each frame starts and ends: in a series of its own, or, in files of early 2020, in two rows of the speed's. */
async function frameTimes(file: NwbFile, speed: string, action: string) {
  const { shape = [] } = (await file.dataset(`${speed}/timestamps`)) ?? {};
  if (shape.length === 2 && shape[0] === 2) {
    const times = await file.numbers(`${speed}/timestamps`, action);
    return { start_time: times.slice(0, shape[1]), end_time: times.slice(shape[1]) };
  }
  return {
    start_time: await seriesTimes(file, speed, action),
    end_time: await seriesTimes(file, `${RUNNING}/running_speed_end_times`, action),
  };
}

/** See `EcephysSession.rawRunningData`. */
export async function readRawRunning(file: NwbFile): Promise<ColumnTable> {
  const action = "Reading the raw running data";
  const rotation = RAW_ROTATION;
  await file.requireGroup(rotation, action);
  const columns = {
    frame_time: await seriesTimes(file, rotation, action),
    net_rotation: await seriesData(file, rotation, action),
    signal_voltage: await seriesData(file, SIGNAL_VOLTAGE, action),
    supply_voltage: await seriesData(file, SUPPLY_VOLTAGE, action),
  };
  requireEqualLengths(file, rotation, action, columns);
  return table(columns);
}

/** The running speed of another lab's file, in cm/s, without the ends of its frames; undefined where no series is one. */
export async function readLabRunningSpeed(
  file: NwbFile,
  otherLab: OtherLab,
): Promise<ColumnTable | undefined> {
  const path = runningSpeedPath(file, await otherLab.series());
  if (path === undefined) return undefined;
  const series = new NwbSeries(file, await openSeriesParts(file, path, undefined));
  const factor = SPEED_UNITS[series.unit ?? ""] ?? 1;
  const { data } = await series.load();
  const missing = new Float64Array(data.length).fill(Number.NaN);
  return table({
    start_time: (await series.timestamps({ end: data.length })) ?? missing,
    end_time: missing,
    velocity: data.map((speed) => speed * factor),
  });
}
