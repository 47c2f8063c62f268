import type { IndexSelector, LabelSelector, Table } from "@ecephys/core";
import { type ColumnTable, table } from "@ecephys/core/arquero";
import {
  checkSelection,
  DataArray,
  labelPositions,
  type ReadPositions,
  readPositions,
  typed,
} from "@ecephys/core/internal";
import { EcephysError, type OptionNames } from "@ecephys/files";
import { deadLink } from "../file/links.ts";
import type { NwbFile } from "../file/nwb-file.ts";
import { nameOfPath } from "../file/outline.ts";
import type { ValueKind } from "../file/series-layout.ts";
import { nested, type PlainValue } from "../file/values.ts";
import { counted } from "../file/warnings.ts";
import { spansOf } from "../lfp/spans.ts";
import type { TimeAxis } from "../lfp/time-axis.ts";
import { checkOptions, checkSignalOptions, SIGNAL_OPTIONS, type SignalOptions } from "../options.ts";
import { clockOf } from "./clock.ts";
import { intervalsOf, type SeriesIntervalRow } from "./intervals.ts";
import type { SeriesElectrodes, SeriesParts } from "./parts.ts";
import { rowsAt } from "./rows-at.ts";
import { readPlain, readScaled, type Samples } from "./samples.ts";

/** When the samples of a series were taken. */
export type SeriesTime =
  | { readonly kind: "rate"; readonly startingTime: number; readonly rate: number }
  | { readonly kind: "timestamps"; readonly unit: string }
  | { readonly kind: "none" };

/** A part of a series by times (seconds) and channels (ids). An omitted dimension is kept completely. */
export interface SeriesSelection {
  readonly time?: LabelSelector | undefined;
  readonly channel?: LabelSelector | undefined;
}

/** A part of a series by positions of samples and channels. An omitted dimension is kept completely. */
export interface SeriesPositions {
  readonly time?: IndexSelector | undefined;
  readonly channel?: IndexSelector | undefined;
}

/** Which samples a table has. */
export interface SeriesTableOptions extends SignalOptions {
  /** Seconds, included; from the first sample by default. */
  readonly from?: number | undefined;
  /** Seconds, included; to the last sample by default. */
  readonly to?: number | undefined;
}

/**
 * A series of an NWB file, whose samples stay there until they are selected: dims time (seconds), then channel where it
 * has several (ids of electrodes, else positions), then what else it has (`dim_2`, …). Values are in the series' `unit`:
 * data × conversion × the channel's conversion + offset, in double precision; missing is NaN. Series of text, booleans
 * or compounds have `values` and `table`.
 *
 * Its methods throw an EcephysError: "not-found" for channels and times that are not there, and where the series has no
 * samples; "format" where the file is damaged, or conversions do not fit its channels; "argument" for arguments that are
 * wrong.
 */
export class NwbSeries {
  readonly path: string;
  /** Its `neurodata_type`: "ElectricalSeries". */
  readonly type: string | undefined;
  readonly description: string;
  readonly comments: string;
  /** Samples, channels, …; undefined where it has no samples in this file. */
  readonly shape: readonly number[] | undefined;
  readonly dims: readonly string[];
  /** As it is stored. */
  readonly storedShape: readonly number[] | undefined;
  /** Whether its data is stored with channels first. */
  readonly isTransposed: boolean;
  readonly valueKind: ValueKind | undefined;
  /** "volts"; undefined where the file does not say. */
  readonly unit: string | undefined;
  readonly conversion: number;
  readonly offset: number;
  readonly channelConversion: Float64Array | undefined;
  readonly electrodes: SeriesElectrodes | undefined;
  readonly time: SeriesTime;
  /** Number of samples, or of times where there are no samples. */
  readonly length: number;
  /** What else the file says: `filtering`, `reference_frame`, `labels`, `external_file`, `control`. */
  readonly fields: Readonly<Record<string, PlainValue>>;
  readonly #file: NwbFile;
  readonly #parts: SeriesParts;
  readonly #clock: TimeAxis;

  /** Use `series` of `openNwb`. */
  constructor(file: NwbFile, parts: SeriesParts) {
    const { electrodes, fields, layout, scale, startingTime } = parts;
    this.#file = file;
    this.#parts = parts;
    this.#clock = clockOf(file, parts);
    this.path = layout.path;
    this.type = layout.type;
    this.description = layout.description;
    this.comments = layout.comments;
    this.shape = layout.shape;
    this.dims = (layout.shape ?? []).map((_, axis) => DIMS[axis] ?? `dim_${axis}`);
    this.storedShape = layout.storedShape;
    this.isTransposed = layout.isTransposed;
    this.valueKind = layout.valueKind;
    this.unit = layout.unit;
    this.conversion = layout.conversion;
    this.offset = layout.offset;
    this.channelConversion = scale.channels;
    this.electrodes = electrodes;
    this.length = layout.count;
    this.fields = fields;
    this.time =
      layout.time === "timestamps"
        ? { kind: "timestamps", unit: layout.timeUnit }
        : layout.rate !== undefined && startingTime !== undefined
          ? { kind: "rate", startingTime, rate: layout.rate }
          : { kind: "none" };
  }

  /** Ids of the electrodes of its channels, or their positions where it names none. */
  get channels(): Float64Array {
    const count = this.shape?.[1] ?? 1;
    const ids = this.electrodes?.ids;
    return ids?.length === count ? ids : Float64Array.from({ length: count }, (_, i) => i);
  }

  /**
   * Times in seconds of all samples, or of those from `start` to before `end`; undefined for a series without times.
   * Warns of times that go back.
   */
  async timestamps(range: { start?: number; end?: number } = {}): Promise<Float64Array | undefined> {
    this.#refuseDeadLink("timestamps");
    if (this.time.kind === "none") return undefined;
    const [start, end] = spansOf(readPositions(range, this.length, "time", this.path))[0]!;
    const times = await this.#clock.read(start, end);
    const back = times.filter((time, i) => i > 0 && time < times[i - 1]!).length;
    if (back > 0)
      this.#file.warnings.tell(
        this.path,
        "timestamps go back",
        `its timestamps go back at ${counted(back, "place")}, and are given as they are stored.`,
      );
    return times;
  }

  /**
   * The samples at some times and of some channels, in the forms of `DataArray.sel`: a single label drops its dimension,
   * a range includes both ends.
   * @example
   * const lfp = await recording.series("processing/ecephys/LFP/ElectricalSeriesLFP");
   * const part = await lfp.sel({ time: { from: 0.01, to: 0.02 }, channel: [0, 1000] }); // ids of electrodes
   */
  async sel(selection: SeriesSelection = {}, options: SignalOptions = {}): Promise<DataArray<Float64Array>> {
    checkSignalOptions("sel", options);
    const { time, channel } = checkSelection(selection, this.dims.slice(0, 2), this.path);
    return this.isel(
      {
        time: time === undefined ? undefined : await rowsAt(this.#clock, time, this.path),
        channel:
          channel === undefined ? undefined : labelPositions(channel, this.channels, "channel", this.path),
      },
      options,
    );
  }

  /** Like `sel`, by positions, in the forms of `DataArray.isel`. */
  async isel(selection: SeriesPositions = {}, options: SignalOptions = {}): Promise<DataArray<Float64Array>> {
    checkSignalOptions("isel", options);
    const { signal } = options;
    const shape = this.#requireSamples();
    const given = Object.fromEntries(
      Object.entries(selection ?? {}).filter(([, value]) => value !== undefined),
    );
    const { time = {}, channel = {} } = checkSelection<SeriesPositions>(
      given,
      this.dims.slice(0, 2),
      this.path,
    );
    const rows = readPositions(time, shape[0]!, "time", this.path);
    const columns = shape.length > 1 ? readPositions(channel, shape[1]!, "channel", this.path) : undefined;
    const across = columns === undefined ? undefined : spanOf(columns);
    const parts: Samples<Float64Array>[] = [];
    const stamps: Float64Array[] = [];
    for (const span of spansOf(rows)) {
      signal?.throwIfAborted();
      const range = { rows: span, columns: across };
      parts.push(await readScaled(this.#file, this.#parts.layout, this.#parts.scale, range, signal));
      stamps.push(await this.#clock.read(span[0], span[1]));
    }
    const block = this.#block(parts, stamps, across?.[0] ?? 0);
    return block.isel({
      ...(typeof rows === "number" && { time: 0 }),
      ...(columns !== undefined && isChosen(columns) && { channel: fromFirst(columns, across![0]) }),
    });
  }

  /** Reads all samples: a whole recording takes gigabytes. */
  async load(options: SignalOptions = {}): Promise<DataArray<Float64Array>> {
    checkSignalOptions("load", options);
    return this.isel({}, options);
  }

  /** Samples of any kind from `start` to before `end`, as plain values: text, booleans, objects, or numbers as stored. */
  async values(
    range: { readonly start?: number; readonly end?: number } = {},
    options: SignalOptions = {},
  ): Promise<readonly unknown[]> {
    checkSignalOptions("values", options);
    const [length] = this.#requireSamples();
    const span = spansOf(readPositions(range, length!, "time", this.path))[0]!;
    const { data, shape } = await readPlain(this.#file, this.#parts.layout, span, options.signal);
    return nested(data, shape) as readonly unknown[];
  }

  /**
   * Samples as a table: `time`, then `value`, or a column for each channel under its id. For series of one or two
   * dimensions.
   */
  async table(options: SeriesTableOptions = {}): Promise<ColumnTable> {
    const checks = checkOptions("table", options, TABLE_OPTIONS);
    const shape = this.#requireSamples();
    if (shape.length > 2)
      throw checks.refusal("the series", `of ${shape.length} dimensions`, "one of one or two dimensions");
    const { signal } = options;
    const from = checks.number("from", options.from);
    const to = checks.number("to", options.to);
    const isAll = from === undefined && to === undefined;
    const rows = isAll ? {} : await rowsAt(this.#clock, { from, to }, this.path);
    const isNumeric = this.valueKind === "integer" || this.valueKind === "number";
    if (isNumeric) return tableOfSamples(await this.isel({ time: rows }, { signal }), this.channels);
    const spans = spansOf(readPositions(rows, shape[0]!, "time", this.path));
    const columns: { time: number[]; value: unknown[] } = { time: [], value: [] };
    for (const [start, end] of spans) {
      columns.time.push(...(await this.#clock.read(start, end)));
      columns.value.push(...(await this.values({ start, end }, { signal })));
    }
    return table({ time: Float64Array.from(columns.time), value: columns.value });
  }

  /** Of an IntervalSeries, its intervals: `kind` (1, 2, …), `start_time`, `stop_time` (seconds); undefined of others. */
  async intervals(options: SignalOptions = {}): Promise<Table<SeriesIntervalRow> | undefined> {
    checkSignalOptions("intervals", options);
    if (this.type !== "IntervalSeries" || this.shape?.length !== 1) return undefined;
    const { data } = await this.load(options);
    return typed<SeriesIntervalRow>(intervalsOf(data, await this.#clock.read(0, data.length)));
  }

  #refuseDeadLink(name: "data" | "timestamps"): void {
    const link = this.#parts.deadLinks.get(name);
    if (link) throw deadLink(this.#file, `${this.path}/${name}`, link, "Reading a series");
  }

  #requireSamples(): readonly number[] {
    const { fields, path, shape } = this;
    if (shape !== undefined && this.#parts.hasFittingScale) return shape;
    this.#refuseDeadLink("data");
    const isOutside = fields.external_file !== undefined;
    throw new EcephysError(shape === undefined ? "not-found" : "format", {
      action: "Reading a series",
      resource: this.#file.nameOf(path),
      reason:
        shape !== undefined
          ? `its ${counted(this.channelConversion!.length, "channel conversion", ["does", "do"])} not fit its ${counted(shape[1] ?? 1, "channel")}`
          : isOutside
            ? `its frames lie in ${[fields.external_file].flat().join(", ")}`
            : "it has no data",
      remedy: isOutside ? "Videos are not read here: open that file with a program for it" : undefined,
    });
  }

  #block(
    parts: readonly Samples<Float64Array>[],
    stamps: readonly Float64Array[],
    firstChannel: number,
  ): DataArray<Float64Array> {
    const shape = [parts.reduce((rows, part) => rows + part.shape[0]!, 0), ...parts[0]!.shape.slice(1)];
    const channel = shape.length > 1 && {
      channel: this.channels.slice(firstChannel, firstChannel + shape[1]!),
    };
    return new DataArray({
      name: nameOfPath(this.path),
      dims: this.dims,
      shape,
      coords: { ...(this.time.kind !== "none" && { time: joined(stamps) }), ...channel },
      data: joined(parts.map(({ data }) => data)),
      attributes: { unit: this.unit },
    });
  }
}

const DIMS = ["time", "channel"];
const TABLE_OPTIONS: OptionNames<SeriesTableOptions> = { from: true, to: true, ...SIGNAL_OPTIONS };

function joined(parts: readonly Float64Array[]): Float64Array {
  if (parts.length === 1) return parts[0]!;
  const all = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The columns from the first to the last wanted one. */
function spanOf(columns: ReadPositions): [first: number, last: number] {
  if (typeof columns === "number") return [columns, columns + 1];
  if (!(columns instanceof Int32Array)) return [columns.start, columns.end];
  if (columns.length === 0) return [0, 0];
  return [columns.reduce((a, b) => Math.min(a, b)), columns.reduce((a, b) => Math.max(a, b)) + 1];
}

function isChosen(columns: ReadPositions): columns is number | Int32Array {
  return typeof columns === "number" || columns instanceof Int32Array;
}

function fromFirst(columns: number | Int32Array, first: number): number | Int32Array {
  return typeof columns === "number" ? columns - first : columns.map((column) => column - first);
}

function tableOfSamples(samples: DataArray<Float64Array>, channels: Float64Array): ColumnTable {
  const [rows = 0, width] = samples.shape;
  const time = samples.coordinates.has("time") ? { time: samples.coord("time") as Float64Array } : {};
  if (width === undefined) return table({ ...time, value: samples.data });
  const columns: Record<string, Float64Array> = {};
  for (let column = 0; column < width; column++)
    columns[String(channels[column])] = Float64Array.from(
      { length: rows },
      (_, row) => samples.data[row * width + column]!,
    );
  return table({ ...time, ...columns });
}
