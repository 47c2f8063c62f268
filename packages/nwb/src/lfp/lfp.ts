import type { NumericArray } from "@ecephys/core";
import { DataArray } from "@ecephys/core/internal";
import type { Hdf5Range, Hdf5Values } from "@ecephys/hdf5";
import { asFloat64, isNumeric } from "@ecephys/hdf5/internal";
import type { NwbFile } from "../file/nwb-file.ts";
import { seriesTimes } from "../file/time-series.ts";
import { counted } from "../file/warnings.ts";
import { LazyDataArray, type TimeInterval } from "./lazy-data-array.ts";
import { formulaOf, readScaling, type Scaling, scaled } from "./scaling.ts";
import { openTimeAxis } from "./time-axis.ts";

const ELECTRODE_IDS = "/general/extracellular_ephys/electrodes/id";

/** How a probe's LFP is opened. */
export interface OpenLfpOptions {
  readonly masks: readonly TimeInterval[];
  /** Whether samples are given in the file's unit, not as they are stored. */
  readonly isScaled: boolean;
  warn(message: string): void;
}

/**
 * A probe's LFP, of which only the channel ids are read at first; see `EcephysSession.getLfp`.
 * @throws an EcephysError "not-found" that names the missing series, "format" if it does not match its channels
 * or times.
 */
export async function openLfp(
  file: NwbFile,
  probeId: number,
  { masks, isScaled, warn }: OpenLfpOptions,
): Promise<LazyDataArray> {
  const action = `Reading the LFP of probe ${probeId}`;
  const path = `/acquisition/probe_${probeId}_lfp/probe_${probeId}_lfp_data`;
  // Asked all at once: the worker that reads the file goes from one to the next without a pause.
  const [{ shape = [] }, { unit, conversion }, electrodes, stamps, found] = await Promise.all([
    file.requireDataset(`${path}/data`, action),
    file.scalarAttributes(`${path}/data`, "unit", "conversion"),
    electrodeIds(file, path, action),
    file.dataset(`${path}/timestamps`),
    readScaling(file, path, action),
  ]);
  if (shape.length !== 2)
    file.damage(`${path}/data`, action, `its shape is (${shape.join(", ")}), not samples by channels`);
  const isTurned = hasChannelsFirst(shape, stamps?.shape?.[0], electrodes.length);
  const [samples, columns] = (isTurned ? [...shape].reverse() : shape) as [number, number];
  if (electrodes.length !== columns || electrodes.includes(Number.NaN))
    file.damage(
      path,
      action,
      `its ${counted(columns, "column", ["does", "do"])} not match the ${counted(electrodes.length, "electrode")} that it names`,
    );
  if (isTurned)
    warn(
      `${file.nameOf(`${path}/data`)} has its ${counted(columns, "channel")} along the first axis and its ${counted(samples, "sample")} along the second; they are given the other way round.`,
    );
  const { scaling, problem } = found;
  const resource = file.nameOf(path);
  if (problem) warn(`${resource} is given as it is stored: ${problem}.`);
  if (isScaled && scaling?.channels && scaling.channels.length !== columns)
    file.damage(
      `${path}/channel_conversion`,
      action,
      `it has ${counted(scaling.channels.length, "value")} for ${counted(columns, "channel")}`,
    );
  if (scaling && !isScaled)
    warn(
      `${resource} has to be scaled: pass { scaled: true }, or compute ${unit ?? "volts"} as ${formulaOf(scaling)}.`,
    );
  const read = async (rows: Hdf5Range, wanted: Hdf5Range, signal: AbortSignal | undefined) => {
    const ranges = isTurned ? [wanted, rows] : [rows, wanted];
    const { data, type } = await file.read(`${path}/data`, action, { ranges, signal });
    if (!isNumeric(data))
      file.damage(`${path}/data`, action, `its samples are of type "${type.kind}", not numbers`);
    return isTurned ? turned(data, wanted[1] - wanted[0], rows[1] - rows[0]) : data;
  };
  return new LazyDataArray({
    name: "LFP",
    channels: electrodes,
    times: await openTimeAxis(file, path, samples, action),
    masks,
    attributes: isScaled && scaling ? { unit, conversion: 1 } : { unit, conversion, ...offsetsOf(scaling) },
    read:
      isScaled && scaling
        ? async (rows, wanted, signal) => scaled(await read(rows, wanted, signal), wanted, scaling)
        : read,
  });
}

/** What is told of a scaling besides its conversion, where there is something to tell. */
function offsetsOf(scaling: Scaling | undefined): Readonly<Record<string, unknown>> {
  return {
    ...(scaling && scaling.offset !== 0 && { offset: scaling.offset }),
    ...(scaling?.channels && { channel_conversion: scaling.channels }),
  };
}

/** Whether data are channels by samples: as the times say, or where there are none, the electrodes. A square is not. */
function hasChannelsFirst(
  [first, second]: readonly number[],
  times: number | undefined,
  electrodes: number,
): boolean {
  if (times !== undefined) return first !== times && second === times;
  return first === electrodes && second !== electrodes;
}

/** Rows become columns. */
function turned(data: NumericArray, rows: number, columns: number): NumericArray {
  const result = new (data.constructor as new (length: number) => NumericArray)(data.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      result[column * rows + row] = data[row * columns + column]!;
  return result;
}

/** Ids of the electrodes that the series names, NaN for those that do not exist; in the table's order if it names none. */
async function electrodeIds(file: NwbFile, path: string, action: string): Promise<Float64Array> {
  const [ids, region] = await Promise.all([
    file.numbers(ELECTRODE_IDS, action),
    file.hdf5.read(`${path}/electrodes`),
  ]);
  const rows = region ? asFloat64(region, file.nameOf(`${path}/electrodes`)) : undefined;
  return rows ? Float64Array.from(rows, (row) => ids[row] ?? Number.NaN) : ids;
}

/**
 * See `EcephysSession.getCurrentSourceDensity`.
 * @throws an EcephysError "not-found" that names probe and file if the file has none.
 */
export async function readCurrentSourceDensity(file: NwbFile, probeId: number): Promise<DataArray> {
  const action = `Reading the current source density of probe ${probeId}`;
  const path = "/processing/current_source_density/ecephys_csd";
  await file.requireGroup(path, action);
  const series = `${path}/current_source_density`;
  const values = await file.read(`${series}/data`, action);
  const [times = 0, channels = 0] = values.shape;
  if (values.shape.length !== 2)
    file.damage(`${series}/data`, action, `its shape is (${values.shape.join(", ")}), not times by channels`);
  const coords = {
    time: await seriesTimes(file, series, action),
    vertical_position: await file.numbers(`${path}/virtual_electrode_y_positions`, action),
    horizontal_position: await file.numbers(`${path}/virtual_electrode_x_positions`, action),
  };
  requireLength(file, `${series}/timestamps`, action, coords.time, times);
  requireLength(file, `${path}/virtual_electrode_y_positions`, action, coords.vertical_position, channels);
  requireLength(file, `${path}/virtual_electrode_x_positions`, action, coords.horizontal_position, channels);
  return new DataArray({
    name: "CSD",
    dims: ["virtual_channel_index", "time"],
    shape: [channels, times],
    coords: {
      virtual_channel_index: Float64Array.from({ length: channels }, (_, i) => i),
      time: coords.time,
      vertical_position: { dim: "virtual_channel_index", values: coords.vertical_position },
      horizontal_position: { dim: "virtual_channel_index", values: coords.horizontal_position },
    },
    data: transposed(values, times, channels, file.nameOf(series)),
    attributes: { unit: (await file.scalarAttributes(`${series}/data`, "unit")).unit },
  });
}

function requireLength(
  file: NwbFile,
  path: string,
  action: string,
  values: Float64Array,
  length: number,
): void {
  if (values.length !== length)
    file.damage(path, action, `it has ${counted(values.length, "value")} for ${length}`);
}

/** The file stores times by channels. */
function transposed(values: Hdf5Values, times: number, channels: number, resource: string): Float64Array {
  const data = asFloat64(values, resource);
  const result = new Float64Array(data.length);
  for (let time = 0; time < times; time++)
    for (let channel = 0; channel < channels; channel++)
      result[channel * times + time] = data[time * channels + channel]!;
  return result;
}
