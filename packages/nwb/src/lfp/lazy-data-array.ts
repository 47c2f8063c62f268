import type {
  IndexRange,
  IndexSelector,
  Label,
  LabelRange,
  LabelSelector,
  NumericArray,
} from "@ecephys/core";
import {
  checkSelection,
  DataArray,
  labelPositions,
  type ReadLabels,
  type ReadPositions,
  readLabels,
  readPositions,
} from "@ecephys/core/internal";
import { argumentChecks, EcephysError } from "@ecephys/files";
import { isAscending } from "@ecephys/files/internal";
import { checkSignalOptions, type SignalOptions } from "../options.ts";
import { type EvenClock, rowsBetween } from "./clock-search.ts";
import { columnRuns, isRising, scatter } from "./columns.ts";
import { joined, listOf, type Span, spansOf } from "./spans.ts";
import type { TimeAxis } from "./time-axis.ts";

/** A time in which data are invalid, in seconds, both ends included. */
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

/** A part of a recording: times in seconds, ids of channels. An omitted dimension is kept completely. */
export interface LazySelection {
  readonly time?: LabelSelector | undefined;
  readonly channel?: LabelSelector | undefined;
}

/** A part of a recording by positions of samples and channels. An omitted dimension is kept completely. */
export interface LazyPositions {
  readonly time?: IndexSelector | undefined;
  readonly channel?: IndexSelector | undefined;
}

/**
 * Samples by time and channel that stay in the file until they are selected: dims time (seconds) × channel
 * (ids). `sel` and `isel` read the rows and columns that they need, and return a DataArray.
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

  /**
   * Times of samples in seconds, by default of all samples (eight bytes each).
   * @param range `start` to before `end`; negative positions count from the end.
   */
  async timestamps(range: IndexRange = {}): Promise<Float64Array> {
    const found = readPositions(range, this.shape[0], "time", this.name);
    const [start, end] = spansOf(found)[0]!;
    return this.source.times.read(start, end);
  }

  /**
   * The samples at the given times and channels, in the forms of `DataArray.sel`:
   * `sel({ time: { from: 10, to: 11 }, channel: [850261194, 850261196] })`. A single label drops its dimension, a
   * list keeps the order given, a range includes both ends; a range without samples is empty. Invalid samples are NaN.
   * @throws an EcephysError "not-found" for a channel that the probe's file does not have, for a single time at which
   * there is no sample, and for other dimensions; "argument" for a malformed selection.
   */
  async sel(selection: LazySelection = {}, options: SignalOptions = {}): Promise<DataArray> {
    checkSignalOptions("sel", options);
    const { signal } = options;
    signal?.throwIfAborted();
    const { time, channel } = checkSelection(selection, this.dims, this.name);
    const channels =
      channel === undefined ? undefined : labelPositions(channel, this.channels, "channel", this.name);
    if (time === undefined) return this.isel({ channel: channels }, { signal });
    const wanted = readLabels(time, "time", this.name);
    if (isRange(wanted)) return this.between(wanted, channels, signal);
    const times = isList(wanted) ? wanted : [wanted];
    const rows: number[] = [];
    for (const one of times) rows.push(await this.sampleAt(one));
    return this.isel({ time: isList(wanted) ? rows : rows[0], channel: channels }, { signal });
  }

  /**
   * Like `sel`, by positions, in the forms of `DataArray.isel`: `isel({ time: { start: 0, end: 2500 }, channel:
   * 0 })`.
   * @throws an EcephysError "not-found" for a position or dimension that does not exist, "argument" for a
   * malformed selection.
   */
  async isel(selection: LazyPositions = {}, options: SignalOptions = {}): Promise<DataArray> {
    checkSignalOptions("isel", options);
    const { signal } = options;
    const { time = {}, channel = {} } = checkSelection(selection, this.dims, this.name);
    const rows = readPositions(time, this.shape[0], "time", this.name);
    const columns = readPositions(channel, this.shape[1], "channel", this.name);
    return this.#at(rows, columns, signal);
  }

  /** @param stampsOf Gives the times of a span. */
  async #at(
    rows: ReadPositions,
    columns: ReadPositions,
    signal: AbortSignal | undefined,
    stampsOf?: (span: Span) => Promise<Float64Array>,
  ): Promise<DataArray> {
    const block = await this.block(spansOf(rows), listOf(columns), signal, stampsOf);
    const dropped = {
      ...(typeof rows === "number" && { time: 0 }),
      ...(typeof columns === "number" && { channel: 0 }),
    };
    // Selecting copies, even if nothing is dropped.
    return Object.keys(dropped).length === 0 ? block : block.isel(dropped);
  }

  /** Reads everything: a complete session of one probe takes gigabytes. */
  async load(options: SignalOptions = {}): Promise<DataArray> {
    checkSignalOptions("load", options);
    return this.isel({}, options);
  }

  /** All samples between two times, both included. */
  private async between(
    range: LabelRange,
    channel: IndexSelector | undefined,
    signal: AbortSignal | undefined,
  ): Promise<DataArray> {
    const from = seconds(range.from ?? Number.NEGATIVE_INFINITY, this.name);
    const to = seconds(range.to ?? Number.POSITIVE_INFINITY, this.name);
    const { times } = this.source;
    const even = await times.evenClock();
    const found = even && (await this.computed(even, [from, to], channel, signal));
    if (found) return found;
    if (await times.runsForwards()) {
      const [start, end] = await Promise.all([times.search(from, "left"), times.search(to, "right")]);
      const found = await this.isel({ time: { start, end }, channel }, { signal });
      const stamps = found.coord("time") as Float64Array;
      if (stamps.every((stamp, i) => stamp >= from && stamp <= to && (i === 0 || stamp >= stamps[i - 1]!)))
        return found;
    }
    const rows = await this.rowsWhere((time) => time >= from && time <= to);
    return this.isel({ time: rows, channel }, { signal });
  }

  /**
   * As `between`, of an even clock: samples and times are read at once where the times should be. Undefined where they
   * are not there.
   */
  private async computed(
    clock: EvenClock,
    [from, to]: readonly [number, number],
    channel: IndexSelector | undefined,
    signal: AbortSignal | undefined,
  ): Promise<DataArray | undefined> {
    const length = this.shape[0];
    const [start, end] = rowsBetween(clock, length, from, to);
    // With the neighbours on both sides, which are outside of the interval.
    const columns = readPositions(channel ?? {}, this.shape[1], "channel", this.name);
    const first = Math.max(0, start - 1);
    const reading = this.source.times.read(first, Math.min(length, end + 1));
    const [isRight, found] = await Promise.all([
      // While samples are read.
      reading.then((stamps) => areBetween(stamps, [start - first, end - first], [from, to])),
      this.#at({ start, end }, columns, signal, async () =>
        (await reading).subarray(start - first, end - first),
      ),
    ]);
    return isRight ? found : undefined;
  }

  /** Positions of the wanted times, found by checking all of them, for clocks that do not run forwards. */
  private async rowsWhere(isWanted: (time: number) => boolean): Promise<Int32Array> {
    const stamps = await this.source.times.read(0, this.source.times.length);
    return Int32Array.from(stamps.keys()).filter((row) => isWanted(stamps[row]!));
  }

  /** The position of the sample at exactly this time. */
  private async sampleAt(label: Label): Promise<number> {
    const { times } = this.source;
    const time = seconds(label, this.name);
    const row = (await times.runsForwards())
      ? await times.search(time, "left")
      : ((await this.rowsWhere((one) => one === time))[0] ?? times.length);
    const next = await times.read(row, Math.min(times.length, row + 1));
    if (next[0] === time) return row;
    throw new EcephysError("not-found", {
      action: "Selecting from an array",
      resource: this.name,
      reason: `there is no sample at exactly ${time} s`,
      remedy: "Give { time: { from, to } } for all samples of an interval, both ends included",
    });
  }

  /** The rows of some spans, concatenated, in some columns. */
  private async block(
    spans: readonly Span[],
    columns: readonly number[],
    signal: AbortSignal | undefined,
    stampsOf = ([start, end]: Span) => this.source.times.read(start, end),
  ): Promise<DataArray> {
    const parts: DataArray[] = [];
    for (const [start, end] of spans) {
      const [data, stamps] = await Promise.all([
        this.readColumns([start, end], columns, signal),
        stampsOf([start, end]),
      ]);
      parts.push(
        new DataArray({
          name: this.name,
          dims: this.dims,
          shape: [end - start, columns.length],
          coords: { time: stamps, channel: Float64Array.from(columns, (column) => this.channels[column]!) },
          data: masked(data, stamps, this.source.masks),
          attributes: this.attributes,
        }),
      );
    }
    return parts.length === 1 ? parts[0]! : joined(parts);
  }

  private async readColumns(
    rows: readonly [number, number],
    columns: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<NumericArray> {
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
}

function isRange(labels: ReadLabels): labels is LabelRange {
  return typeof labels === "object" && !isList(labels);
}

function isList(labels: ReadLabels): labels is readonly Label[] {
  return Array.isArray(labels);
}

/** Whether times ascend, those of the rows from `start` to before `end` lie between two, and the others do not. */
function areBetween(
  stamps: Float64Array,
  [start, end]: Span,
  [from, to]: readonly [from: number, to: number],
): boolean {
  if (!isAscending(stamps)) return false;
  const areOthersOutside =
    (start === 0 || stamps[start - 1]! < from) && (end === stamps.length || stamps[end]! > to);
  return areOthersOutside && (start === end || (stamps[start]! >= from && stamps[end - 1]! <= to));
}

/** Times must be numbers, unlike other labels. */
function seconds(time: Label, resource: string): number {
  if (typeof time === "number") return time;
  throw argumentChecks("Selecting from an array").refusal(
    `"time" of ${resource}`,
    time,
    "a time",
    "Give seconds",
  );
}

/** Rows within a mask become NaN, which turns integers into floating-point numbers. */
function masked(data: NumericArray, stamps: Float64Array, masks: readonly TimeInterval[]): NumericArray {
  const width = data.length / stamps.length;
  let result = data;
  for (const { start, stop } of masks)
    for (let row = 0; row < stamps.length; row++) {
      if (!(stamps[row]! >= start && stamps[row]! <= stop)) continue;
      if (result === data) result = floating(data);
      result.fill(Number.NaN, row * width, (row + 1) * width);
    }
  return result;
}

function floating(data: NumericArray): Float32Array | Float64Array {
  if (data instanceof Float32Array || data instanceof Float64Array) return data;
  return data.BYTES_PER_ELEMENT <= 2 ? Float32Array.from(data) : Float64Array.from(data);
}
