import type { Span } from "../state.ts";
import type { SpikeRow } from "./paint/raster.ts";
import { positionOf } from "./time-window.ts";
import type { Band, Curve } from "./tracks.ts";

/** What can be seen in a stretch, in words. */
export function summaryOf(
  [from, to]: Span,
  {
    bands,
    rows,
    curves,
  }: {
    readonly bands: readonly Band[];
    readonly rows: readonly SpikeRow[];
    readonly curves: readonly Curve[];
  },
): string {
  const shown = bands
    .filter(({ starts, stops }) => starts.some((start, i) => start < to && stops[i]! > from))
    .map(({ name }) => name);
  const spikes = rows.reduce(
    (sum, { times }) => sum + positionOf(times, to, true) - positionOf(times, from),
    0,
  );
  const means = curves.flatMap(({ label, unit, times, values }) => {
    const mean = meanOf(values.subarray(positionOf(times, from), positionOf(times, to)));
    return mean === undefined ? [] : [`${label} ${Number(mean.toPrecision(3))} ${unit} on average`];
  });
  const parts = [
    ...(shown.length > 0 ? [shown.join(", ")] : []),
    ...(rows.length > 0
      ? [`${spikes} spikes of ${rows.length} ${rows.length === 1 ? "unit" : "units"}`]
      : []),
    ...means,
  ];
  return `From ${from.toFixed(2)} to ${to.toFixed(2)} s: ${parts.join("; ")}.`;
}

function meanOf(values: Float64Array): number | undefined {
  let [sum, count] = [0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? undefined : sum / count;
}
