import { EcephysError } from "@ecephys/files";
import type { NwbFile } from "../file/nwb-file.ts";
import { regularAxis, type TimeAxis, writtenAxis } from "../lfp/time-axis.ts";
import type { SeriesParts } from "./parts.ts";

const ACTION = "Reading the times of a series";

/** The times of a series' samples; of one without times all are NaN, and none is found by its time. */
export function clockOf(file: NwbFile, { layout, startingTime }: SeriesParts): TimeAxis {
  const { count, path, rate, time } = layout;
  if (time === "timestamps") return writtenAxis(count, (start, end) => readStamps(file, path, start, end));
  if (rate !== undefined && startingTime !== undefined)
    return regularAxis({ start: startingTime, rate }, count);
  const none = async (): Promise<never> => {
    throw new EcephysError("not-found", {
      action: ACTION,
      resource: file.nameOf(path),
      reason: "the series has no times",
      remedy: "Select its samples by position: isel({ time: { start: 0, end: 100 } })",
    });
  };
  return {
    length: count,
    read: async (start, end) => new Float64Array(Math.max(0, end - start)).fill(Number.NaN),
    search: none,
    runsForwards: none,
    evenClock: async () => undefined,
  };
}

/** MatNWB writes lists as matrices of one row or column. */
async function readStamps(file: NwbFile, path: string, start: number, end: number): Promise<Float64Array> {
  const stamps = await file.requireDataset(`${path}/timestamps`, ACTION);
  const [first, second] = stamps.shape ?? [];
  const isRow = first === 1 && second !== undefined && second !== 1;
  return file.numbers(`${path}/timestamps`, ACTION, {
    ranges: isRow
      ? [
          [0, 1],
          [start, end],
        ]
      : [[start, end]],
  });
}
