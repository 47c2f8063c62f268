import type { DataArray } from "@ecephys/core";
import type { DataArrayAnswer, NdArray } from "@ecephys/fixtures";
import type { Rules } from "./rules.ts";
import { isMissing, isSameValue } from "./values.ts";

/** What differs between a recorded array and ours: shape, then values in C order. */
export function arrayDifferences(
  theirs: NdArray,
  ours: { readonly shape: readonly number[]; readonly data: ArrayLike<unknown> },
  rules: Rules,
): string[] {
  if (theirs.shape.join() !== ours.shape.join()) {
    return [`the shape is (${ours.shape.join(", ")}) instead of (${theirs.shape.join(", ")})`];
  }
  if (theirs.data.length !== ours.data.length)
    return [`${ours.data.length} values instead of ${theirs.data.length}`];
  let wrong = 0;
  let first = -1;
  for (let at = 0; at < theirs.data.length; at++) {
    const expected = theirs.data[at];
    if (expected === ours.data[at] || isSameValue(expected, ours.data[at], rules)) continue;
    if (first < 0) first = at;
    wrong++;
  }
  return wrong === 0
    ? []
    : [
        `value ${first} is ${String(ours.data[first])} instead of ${String(theirs.data[first])} (${wrong} differ)`,
      ];
}

/** What differs between a recorded xarray and our DataArray; positions are matched by their coordinates. */
export function dataArrayDifferences(theirs: DataArrayAnswer, ours: DataArray, rules: Rules): string[] {
  if (theirs.dims.join() !== ours.dims.join()) {
    return [`the dimensions are (${ours.dims.join(", ")}) instead of (${theirs.dims.join(", ")})`];
  }
  const differences: string[] = [];
  const orders = theirs.dims.map((dim, axis) => {
    const length = theirs.array.shape[axis] ?? 0;
    const labels = theirs.coords.get(dim)?.array.data;
    const { order, difference } = matchLabels(dim, length, labels, ours, axis, rules);
    if (difference !== undefined) differences.push(difference);
    return order;
  });
  if (differences.length > 0) return differences;
  return [
    ...differences,
    ...arrayDifferences(theirs.array, { shape: theirs.array.shape, data: gather(ours, orders) }, rules),
  ];
}

/** Our position for each of AllenSDK's: by label, or by index if a dimension has no coordinate. */
function matchLabels(
  dim: string,
  length: number,
  labels: ArrayLike<unknown> | undefined,
  ours: DataArray,
  axis: number,
  rules: Rules,
): { order: number[]; difference?: string } {
  const own = ours.shape[axis] ?? 0;
  const order = Array.from({ length }, (_, at) => at);
  if (own !== length) return { order, difference: `${own} positions along ${dim} instead of ${length}` };
  if (labels === undefined) return { order };
  const values = ours.coords[dim];
  if (values === undefined) return { order, difference: `${dim} has no coordinate` };
  if (order.every((at) => isSameValue(labels[at], values[at], rules))) return { order };
  const places = new Map(Array.from(values as ArrayLike<unknown>, (label, at) => [key(label), at]));
  const matched = order.map((at) => places.get(key(labels[at])) ?? -1);
  const lost = matched.indexOf(-1);
  return lost === -1 ? { order: matched } : { order, difference: `${dim} has no ${String(labels[lost])}` };
}

function key(label: unknown): string {
  return isMissing(label) ? "missing" : String(label);
}

/** Our values in the order of AllenSDK's positions. */
function gather(ours: DataArray, orders: readonly number[][]): ArrayLike<unknown> {
  if (orders.every((order) => order.every((place, at) => place === at))) return ours.data;
  const strides = ours.shape.map((_, axis) =>
    ours.shape.slice(axis + 1).reduce((size, length) => size * length, 1),
  );
  let offsets = [0];
  orders.forEach((order, axis) => {
    const stride = strides[axis] ?? 1;
    offsets = offsets.flatMap((offset) => order.map((place) => offset + place * stride));
  });
  return offsets.map((offset) => ours.data[offset]);
}
