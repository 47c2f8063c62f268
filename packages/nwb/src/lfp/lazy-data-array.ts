import { DataArray, EcephysError, type NumericArray } from "@ecephys/core";
import { type IdSelection, listOfIds } from "../id-selection.ts";
import type { TimeAxis } from "./time-axis.ts";

/** Times in seconds from which data are not to be trusted to when they are again, both included. */
export interface TimeInterval {
  readonly start: number;
  readonly stop: number;
}

/** Where a lazy array's values come from. */
export interface LazySource {
  readonly name: string;
  readonly channels: Float64Array;
  readonly times: TimeAxis;
  /** Values become NaN here. */
  readonly masks: readonly TimeInterval[];
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Samples from `start` to before `end`, of the columns from `first` to before `last`. */
  read(
    rows: readonly [start: number, end: number],
    columns: readonly [first: number, last: number],
    signal: AbortSignal | undefined,
  ): Promise<NumericArray>;
}

/** A part of a recording by time and by the ids of channels. */
export interface LazySelection {
  /** From time to time in seconds, both included; everything by default. */
  readonly time?: readonly [from: number, to: number] | undefined;
  /** Ids of channels in the order wanted; all by default. */
  readonly channels?: IdSelection | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A part of a recording by positions. */
export interface LazyPositions {
  /** Samples from `start` to before `end`; everything by default. */
  readonly time?: readonly [start: number, end: number] | undefined;
  /** Positions of channels in the order wanted; all by default. */
  readonly channels?: readonly number[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A gap of so few columns is read along rather than jumped over. */
const NARROW_GAP = 8;

/**
 * Samples by time and channel that stay in their file until they are asked for: dims time (seconds) ×
 * channel (ids). `sel` and `isel` read the rows and columns that they need, and give a DataArray.
 */
export class LazyDataArray {
  readonly name: string;
  readonly dims = ["time", "channel"] as const;
  /** Samples and channels. */
  readonly shape: readonly [number, number];
  /** Ids of the channels, in the order of the columns. */
  readonly channels: Float64Array;
  readonly attributes: Readonly<Record<string, unknown>>;
  private readonly source: LazySource;

  constructor(source: LazySource) {
    this.source = source;
    this.name = source.name;
    this.channels = source.channels;
    this.shape = [source.times.length, source.channels.length];
    this.attributes = source.attributes;
  }

  /** Times of samples in seconds, of all by default: eight bytes each. */
  timestamps([start, end]: readonly [number, number] = [0, this.shape[0]]): Promise<Float64Array> {
    return this.source.times.read(start, end);
  }

  /**
   * The samples of a time span and of some channels, invalid ones NaN; a span without samples gives none.
   * @throws an EcephysError "not-found" for a channel that the probe's file does not have, "argument" for a
   * span that is none.
   */
  async sel({ time, channels, signal }: LazySelection = {}): Promise<DataArray> {
    signal?.throwIfAborted();
    const positions = channels === undefined ? undefined : this.positionsOf(channels);
    if (!time) return this.isel({ channels: positions, signal });
    const [from, to] = time;
    if (!(from <= to))
      throw new EcephysError("argument", {
        action: "selecting from a recording",
        resource: this.name,
        reason: `[${from}, ${to}] is no span of time`,
      });
    const { times } = this.source;
    const start = await times.search(from, "left");
    const end = await times.search(to, "right");
    const found = await this.isel({ time: [start, Math.max(start, end)], channels: positions, signal });
    return this.inOrder(found, [from, to], positions, signal);
  }

  /** As `sel`, by positions. @throws an EcephysError "not-found" for a channel's position beyond the last. */
  async isel({ time, channels, signal }: LazyPositions = {}): Promise<DataArray> {
    const rows = this.shape[0];
    const start = Math.min(rows, Math.max(0, time?.[0] ?? 0));
    const end = Math.min(rows, Math.max(start, time?.[1] ?? rows));
    const columns = channels ?? Array.from(this.channels.keys());
    const stamps = await this.source.times.read(start, end);
    const data = await this.readColumns([start, end], columns, signal);
    return new DataArray({
      name: this.name,
      dims: this.dims,
      shape: [end - start, columns.length],
      coords: { time: stamps, channel: Float64Array.from(columns, (column) => this.channels[column]!) },
      data: masked(data, stamps, this.source.masks),
      attributes: this.attributes,
    });
  }

  /** Everything: a whole session of one probe takes gigabytes. */
  load(options: { readonly signal?: AbortSignal | undefined } = {}): Promise<DataArray> {
    return this.isel(options);
  }

  /** Clocks run forwards; where a file's do not, the search was for nothing, and every time is looked at. */
  private async inOrder(
    found: DataArray,
    [from, to]: readonly [number, number],
    channels: readonly number[] | undefined,
    signal: AbortSignal | undefined,
  ): Promise<DataArray> {
    const stamps = found.coord("time") as Float64Array;
    if (stamps.every((stamp, i) => stamp >= from && stamp <= to && (i === 0 || stamp >= stamps[i - 1]!)))
      return found;
    const all = await this.isel({ channels, signal });
    return all.sel({ time: { from, to } });
  }

  private async readColumns(
    rows: readonly [number, number],
    columns: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<NumericArray> {
    const outside = columns.find((column) => !(column >= 0 && column < this.shape[1]));
    if (outside !== undefined) throw this.unknown(`there is no channel at position ${outside}`);
    const runs = columnRuns(columns);
    const only = runs.length === 1 ? runs[0] : undefined;
    if (only && only.columns.length === only.last - only.first && isRising(columns))
      return this.source.read(rows, [only.first, only.last], signal);
    let result: NumericArray | undefined;
    for (const { first, last, columns: wanted } of runs) {
      const part = await this.source.read(rows, [first, last], signal);
      result ??= new (part.constructor as new (length: number) => NumericArray)(
        (rows[1] - rows[0]) * columns.length,
      );
      scatter(part, last - first, wanted, first, result, columns.length);
    }
    return result ?? new Float32Array();
  }

  private positionsOf(channels: IdSelection): number[] {
    const positions = new Map(Array.from(this.channels, (id, position) => [id, position] as const));
    return listOfIds(channels).map((id) => {
      const position = positions.get(id);
      if (position === undefined) throw this.unknown(`there is no channel ${id}`);
      return position;
    });
  }

  private unknown(reason: string): EcephysError {
    return new EcephysError("not-found", {
      action: "selecting from a recording",
      resource: this.name,
      reason,
      remedy: "Its `channels` are those that were kept of the probe's",
    });
  }
}

interface ColumnRun {
  readonly first: number;
  last: number;
  /** Columns of the file, and the places that they are wanted at. */
  readonly columns: { readonly from: number; readonly to: number }[];
}

/** Neighbouring columns are read together. */
function columnRuns(columns: readonly number[]): ColumnRun[] {
  const runs: ColumnRun[] = [];
  const sorted = columns.map((from, to) => ({ from, to })).sort((a, b) => a.from - b.from);
  for (const column of sorted) {
    const last = runs.at(-1);
    if (last && column.from - last.last < NARROW_GAP) {
      last.last = Math.max(last.last, column.from + 1);
      last.columns.push(column);
    } else runs.push({ first: column.from, last: column.from + 1, columns: [column] });
  }
  return runs;
}

function isRising(columns: readonly number[]): boolean {
  return columns.every((column, i) => i === 0 || column === columns[i - 1]! + 1);
}

function scatter(
  part: NumericArray,
  width: number,
  wanted: ColumnRun["columns"],
  first: number,
  result: NumericArray,
  resultWidth: number,
): void {
  for (let row = 0; row * width < part.length; row++)
    for (const { from, to } of wanted) result[row * resultWidth + to] = part[row * width + from - first]!;
}

/** Rows within a mask become NaN; whole numbers become floating-point ones for it. */
function masked(data: NumericArray, stamps: Float64Array, masks: readonly TimeInterval[]): NumericArray {
  const hidden = Array.from(stamps.keys()).filter((row) =>
    masks.some(({ start, stop }) => stamps[row]! >= start && stamps[row]! <= stop),
  );
  if (hidden.length === 0) return data;
  const floating =
    data instanceof Float32Array || data instanceof Float64Array
      ? data
      : data.BYTES_PER_ELEMENT <= 2
        ? Float32Array.from(data)
        : Float64Array.from(data);
  const width = data.length / stamps.length;
  for (const row of hidden) floating.fill(Number.NaN, row * width, (row + 1) * width);
  return floating;
}
