import { type ColumnTable, table } from "@ecephys/core/arquero";
import type { NwbFile } from "../file/nwb-file.ts";
import { requireEqualLengths, seriesData, seriesTimes } from "../file/time-series.ts";

const RUNNING = "/processing/running";

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
  const rotation = "/acquisition/raw_running_wheel_rotation";
  await file.requireGroup(rotation, action);
  const columns = {
    frame_time: await seriesTimes(file, rotation, action),
    net_rotation: await seriesData(file, rotation, action),
    signal_voltage: await seriesData(file, "/acquisition/running_wheel_signal_voltage", action),
    supply_voltage: await seriesData(file, "/acquisition/running_wheel_supply_voltage", action),
  };
  requireEqualLengths(file, rotation, action, columns);
  return table(columns);
}
