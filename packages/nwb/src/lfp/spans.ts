import type { NumericArray } from "@ecephys/core";
import type { ReadPositions } from "@ecephys/core/internal";
import { DataArray } from "@ecephys/core/internal";

/** Rows from `start` to before `end`. */
export type Span = readonly [start: number, end: number];

/** Neighbouring positions as spans, in the order given; one empty span if there are none. */
export function spansOf(rows: ReadPositions): Span[] {
  if (typeof rows === "number") return [[rows, rows + 1]];
  if (!(rows instanceof Int32Array)) return [[rows.start, rows.end]];
  const spans: [number, number][] = [];
  for (const row of rows) {
    const last = spans.at(-1);
    if (last?.[1] === row) last[1] = row + 1;
    else spans.push([row, row + 1]);
  }
  return spans.length === 0 ? [[0, 0]] : spans;
}

/** Positions one by one. */
export function listOf(positions: ReadPositions): number[] {
  if (typeof positions === "number") return [positions];
  if (positions instanceof Int32Array) return [...positions];
  return Array.from({ length: positions.end - positions.start }, (_, i) => positions.start + i);
}

/** Concatenates parts with the same columns; floating-point if one of them is. */
export function joined(parts: readonly DataArray[]): DataArray {
  const [first] = parts as readonly [DataArray];
  const kind = (
    parts.find(({ data }) => data instanceof Float64Array) ??
    parts.find(({ data }) => data instanceof Float32Array) ??
    first
  ).data;
  const size = parts.reduce((sum, { data }) => sum + data.length, 0);
  const rows = parts.reduce((sum, { shape }) => sum + shape[0]!, 0);
  const data = new (kind.constructor as new (length: number) => NumericArray)(size);
  const time = new Float64Array(rows);
  let [written, row] = [0, 0];
  for (const part of parts) {
    data.set(part.data, written);
    time.set(part.coord("time") as Float64Array, row);
    written += part.data.length;
    row += part.shape[0]!;
  }
  const { attributes, dims, name } = first;
  const coords = { time, channel: first.coord("channel") };
  return new DataArray({ name, dims, shape: [rows, first.shape[1]!], coords, data, attributes });
}
