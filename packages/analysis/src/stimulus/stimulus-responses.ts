import type { DataArray, Table } from "@ecephys/core";
import { type ColumnTable, table } from "@ecephys/core/arquero";
import { typed } from "@ecephys/core/internal";
import { argumentChecks, EcephysError, type Ids, type OptionNames } from "@ecephys/files";
import { inTurns } from "@ecephys/files/internal";
import { isMissing, presentationIdColumn } from "../inputs.ts";
import { presentationSpikeTimeSteps } from "../presentation-spike-times.ts";
import { keptColumn, keptNumbers, keptTimes, rowsByName } from "./columns.ts";
import {
  checkStimulusData,
  chosenUnits,
  readerOf,
  readSpikes,
  type SpikeReader,
  type StimulusData,
  UNITS_OPTIONS,
  type UnitsOptions,
} from "./data.ts";
import type { StimulusKind, StimulusKindName } from "./kinds.ts";
import type { Blocks } from "./rates.ts";
import { meanVelocities } from "./running.ts";
import type {
  PreferredConditionRow,
  PresentationSpeedRow,
  PresentationSpikeRow,
  StimConditionRow,
  StimTableRow,
} from "./shown-rows.ts";
import { type Stimulus, type StimulusOptions, stimulusOf } from "./stimulus.ts";
import { conditionTable, usedColumns } from "./tables.ts";
import { dimensionOf } from "./tuning.ts";
import {
  type ConditionStatisticsRow,
  conditionPsth,
  conditionStatistics,
  type PresentationStatisticsRow,
  parameterTuning,
  preferredConditions,
  presentationStatistics,
  type UnitsCall,
} from "./unit-responses.ts";

/** Which stimulus and which units are analysed. */
export interface StimulusAnalysisOptions extends StimulusOptions {
  /** One id or several, in this order; all by default. */
  readonly unitIds?: Ids | undefined;
}

export const STIMULUS_ANALYSIS_OPTIONS: OptionNames<StimulusAnalysisOptions> = {
  stimulusKey: true,
  trialDuration: true,
  psthResolution: true,
  unitIds: true,
};

/** Which conditions a histogram is made of, and for which units. */
export interface ConditionwisePsthOptions extends UnitsOptions {
  /** One id or several; all by default. */
  readonly stimulusConditionIds?: Ids | undefined;
}

const CONDITIONWISE_PSTH_OPTIONS: OptionNames<ConditionwisePsthOptions> = {
  ...UNITS_OPTIONS,
  stimulusConditionIds: true,
};

/**
 * The responses of units to one stimulus: tables of presentations and conditions, counts, histograms and tuning. Three
 * windows are kept apart, as in AllenSDK: a presentation, [start, stop), for condition statistics, tuning and preferred
 * conditions; a trial, [start, start + trialDuration] for presentation statistics; and bins that end one bin before the
 * trial does. Tables of conditions and units are in the order of condition ids and of `unitIds`.
 */
export class StimulusResponses<Kind extends StimulusKindName = StimulusKindName> {
  readonly kind: StimulusKind;
  /** The units of the analysis. */
  readonly unitIds: readonly number[];
  protected readonly data: StimulusData;
  protected readonly reader: SpikeReader;
  protected readonly action: string;
  private readonly parts: Omit<Stimulus, "speeds">;
  private whole: Promise<Stimulus> | undefined;

  constructor(kind: StimulusKind, data: StimulusData, options: StimulusAnalysisOptions = {}) {
    this.action = `Analysing ${kind.title.toLowerCase()}`;
    const checks = checkStimulusData(data, this.action);
    checks.knownOptions(options, STIMULUS_ANALYSIS_OPTIONS);
    checks.positive("trialDuration", options.trialDuration, "seconds");
    checks.positive("psthResolution", options.psthResolution, "seconds");
    if (options.stimulusKey !== undefined) checks.text("stimulusKey", options.stimulusKey);
    this.kind = kind;
    this.data = data;
    this.reader = readerOf(data);
    this.unitIds = chosenUnits(this.reader.unitIds, options.unitIds, this.action);
    this.parts = stimulusOf(data.presentations, kind, options, this.action);
    this.warnOfGaps();
  }

  /** "Drifting Gratings". */
  get name(): string {
    return this.kind.title;
  }

  /** The name of the stimulus; undefined where the presentations have no names. */
  get stimulusKey(): string | undefined {
    return this.parts.key;
  }

  /** Seconds. */
  get trialDuration(): number {
    return this.parts.trialDuration;
  }

  /** Presentations of the stimulus, those without a time or a condition (masked ones) left out. */
  get totalPresentations(): number {
    return this.parts.trials.rows.length;
  }

  /**
   * The presentations in order of their start, without the columns that this stimulus does not use. Where the table has no
   * `stimulus_presentation_id`, it is the `id`, or the number of the row.
   */
  stimTable(): Table<StimTableRow<Kind>> {
    const shown = usedColumns(this.data.presentations, this.parts.trials.rows);
    const ids = shown.columnNames().includes("stimulus_presentation_id")
      ? shown
      : table({ stimulus_presentation_id: this.presentationIds() }).assign(shown);
    return typed<StimTableRow<Kind>>(ids);
  }

  /** "spontaneous" presentations of more than 100 s, the grey screen between blocks. */
  stimTableSpontaneous(): ColumnTable {
    const { presentations } = this.data;
    const spontaneous = presentations.columnNames().includes("stimulus_name")
      ? rowsByName(presentations, this.action).get("spontaneous")
      : undefined;
    const starts = keptTimes(presentations, "start_time", this.action);
    const stops = keptTimes(presentations, "stop_time", this.action);
    const rows = spontaneous?.filter((row) => stops[row]! - starts[row]! > 100);
    return usedColumns(presentations, rows ?? new Int32Array());
  }

  /** The conditions of the stimulus: `stimulus_condition_id` and the parameters that do not vary within a condition. */
  stimulusConditions(): Table<StimConditionRow<Kind>> {
    const { presentations, conditions } = this.data;
    return typed<StimConditionRow<Kind>>(
      conditionTable(presentations, conditions, this.parts.trials, this.action),
    );
  }

  /** Ids of the blank conditions, which are never preferred. */
  get nullConditions(): readonly number[] {
    const { trials, blank } = this.parts;
    return Array.from(trials.conditionIds).filter((_, c) => blank[c] === 1);
  }

  /**
   * The distinct values of a parameter, ascending; missing ones are left out.
   * @throws an EcephysError "argument" for a parameter that the presentations do not have.
   */
  parameterValues(parameter: string): Float64Array {
    const none = new Uint8Array(this.parts.trials.conditionIds.length);
    return dimensionOf(this.parts.trials, parameter, none).values;
  }

  /** Runs of presentations, seconds; see `presentationBlocks`. */
  get blocks(): Blocks {
    return this.parts.blocks;
  }

  /** The mean running speed during each presentation: `stimulus_presentation_id`, `running_speed` (cm/s, NaN where not known). */
  async runningSpeed(): Promise<Table<PresentationSpeedRow>> {
    const { speeds } = await this.stimulus();
    return typed<PresentationSpeedRow>(
      table({ stimulus_presentation_id: this.presentationIds(), running_speed: speeds }),
    );
  }

  /** Spikes of the presentations of each condition, one row per condition and unit. */
  async conditionwiseStatistics(options: UnitsOptions = {}): Promise<Table<ConditionStatisticsRow>> {
    return conditionStatistics(this.parts, this.call("conditionwiseStatistics", options));
  }

  /** Spikes of each trial, one row per presentation and unit. */
  async presentationwiseStatistics(options: UnitsOptions = {}): Promise<Table<PresentationStatisticsRow>> {
    const call = this.call("presentationwiseStatistics", options);
    return presentationStatistics(await this.stimulus(), this.presentationIds(), call);
  }

  /** Every spike of the presentations, [start, stop); see `presentationwiseSpikeTimes`. */
  async presentationwiseSpikeTimes(options: UnitsOptions = {}): Promise<Table<PresentationSpikeRow>> {
    const unitIds = this.units("presentationwiseSpikeTimes", options);
    const { signal, onProgress } = options;
    const spikeTimes = await readSpikes(this.reader, unitIds, { signal }, this.action);
    const { starts, stops } = this.parts.trials;
    const presentations = table({
      stimulus_presentation_id: this.presentationIds(),
      start_time: starts,
      stop_time: stops,
    });
    const steps = presentationSpikeTimeSteps({ spikeTimes, presentations }, { unitIds });
    const total = unitIds.length;
    const found = await inTurns(steps, {
      signal,
      onProgress: ({ fraction }) => onProgress?.({ done: Math.floor(fraction * total), total }),
    });
    onProgress?.({ done: total, total });
    return typed<PresentationSpikeRow>(found);
  }

  /**
   * Mean counts per presentation by bin: "spike_counts", dims stimulus_condition_id × time_relative_to_stimulus_onset
   * (bin centres, seconds) × unit_id.
   */
  async conditionwisePsth(options: ConditionwisePsthOptions = {}): Promise<DataArray<Float64Array>> {
    const call = this.call("conditionwisePsth", options, CONDITIONWISE_PSTH_OPTIONS);
    return conditionPsth(this.parts, this.conditionPositions(options.stimulusConditionIds), call);
  }

  /**
   * The condition of the largest mean response of each unit, of equals that of the smallest id: `unit_id`,
   * `stimulus_condition_id` (NaN where all conditions are blank). It need not have the preferred values of every parameter.
   */
  async preferredConditions(options: UnitsOptions = {}): Promise<Table<PreferredConditionRow>> {
    return preferredConditions(this.parts, this.call("preferredConditions", options));
  }

  /**
   * Mean responses (spikes per presentation) by the values of a parameter, over all conditions that have it, blank ones
   * left out: "spike_mean", dims unit_id × the parameter.
   * @throws an EcephysError "argument" for a parameter that the presentations do not have, or not as numbers, and where
   * a condition was shown with several values of it.
   * @example
   * const gratings = await session.driftingGratings();
   * const curves = await gratings.tuning("orientation");
   */
  async tuning(parameter: string, options: UnitsOptions = {}): Promise<DataArray<Float64Array>> {
    const call = this.call("tuning", options);
    this.refuseWithoutNumbers(parameter);
    return parameterTuning(this.parts, parameter, call);
  }

  /** Everything that metrics need, running speeds included; made once. */
  protected stimulus(): Promise<Stimulus> {
    if (!this.whole) {
      this.whole = this.withSpeeds();
      this.whole.catch(() => {
        this.whole = undefined;
      });
    }
    return this.whole;
  }

  /** Checks the options of a method; the ids of its units. */
  protected units<Options extends UnitsOptions>(
    method: string,
    options: Options,
    names: OptionNames<Options> = UNITS_OPTIONS as OptionNames<Options>,
  ): readonly number[] {
    const action = `Calling ${method}`;
    checkStimulusData(this.data, action).knownOptions(options, names);
    return chosenUnits(this.unitIds, options.unitIds, action);
  }

  /** Checks the options of a method; what it goes over. */
  private call<Options extends UnitsOptions>(
    method: string,
    options: Options,
    names?: OptionNames<Options>,
  ): UnitsCall {
    const { signal, onProgress } = options;
    return {
      reader: this.reader,
      unitIds: this.units(method, options, names),
      signal,
      onProgress,
      action: this.action,
    };
  }

  /** The stimulus without speeds. */
  protected get own(): Omit<Stimulus, "speeds"> {
    return this.parts;
  }

  private async withSpeeds(): Promise<Stimulus> {
    const { runningSpeed } = this.data;
    const running = typeof runningSpeed === "function" ? await runningSpeed() : runningSpeed;
    if (running) return { ...this.parts, speeds: meanVelocities(running, this.parts.trials, this.action) };
    this.data.warn?.("There is no running speed: nothing is known of modulation by running.");
    return { ...this.parts, speeds: new Float64Array(this.totalPresentations).fill(Number.NaN) };
  }

  private presentationIds(): Float64Array {
    const { presentations } = this.data;
    const { rows } = this.parts.trials;
    const name = presentationIdColumn(presentations);
    if (name === undefined) return Float64Array.from(rows);
    const ids = keptNumbers(presentations, name, this.action);
    return Float64Array.from(rows, (row) => ids[row]!);
  }

  /** Where presentations have something else than numbers for a parameter, there is no curve along it. */
  private refuseWithoutNumbers(parameter: string): void {
    if (this.parameterValues(parameter).length > 0) return;
    const values = keptColumn(this.data.presentations, parameter, this.action);
    if (this.parts.trials.rows.every((row) => isMissing(values[row]))) return;
    throw new EcephysError("argument", {
      action: this.action,
      resource: `the parameter ${parameter}`,
      reason: "none of the conditions has a number for it",
      remedy: "Choose a parameter of numbers, from stimulusConditions()",
    });
  }

  private conditionPositions(wanted: Ids | undefined): readonly number[] {
    const { conditionIds } = this.parts.trials;
    if (wanted === undefined) return [...conditionIds.keys()];
    const ids = conditionsNamed(conditionIds, wanted, this.action);
    return ids.map((id) => conditionIds.indexOf(id));
  }

  private warnOfGaps(): void {
    const { presentations, warn } = this.data;
    const { key, trials } = this.parts;
    if (!warn) return;
    const all =
      key === undefined ? presentations.numRows() : rowsByName(presentations, this.action).get(key)!.length;
    const missing = all - trials.rows.length;
    const named = key === undefined ? "" : ` of ${key}`;
    if (missing > 0)
      warn(
        `${missing} of ${all} presentations${named} have no start, no stop that is not before it, or no condition: they are left out.`,
      );
  }
}

function conditionsNamed(known: Float64Array, wanted: Ids, action: string): readonly number[] {
  const ids = argumentChecks(action).ids("stimulusConditionIds", wanted);
  const unknown = ids.filter((id) => !known.includes(id));
  if (unknown.length === 0) return ids;
  throw new EcephysError("not-found", {
    action,
    resource: `stimulus condition ${unknown.slice(0, 5).join(", ")}`,
    reason: "the stimulus has no condition of this id",
    remedy: "Take ids from stimulusConditions()",
  });
}
