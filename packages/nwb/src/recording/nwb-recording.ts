import type * as analysis from "@ecephys/analysis";
import type { DataArray, Table } from "@ecephys/core";
import { type ColumnTable, table } from "@ecephys/core/arquero";
import { typed } from "@ecephys/core/internal";
import { EcephysError, type Ids, type OptionNames } from "@ecephys/files";
import type { EventAnalyses } from "../events/analyses.ts";
import type {
  EventCorrelogramOptions,
  EventCountOptions,
  EventPsthOptions,
  EventRasterOptions,
  EventRateOptions,
  EventSpikeOptions,
  EventStatisticsOptions,
} from "../events/options.ts";
import { SERIES_KINDS, TABLE_KINDS } from "../file/kinds.ts";
import { readLinks } from "../file/links.ts";
import {
  type NwbMetadata,
  type NwbObject,
  type NwbSubject,
  readDevices,
  readElectrodeGroups,
  readMetadata,
  readNamespaces,
  readSubjectOf,
} from "../file/metadata.ts";
import type { NwbFile } from "../file/nwb-file.ts";
import { electrodesPath, pathOf, runningSpeedPath, SPEED_UNITS } from "../file/shortcuts.ts";
import { checkOptions, checkSignalOptions, SIGNAL_OPTIONS, type SignalOptions } from "../options.ts";
import type { NwbSeries } from "../series/nwb-series.ts";
import { RecordingReads } from "./reads.ts";
import type { ColumnRow, ContentRow, IntervalRow, LinkRow, SpeedRow } from "./row-types.ts";
import { arqueroTable, columnsTable, readTable, type TableOptions } from "./tables.ts";

/** Which units' spikes are read. */
export interface RecordingSpikeOptions extends SignalOptions {
  /** One id or several; all units by default. */
  readonly unitIds?: Ids | undefined;
}

const TABLE_OPTIONS: OptionNames<TableOptions> = { columns: true, ...SIGNAL_OPTIONS };
const SPIKE_OPTIONS: OptionNames<RecordingSpikeOptions> = { unitIds: true, ...SIGNAL_OPTIONS };

/**
 * An NWB 2 file of any lab: what is in it, by what is there. Everything is found wherever it lies, and addressed by its
 * path in the file, or by its bare name where only one has it. Names of tables, columns and fields are the file's; ids
 * are the first column, `id`; times are seconds. Missing numbers are NaN, other missing cells null. What is not there is
 * undefined. What is wrong in the file costs what it touches, in one warning each.
 *
 * Every method throws an EcephysError: "not-found" for a path, name, column or unit that is not there (it names those
 * that are), "format" where the file is damaged, "argument" for arguments and options that are wrong, and after `close`.
 *
 * @example
 * import { openNwb } from "@ecephys/nwb/node";
 *
 * const recording = await openNwb("recording.nwb");
 * (await recording.contents()).print();
 * const trials = await recording.intervals("trials");
 * const rates = await recording.psth({ intervals: "trials", align: "start_time", by: "contrast", window: [-0.5, 1] });
 * await recording.close();
 */
export class NwbRecording {
  readonly #reads: RecordingReads;
  readonly #warn: (message: string) => void;

  /** Use `openNwb`. */
  constructor(file: NwbFile, warn: (message: string) => void) {
    this.#reads = new RecordingReads(file, warn);
    this.#warn = warn;
  }

  /** Path, URL or name of the file. */
  get location(): string {
    return this.#reads.file.location;
  }

  /** The version of NWB that the file names, as written: "2.7.0". */
  get version(): string {
    return this.#reads.file.version;
  }

  /**
   * Everything in the file, one row each by path: tables (units, electrodes, intervals and others) with `rows` and
   * `columns`, series with `shape`, `unit` and `rate`, and what else is typed, with its `values`.
   */
  async contents(options: SignalOptions = {}): Promise<Table<ContentRow>> {
    checkSignalOptions("contents", options);
    const found = await this.#reads.details(options);
    return typed<ContentRow>(
      table({
        path: found.map(({ path }) => path),
        kind: found.map(({ kind }) => kind),
        type: found.map(({ type }) => type ?? null),
        description: found.map(({ description }) => description ?? null),
        rows: Float64Array.from(found, ({ rows }) => rows ?? Number.NaN),
        columns: Float64Array.from(found, ({ columns }) => columns ?? Number.NaN),
        shape: found.map(({ shape }) => shape ?? null),
        unit: found.map(({ unit }) => unit ?? null),
        rate: Float64Array.from(found, ({ rate }) => rate ?? Number.NaN),
        values: found.map(({ values }) => values ?? null),
      }),
    );
  }

  /** Soft and external links, which `contents` does not follow; warns of those that lead to nothing. */
  async links(options: SignalOptions = {}): Promise<Table<LinkRow>> {
    checkSignalOptions("links", options);
    const read = async (signal: AbortSignal) =>
      readLinks(this.#reads.file.until(signal), await this.#reads.outline({ signal }));
    const found = await this.#reads.once("links", read, options);
    return typed<LinkRow>(
      table({
        path: found.map(({ path }) => path),
        target: found.map(({ target }) => target),
        file: found.map(({ file }) => file ?? null),
        exists: found.map(({ exists }) => exists),
      }),
    );
  }

  /** What the file says about itself: `identifier`, `session_start_time`, `experimenter`, `lab`, … */
  async metadata(options: SignalOptions = {}): Promise<NwbMetadata> {
    checkSignalOptions("metadata", options);
    const read = async (signal: AbortSignal) =>
      readMetadata(this.#reads.file.until(signal), await this.#reads.outline({ signal }));
    return this.#reads.once("metadata", read, options);
  }

  /** The animal: `subject_id`, `species`, `sex`, `age` and `age_in_days`, …; undefined where the file has none. */
  async subject(options: SignalOptions = {}): Promise<NwbSubject | undefined> {
    checkSignalOptions("subject", options);
    const read = async (signal: AbortSignal) =>
      readSubjectOf(this.#reads.file.until(signal), await this.#reads.outline({ signal }));
    return this.#reads.once("subject", read, options);
  }

  /** The devices: `name`, `type`, `description`, `manufacturer`, … */
  async devices(options: SignalOptions = {}): Promise<readonly NwbObject[]> {
    checkSignalOptions("devices", options);
    const read = async (signal: AbortSignal) =>
      readDevices(this.#reads.file.until(signal), await this.#reads.outline({ signal }));
    return this.#reads.once("devices", read, options);
  }

  /** The electrode groups (probes, shanks, tetrodes): `name`, `location`, `device`, … */
  async electrodeGroups(options: SignalOptions = {}): Promise<readonly NwbObject[]> {
    checkSignalOptions("electrodeGroups", options);
    const read = async (signal: AbortSignal) =>
      readElectrodeGroups(this.#reads.file.until(signal), await this.#reads.outline({ signal }));
    return this.#reads.once("electrode groups", read, options);
  }

  /** The specifications that the file carries, with their versions. They are not needed to read it. */
  async namespaces(options: SignalOptions = {}): Promise<Readonly<Record<string, readonly string[]>>> {
    checkSignalOptions("namespaces", options);
    return this.#reads.once(
      "namespaces",
      (signal) => readNamespaces(this.#reads.file.until(signal)),
      options,
    );
  }

  /**
   * The units with all their columns but `spike_times`, for which see `spikeTimes`: `/units`, or the one table of units
   * that there is; undefined without one, and where several could be meant, with a warning. Cells of ragged columns and
   * matrices are arrays; `electrodes` are ids of electrodes, `electrode_group` the path of a group.
   */
  async units(options: TableOptions = {}): Promise<Table | undefined> {
    checkOptions("units", options, TABLE_OPTIONS);
    const path = await this.#reads.unitsPath(options);
    return path === undefined ? undefined : this.#table(path, options);
  }

  /**
   * Spike times in seconds by unit id, in the order of `unitIds` (by default of the file), as they are stored: only those
   * of the units asked for are read. Undefined without units, or where they have no spike times.
   * @example
   * const spikes = await recording.spikeTimes({ unitIds: [4, 7] });
   * spikes?.get(4); // a Float64Array of seconds
   */
  async spikeTimes(
    options: RecordingSpikeOptions = {},
  ): Promise<ReadonlyMap<number, Float64Array> | undefined> {
    const checks = checkOptions("spikeTimes", options, SPIKE_OPTIONS);
    return this.#reads.spikeTimes(checks.ids("unitIds", options.unitIds), options);
  }

  /** The electrodes with all their columns; undefined where the file has none. */
  async electrodes(options: TableOptions = {}): Promise<Table | undefined> {
    checkOptions("electrodes", options, TABLE_OPTIONS);
    const path = electrodesPath(await this.#reads.contents(options));
    return path === undefined ? undefined : this.#table(path, options);
  }

  /** Paths of the tables of intervals: trials, epochs, presentations and others. */
  async intervalNames(options: SignalOptions = {}): Promise<string[]> {
    checkSignalOptions("intervalNames", options);
    return this.#pathsOf(["intervals"], options);
  }

  /**
   * A table of intervals by its path or name: `trials`, `epochs` and `invalid_times` are those of `/intervals`, another
   * bare name is one that a single table has.
   * @example
   * const trials = await recording.intervals("trials");
   * const correct = trials.filter((d) => d.correct);
   */
  async intervals(name: string, options: TableOptions = {}): Promise<Table<IntervalRow>> {
    const checks = checkOptions("intervals", options, TABLE_OPTIONS);
    const wanted = checks.text(
      "the name",
      checks.required("the name", name, "the name of a table of intervals"),
    );
    const contents = await this.#reads.contents(options);
    const path = pathOf(this.#reads.file, contents, wanted, ["intervals"], "table of intervals");
    return typed<IntervalRow>(await this.#table(path, options));
  }

  /** Paths of all tables, those of units, electrodes and intervals among them. */
  async tableNames(options: SignalOptions = {}): Promise<string[]> {
    checkSignalOptions("tableNames", options);
    return this.#pathsOf(TABLE_KINDS, options);
  }

  /** Any table by its path or name. */
  async table(name: string, options: TableOptions = {}): Promise<Table> {
    checkOptions("table", options, TABLE_OPTIONS);
    return this.#table(await this.#tablePath("table", name, options), options);
  }

  /** What the columns of a table hold, one row each: `name`, `kind`, `shape`, `each`, `table`, `description`. */
  async columns(name: string, options: SignalOptions = {}): Promise<Table<ColumnRow>> {
    checkSignalOptions("columns", options);
    const path = await this.#tablePath("columns", name, options);
    return typed<ColumnRow>(
      columnsTable(await readTable(this.#reads.file, path, "Reading a table", options)),
    );
  }

  /** Paths of all series, and of events. */
  async seriesNames(options: SignalOptions = {}): Promise<string[]> {
    checkSignalOptions("seriesNames", options);
    return this.#pathsOf(SERIES_KINDS, options);
  }

  /**
   * A series by its path or name: a lazy array in physical units, of which only what is selected is read.
   * @example
   * const lfp = await recording.series("processing/ecephys/LFP/ElectricalSeriesLFP");
   * const part = await lfp.sel({ time: { from: 0.01, to: 0.02 } }); // a DataArray in lfp.unit
   */
  async series(name: string, options: SignalOptions = {}): Promise<NwbSeries> {
    const checks = checkSignalOptions("series", options);
    const wanted = checks.text("the name", checks.required("the name", name, "the path of a series"));
    const contents = await this.#reads.contents(options);
    await this.#reads.refuseDeadLink(wanted, "Opening a series", options);
    return this.#reads.series(pathOf(this.#reads.file, contents, wanted, SERIES_KINDS, "series"), options);
  }

  /** The running speed in cm/s, where one series is one (`/processing/running/running_speed`, or by its name and unit). */
  async runningSpeed(options: SignalOptions = {}): Promise<Table<SpeedRow> | undefined> {
    checkSignalOptions("runningSpeed", options);
    const path = (await this.shortcuts(options)).running_speed;
    if (path === undefined) return undefined;
    const series = await this.#reads.series(path, options);
    const factor = SPEED_UNITS[series.unit ?? ""] ?? 1;
    const { data } = await series.load(options);
    const time =
      (await series.timestamps({ end: data.length })) ?? new Float64Array(data.length).fill(Number.NaN);
    return typed<SpeedRow>(
      table({ time, velocity: factor === 1 ? data : data.map((speed) => speed * factor) }),
    );
  }

  /** The paths that `units`, `electrodes`, `trials`, `epochs`, `invalid_times` and `running_speed` stand for in this file. */
  async shortcuts(options: SignalOptions = {}): Promise<Readonly<Partial<Record<Shortcut, string>>>> {
    checkSignalOptions("shortcuts", options);
    const details = await this.#reads.details(options);
    const at = (path: string) => details.find((one) => one.path === path)?.path;
    const series = details.filter(({ kind }) => kind === "series");
    const found: Record<Shortcut, string | undefined> = {
      units: await this.#reads.unitsPath(options),
      electrodes: electrodesPath(details),
      trials: at("/intervals/trials"),
      epochs: at("/intervals/epochs"),
      invalid_times: at("/intervals/invalid_times"),
      running_speed: runningSpeedPath(this.#reads.file, series),
    };
    return Object.fromEntries(Object.entries(found).filter(([, path]) => path !== undefined));
  }

  /**
   * Mean firing rates (spikes/s) around a time of each interval: dims unit_id × time_relative_to_stimulus_onset
   * (seconds), with a first dimension for the values of the column `by`. See `psth` of `@ecephys/analysis`.
   * @example
   * const rates = await recording.psth({ intervals: "trials", align: "start_time", by: "contrast", window: [-0.5, 1] });
   */
  async psth(options: EventPsthOptions): Promise<DataArray<Float64Array>> {
    return (await this.#events()).psth(options);
  }

  /** The ticks of a raster plot, one row per spike and interval. See `rasterTable` of `@ecephys/analysis`. */
  async rasterTable(options: EventRasterOptions): Promise<ColumnTable> {
    return (await this.#events()).raster(options);
  }

  /** Spike counts: dims interval_id × time_relative_to_stimulus_onset × unit_id. See `presentationwiseSpikeCounts`. */
  async spikeCounts(options: EventCountOptions): Promise<analysis.SpikeCounts> {
    return (await this.#events()).counts(options);
  }

  /** Spikes during intervals, one row per spike and interval. See `presentationwiseSpikeTimes` of `@ecephys/analysis`. */
  async spikesDuring(options: EventSpikeOptions): Promise<ColumnTable> {
    return (await this.#events()).spikes(options);
  }

  /**
   * Auto- and cross-correlograms of units: pairs of spikes, dims unit_id × second_unit_id × lag (seconds), of all spikes,
   * of those in `timeRange`, or of those within intervals. See `correlograms` of `@ecephys/analysis`. With `workers` they
   * are counted by other threads, which gains where they take longer than a second.
   * @example
   * const pairs = await recording.correlograms({ unitIds: [4, 7], intervals: "trials", window: 0.05 });
   */
  async correlograms(options: EventCorrelogramOptions = {}): Promise<DataArray<Float64Array>> {
    return (await this.#events()).correlograms(options);
  }

  /** Firing rates (spikes/s) during intervals, one row per unit and value of `by`. See `firingRates`. */
  async firingRates(options: EventRateOptions): Promise<ColumnTable> {
    return (await this.#events()).rates(options);
  }

  /**
   * Mean, standard deviation and standard error of spikes per interval (spikes/s with `useRates`), one row per unit and
   * combination of the columns `by`. See `conditionwiseSpikeStatistics` of `@ecephys/analysis`.
   */
  async spikeStatistics(options: EventStatisticsOptions): Promise<ColumnTable> {
    return (await this.#events()).statistics(options);
  }

  /** Closes the file. What was read stays valid; later calls are refused. */
  async close(): Promise<void> {
    return this.#reads.close();
  }

  async #table(path: string, options: TableOptions): Promise<Table> {
    return typed(arqueroTable(await readTable(this.#reads.file, path, `Reading ${path}`, options)));
  }

  async #tablePath(method: string, name: string, options: SignalOptions): Promise<string> {
    const checks = checkOptions<object>(method, {}, {});
    const wanted = checks.text("the name", checks.required("the name", name, "the path of a table"));
    const contents = await this.#reads.contents(options);
    await this.#reads.refuseDeadLink(wanted, "Reading a table", options);
    return pathOf(this.#reads.file, contents, wanted, TABLE_KINDS, "table");
  }

  async #pathsOf(kinds: readonly string[], options: SignalOptions): Promise<string[]> {
    const contents = await this.#reads.contents(options);
    return contents.filter(({ kind }) => kinds.includes(kind)).map(({ path }) => path);
  }

  /** The analyses, which are loaded when the first is called. */
  async #events(): Promise<EventAnalyses> {
    const { EventAnalyses } = await import("../events/analyses.ts");
    return new EventAnalyses({
      spikeTimes: async (unitIds, signal) =>
        (await this.spikeTimes({ unitIds, signal })) ?? this.#lack("units with spike times"),
      intervals: (name, columns, signal) => this.intervals(name, { columns, signal }),
      warn: this.#warn,
    });
  }

  #lack(what: string): never {
    throw new EcephysError("not-found", {
      action: "Analysing spikes",
      resource: this.location,
      reason: `the file has no ${what}`,
      remedy: "contents() says what it has",
    });
  }
}

/** What a bare word stands for in any file. */
export type Shortcut = "units" | "electrodes" | "trials" | "epochs" | "invalid_times" | "running_speed";
