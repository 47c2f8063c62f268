import type { Steps } from "../steps.ts";
import type { Place, TrialLfp } from "./arrays.ts";

/** Whether places lie in one column, as every fourth channel of a Neuropixels probe does: no triangle spans them. */
export function isColumn(places: readonly Place[]): boolean {
  return places.every(({ x }) => x === places[0]!.x);
}

/**
 * The LFP of channels in one column at even distances along it: the smallest distance between neighbours, from the lowest to
 * the highest channel, interpolated linearly where a channel is missing.
 * @returns it, the places, and their distance in mm.
 */
export function* alongColumn(
  { data, shape: [trials, width, samples] }: TrialLfp,
  places: readonly Place[],
): Steps<{ readonly lfp: TrialLfp; readonly sites: Place[]; readonly spacing: number }> {
  const order = [...places.keys()].sort((a, b) => places[a]!.y - places[b]!.y);
  const heights = order.map((c) => places[c]!.y);
  const gaps = heights.slice(1).map((y, k) => y - heights[k]!);
  const step = gaps
    .filter((gap) => gap > 0)
    .reduce((least, gap) => Math.min(least, gap), Number.POSITIVE_INFINITY);
  const count = Math.floor((heights.at(-1)! - heights[0]!) / step + 1e-9) + 1;
  const sites = Array.from({ length: count }, (_, k) => ({ x: places[0]!.x, y: heights[0]! + k * step }));
  const moved = new Float64Array(trials * count * samples);
  for (const [s, { y }] of sites.entries()) {
    const above = Math.max(
      1,
      heights.findIndex((height) => height >= y),
    );
    const [low, high] = [order[above - 1]!, order[above]!];
    const share = (y - places[low]!.y) / (places[high]!.y - places[low]!.y);
    for (let trial = 0; trial < trials; trial++)
      for (let t = 0; t < samples; t++) {
        const value = (c: number) => data[(trial * width + c) * samples + t]!;
        moved[(trial * count + s) * samples + t] = value(low) * (1 - share) + value(high) * share;
      }
    yield (s + 1) / count;
  }
  return { lfp: { data: moved, shape: [trials, count, samples] }, sites, spacing: step / 1000 };
}
