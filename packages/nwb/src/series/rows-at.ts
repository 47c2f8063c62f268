import type { IndexSelector, LabelRange, LabelSelector } from "@ecephys/core";
import { readLabels } from "@ecephys/core/internal";
import { argumentChecks, EcephysError } from "@ecephys/files";
import type { TimeAxis } from "../lfp/time-axis.ts";

const ACTION = "Selecting from a series";

/**
 * Positions of the samples at some times: of one time, of several, or of all from one to another, both included.
 * @throws an EcephysError "not-found" for a single time at which there is no sample.
 */
export async function rowsAt(
  clock: TimeAxis,
  selector: LabelSelector,
  resource: string,
): Promise<IndexSelector> {
  const wanted = readLabels(selector, "time", resource);
  if (Array.isArray(wanted)) {
    const rows: number[] = [];
    for (const time of wanted as readonly unknown[])
      rows.push(await rowAt(clock, seconds(time, resource), resource));
    return rows;
  }
  if (typeof wanted === "object") return rowsBetween(clock, wanted as LabelRange, resource);
  return rowAt(clock, seconds(wanted, resource), resource);
}

async function rowsBetween(clock: TimeAxis, range: LabelRange, resource: string): Promise<IndexSelector> {
  const from = seconds(range.from ?? Number.NEGATIVE_INFINITY, resource);
  const to = seconds(range.to ?? Number.POSITIVE_INFINITY, resource);
  if (await clock.runsForwards()) {
    const [start, end] = [await clock.search(from, "left"), await clock.search(to, "right")];
    const stamps = await clock.read(start, end);
    const fits = stamps.every((time, i) => time >= from && time <= to && (i === 0 || time >= stamps[i - 1]!));
    if (fits) return { start, end };
  }
  return rowsWhere(clock, (time) => time >= from && time <= to);
}

/** Found by looking at all times, for clocks that do not run forwards. */
async function rowsWhere(clock: TimeAxis, isWanted: (time: number) => boolean): Promise<Int32Array> {
  const stamps = await clock.read(0, clock.length);
  return Int32Array.from(stamps.keys()).filter((row) => isWanted(stamps[row]!));
}

async function rowAt(clock: TimeAxis, time: number, resource: string): Promise<number> {
  const row = (await clock.runsForwards())
    ? await clock.search(time, "left")
    : ((await rowsWhere(clock, (one) => one === time))[0] ?? clock.length);
  const [found] = await clock.read(row, Math.min(clock.length, row + 1));
  if (found === time) return row;
  throw new EcephysError("not-found", {
    action: ACTION,
    resource,
    reason: `there is no sample at exactly ${time} s`,
    remedy: "Give { time: { from, to } } for all samples of an interval, both ends included",
  });
}

function seconds(time: unknown, resource: string): number {
  if (typeof time === "number") return time;
  throw argumentChecks(ACTION).refusal(`"time" of ${resource}`, time, "a time", "Give seconds");
}
