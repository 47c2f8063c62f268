import { requireLists } from "../lists.ts";

/**
 * Spike times in ascending order, without NaN; a copy, unless they are so already.
 * @throws an EcephysError "argument" for anything but a list of numbers.
 */
export function ascendingTimes(times: ArrayLike<number>, action: string, name = "times"): Float64Array {
  requireLists(action, { [name]: times });
  if (times instanceof Float64Array && isAscending(times)) return times;
  return Float64Array.from(times)
    .filter((time) => !Number.isNaN(time))
    .sort();
}

function isAscending(times: Float64Array): boolean {
  for (let i = 1; i < times.length; i++) if (!(times[i]! >= times[i - 1]!)) return false;
  return times.length === 0 || !Number.isNaN(times[0]!);
}
