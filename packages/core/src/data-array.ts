import { argumentChecks, EcephysError, type OptionNames } from "@ecephys/files";
import type { ColumnTable } from "arquero";
import type { Labels, NumericArray } from "./labels.ts";
import {
  checkSelection,
  type IndexSelector,
  type LabelSelector,
  labelPositions,
  readPositions,
} from "./selection.ts";
import { type Column, tableOf } from "./tables/column.ts";

export type { Label, Labels, NumericArray } from "./labels.ts";

/** A coordinate along a dimension of another name ("vertical_position" along "channel"). */
export interface SideCoordinate {
  readonly dim: string;
  readonly values: Labels;
}

/** The parts of a DataArray. */
export interface DataArrayInit<Data extends NumericArray = NumericArray> {
  /** "LFP", "spike_counts"; the name of the value column in `toTable`. */
  readonly name?: string | undefined;
  /** Names of the dimensions, slowest first (C order). */
  readonly dims: readonly string[];
  /** Lengths of the dimensions. */
  readonly shape: readonly number[];
  /** Labels under the dimension's name; a SideCoordinate under any other name. */
  readonly coords?: Readonly<Record<string, Labels | SideCoordinate>> | undefined;
  readonly data: Data;
  /** Other metadata: unit, conversion. */
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
}

/** The selection along each dimension, by name. */
export type Selection<Selector> = Readonly<Record<string, Selector | undefined>>;

interface Axis {
  readonly indices: Int32Array;
  readonly dropped: boolean;
}

/**
 * Numbers along named, labelled dimensions, in C order, like an xarray.DataArray: the form of LFP, CSD,
 * waveforms, spike counts and stimulus templates. Immutable by convention; missing values are NaN
 * (floating-point data only).
 */
export class DataArray<Data extends NumericArray = NumericArray> {
  readonly name: string | undefined;
  readonly dims: readonly string[];
  readonly shape: readonly number[];
  readonly data: Data;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Every coordinate by name, those of the dimensions first. */
  readonly coordinates: ReadonlyMap<string, SideCoordinate>;

  /** @throws an EcephysError "argument" if names, lengths and data do not match. */
  constructor(init: DataArrayInit<Data>) {
    checkParts(init);
    this.name = init.name;
    this.dims = init.dims;
    this.shape = init.shape;
    this.data = init.data;
    this.attributes = init.attributes ?? {};
    const size = init.shape.reduce((product, length) => product * length, 1);
    if (init.dims.length !== init.shape.length || new Set(init.dims).size !== init.dims.length)
      throw refusal(
        this.label,
        `dimensions (${init.dims.join(", ")}) and shape (${init.shape}) do not match`,
      );
    if (init.data.length !== size)
      throw refusal(this.label, `${init.data.length} values for a shape of (${init.shape.join(", ")})`);
    this.coordinates = ordered(init, (name, { dim, values }) => {
      const length = init.shape[init.dims.indexOf(dim)];
      if (length !== values.length)
        throw refusal(this.label, `${values.length} labels "${name}" for ${length} positions along "${dim}"`);
    });
  }

  /** Number of values. */
  get size(): number {
    return this.data.length;
  }

  /**
   * The labels of a coordinate by its name.
   * @throws an EcephysError "not-found" if there is no coordinate of that name.
   */
  coord(name: string): Labels {
    const found = this.coordinates.get(name);
    if (!found)
      throw new EcephysError("not-found", {
        action: "Looking up a coordinate",
        resource: this.label,
        reason: `there is no coordinate "${name}"`,
        remedy: `Available: ${[...this.coordinates.keys()].join(", ") || "none"}`,
      });
    return found.values;
  }

  /** All labels by coordinate name, as a plain object. */
  get coords(): Readonly<Record<string, Labels>> {
    return Object.fromEntries([...this.coordinates].map(([name, { values }]) => [name, values]));
  }

  /**
   * One value by its indices, one per dimension; `undefined` outside the shape.
   * @throws an EcephysError "argument" for a wrong number of indices, or indices that are not whole numbers.
   */
  at(...indices: readonly number[]): number | undefined {
    if (indices.length !== this.dims.length || !indices.every(Number.isSafeInteger))
      throw argumentChecks("Looking up a value").refusal(
        this.label,
        indices.length === 1 ? indices[0] : indices,
        `one position for each of the dimensions (${this.dims.join(", ")})`,
      );
    let offset = 0;
    for (const [d, length] of this.shape.entries()) {
      const index = indices[d]!;
      if (index < 0 || index >= length) return undefined;
      offset = offset * length + index;
    }
    return this.data[offset];
  }

  /**
   * The part at the given labels, by dimension: `sel({ time: { from: 10, to: 11 }, channel: [850, 852] })`.
   * Dimensions that are not named are kept completely. A single label drops its dimension, a list keeps the
   * order given, a range `{ from, to }` includes both ends.
   * @throws an EcephysError "not-found" for a label or dimension that does not exist, "argument" for an invalid
   * selection (such as a range whose ends are swapped).
   */
  sel(selection: Selection<LabelSelector>): DataArray<Data> {
    const positions: Record<string, IndexSelector> = {};
    for (const [dim, selector] of Object.entries(checkSelection(selection, this.dims, this.label)))
      if (selector !== undefined) positions[dim] = labelPositions(selector, this.coord(dim), dim, this.label);
    return this.isel(positions);
  }

  /**
   * The part at the given positions, by dimension: `isel({ time: { start: 0, end: 5 }, channel: 0 })`.
   * Dimensions that are not named are kept completely; a range ends before `end`.
   * @throws an EcephysError "not-found" for a position or dimension that does not exist, "argument" for an
   * invalid selection.
   */
  isel(selection: Selection<IndexSelector>): DataArray<Data> {
    checkSelection(selection, this.dims, this.label);
    const axes = this.dims.map((dim, d) => axis(selection[dim], this.shape[d]!, dim, this.label));
    const kept = this.dims.filter((_, d) => !axes[d]!.dropped);
    const coords: Record<string, SideCoordinate> = {};
    for (const [name, { dim, values }] of this.coordinates) {
      const along = axes[this.dims.indexOf(dim)]!;
      if (!along.dropped) coords[name] = { dim, values: pick(values, along.indices) };
    }
    return new DataArray<Data>({
      name: this.name,
      dims: kept,
      shape: axes.filter(({ dropped }) => !dropped).map(({ indices }) => indices.length),
      coords,
      data: gather(this.data, this.shape, axes),
      attributes: this.attributes,
    });
  }

  /**
   * A table with one row per value: a column for every coordinate (positions where a dimension has no labels),
   * then the values under the array's name ("value" if it has none).
   */
  toTable(): ColumnTable {
    const columns = new Map<string, Column>();
    for (const [d, dim] of this.dims.entries()) {
      const length = this.shape[d]!;
      const labels = this.coordinates.get(dim)?.values ?? Int32Array.from({ length }, (_, i) => i);
      columns.set(dim, this.spread(labels, d));
    }
    for (const [name, { dim, values }] of this.coordinates)
      if (!columns.has(name)) columns.set(name, this.spread(values, this.dims.indexOf(dim)));
    columns.set(this.name ?? "value", this.data);
    return tableOf(columns);
  }

  private get label(): string {
    return this.name ?? "the array";
  }

  /** The labels of dimension `d`, repeated for every value of the array. */
  private spread(labels: Labels, d: number): Labels {
    const inner = this.shape.slice(d + 1).reduce((product, length) => product * length, 1);
    const length = this.shape[d]!;
    const indices = new Int32Array(this.size);
    for (let i = 0; i < indices.length; i++) indices[i] = Math.floor(i / inner) % length;
    return pick(labels, indices);
  }
}

const PARTS: OptionNames<DataArrayInit> = {
  name: true,
  dims: true,
  shape: true,
  coords: true,
  data: true,
  attributes: true,
};

/** Callers in plain JavaScript may pass anything. */
function checkParts(init: DataArrayInit): void {
  const { knownOptions, refusal } = argumentChecks("Making an array");
  const { coords, data, dims, shape } = knownOptions(init, PARTS);
  const isCount = (length: unknown) => Number.isSafeInteger(length) && (length as number) >= 0;
  if (!Array.isArray(dims) || !dims.every((dim) => typeof dim === "string"))
    throw refusal("dims", dims, "a list of names");
  if (!Array.isArray(shape) || !shape.every(isCount)) throw refusal("shape", shape, "a list of lengths");
  if (!ArrayBuffer.isView(data) || !("length" in data)) throw refusal("data", data, "a typed array");
  if (coords === undefined) return;
  if (typeof coords !== "object" || coords === null) throw refusal("coords", coords, "an object");
  for (const [name, labels] of Object.entries(coords)) {
    const values: unknown = typeof labels === "object" && labels && "dim" in labels ? labels.values : labels;
    if (!Array.isArray(values) && !(ArrayBuffer.isView(values) && "length" in values))
      throw refusal(`the coordinate ${name}`, values, "a list of labels");
  }
}

function ordered(
  init: DataArrayInit,
  check: (name: string, coordinate: SideCoordinate) => void,
): ReadonlyMap<string, SideCoordinate> {
  const given = new Map<string, SideCoordinate>();
  for (const [name, value] of Object.entries(init.coords ?? {})) {
    const coordinate = isSideCoordinate(value) ? value : { dim: name, values: value };
    check(name, coordinate);
    given.set(name, coordinate);
  }
  const own = init.dims.filter((dim) => given.has(dim));
  const side = [...given.keys()].filter((name) => !own.includes(name));
  return new Map([...own, ...side].map((name) => [name, given.get(name)!]));
}

function isSideCoordinate(value: Labels | SideCoordinate): value is SideCoordinate {
  return "dim" in value;
}

/** Labels at the given positions, in the same kind of array. */
function pick<T extends Labels>(values: T, indices: Int32Array): T {
  if (Array.isArray(values)) return Array.from(indices, (i) => values[i]) as unknown as T;
  const source = values as unknown as NumericArray;
  const picked = emptyLike(source, indices.length);
  for (let i = 0; i < indices.length; i++) picked[i] = source[indices[i]!]!;
  return picked as unknown as T;
}

function emptyLike<Data extends NumericArray>(like: Data, length: number): Data {
  return new (like.constructor as new (length: number) => Data)(length);
}

function axis(selector: IndexSelector | undefined, length: number, dim: string, label: string): Axis {
  const found = readPositions(selector ?? {}, length, dim, label);
  if (typeof found === "number") return { indices: Int32Array.of(found), dropped: true };
  const indices = found instanceof Int32Array ? found : range(found.start, found.end);
  return { indices, dropped: false };
}

function range(start: number, end: number): Int32Array {
  return Int32Array.from({ length: end - start }, (_, i) => start + i);
}

/** Values at the crossings of the axes' indices, with the innermost contiguous runs copied as blocks. */
function gather<Data extends NumericArray>(
  data: Data,
  shape: readonly number[],
  axes: readonly Axis[],
): Data {
  const size = axes.reduce((product, { indices }) => product * indices.length, 1);
  const result = emptyLike(data, size);
  if (size === 0) return result;
  if (axes.length === 0) {
    result.set(data);
    return result;
  }
  const strides = shape.map((_, d) => shape.slice(d + 1).reduce((product, length) => product * length, 1));
  const last = axes[axes.length - 1]!.indices;
  const contiguous = last[last.length - 1]! - last[0]! === last.length - 1 && isRising(last);
  let written = 0;
  const walk = (d: number, offset: number): void => {
    const { indices } = axes[d]!;
    if (d < axes.length - 1) {
      for (const index of indices) walk(d + 1, offset + index * strides[d]!);
      return;
    }
    if (contiguous) result.set(data.subarray(offset + last[0]!, offset + last[0]! + last.length), written);
    else for (let i = 0; i < last.length; i++) result[written + i] = data[offset + last[i]!]!;
    written += last.length;
  };
  walk(0, 0);
  return result;
}

function isRising(indices: Int32Array): boolean {
  for (let i = 1; i < indices.length; i++) if (indices[i]! !== indices[i - 1]! + 1) return false;
  return true;
}

function refusal(label: string, reason: string): EcephysError {
  return new EcephysError("argument", { action: "Making an array", resource: label, reason });
}
