import type { ColumnTable } from "@ecephys/core/arquero";
import { isAscending } from "@ecephys/files/internal";
import { numbersOf, timesOf } from "../inputs.ts";
import { lowerBound } from "../search.ts";

/**
 * The mean velocity (cm/s) in each window, [start, stop): of the samples that begin in it; NaN where none does.
 * @param running a table of `start_time` (seconds) and `velocity`, in any order.
 */
export function meanVelocities(
  running: ColumnTable,
  { starts, stops }: { readonly starts: Float64Array; readonly stops: Float64Array },
  action: string,
): Float64Array {
  const { times, velocities } = inOrder(
    timesOf(running, "start_time", action, "running speeds"),
    numbersOf(running, "velocity", action, "running speeds"),
  );
  const means = new Float64Array(starts.length);
  for (let i = 0, from = 0; i < means.length; i++) {
    // Windows in the order of time are not searched from the beginning.
    from = lowerBound(times, starts[i]!, i > 0 && starts[i]! >= starts[i - 1]! ? from : 0);
    const to = lowerBound(times, stops[i]!, from);
    let sum = 0;
    for (let k = from; k < to; k++) sum += velocities[k]!;
    means[i] = sum / (to - from);
  }
  return means;
}

function inOrder(
  times: Float64Array,
  velocities: Float64Array,
): { times: Float64Array; velocities: Float64Array } {
  if (isAscending(times)) return { times, velocities };
  const order = Int32Array.from(times.keys())
    .filter((i) => !Number.isNaN(times[i]))
    .sort((a, b) => times[a]! - times[b]! || a - b);
  return {
    times: Float64Array.from(order, (i) => times[i]!),
    velocities: Float64Array.from(order, (i) => velocities[i]!),
  };
}
