import { DataArray, type Table } from "@ecephys/core";
import { type ColumnTable, table } from "@ecephys/core/arquero";
import { typed } from "@ecephys/core/internal";
import { argumentChecks, EcephysError, type Ids, type OptionNames } from "@ecephys/files";
import { allocate } from "../allocate.ts";
import { inTurns } from "../in-turns.ts";
import { presentationSpikeTimeSteps } from "../presentation-spike-times.ts";
import { keptNumbers, rowsByName } from "./columns.ts";
import {
  checkStimulusData,
  chosenUnits,
  forUnits,
  readerOf,
  type SpikeReader,
  type StimulusData,
  UNITS_OPTIONS,
  type UnitsOptions,
} from "./data.ts";
import type { StimulusKind, StimulusKindName } from "./kinds.ts";
import type { Blocks } from "./rates.ts";
import { centreOf, conditionTotals, responseTo } from "./response.ts";
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
import { addToBins, countTrials, countWindows } from "./trials.ts";
import { dimensionOf, tuningCurve } from "./tuning.ts";

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

const PSTH_OPTIONS: OptionNames<ConditionwisePsthOptions> = { ...UNITS_OPTIONS, stimulusConditionIds: true };

/** A row of `presentationwiseStatistics`. */
export interface PresentationStatisticsRow {
  stimulus_presentation_id: number;
  unit_id: number;
  /** Spikes within the trial duration from the start, both ends included. */
  spike_counts: number;
  stimulus_condition_id: number;
  /** cm/s; NaN where it is not known. */
  running_speed: number;
}

/** A row of `conditionwiseStatistics`: spikes of the presentations of a condition, [start, stop). */
export interface ConditionStatisticsRow {
  unit_id: number;
  stimulus_condition_id: number;
  spike_count: number;
  stimulus_presentation_count: number;
  spike_mean: number;
  /** Of the sample; NaN for one presentation. */
  spike_std: number;
  spike_sem: number;
}

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
    const starts = keptNumbers(presentations, "start_time", this.action);
    const stops = keptNumbers(presentations, "stop_time", this.action);
    const rows = spontaneous?.filter((row) => stops[row]! - starts[row]! > 100);
    return usedColumns(presentations, rows ?? new Int32Array());
  }

  /** The conditions of the stimulus: `stimulus_condition_id` and the parameters. */
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
    const unitIds = this.units("conditionwiseStatistics", options);
    const { trials } = this.parts;
    const length = trials.conditionIds.length * unitIds.length;
    const column = () => allocate(Float64Array, [length], "conditions × units", this.action);
    const columns = {
      unit_id: column(),
      stimulus_condition_id: column(),
      spike_count: column(),
      stimulus_presentation_count: column(),
      spike_mean: column(),
      spike_std: column(),
      spike_sem: column(),
    };
    let u = 0;
    await forUnits(this.reader, unitIds, 1, options, this.action, ([unit]) => {
      const counts = countTrials(unit!.times, trials);
      const { totals, means } = conditionTotals(trials, unit!.times);
      for (const [c, members] of trials.members.entries()) {
        const row = c * unitIds.length + u;
        const n = members.length;
        let squares = 0;
        for (const trial of members) squares += (counts[trial]! - means[c]!) ** 2;
        const std = Math.sqrt(squares / (n - 1));
        columns.unit_id[row] = unit!.id;
        columns.stimulus_condition_id[row] = trials.conditionIds[c]!;
        columns.spike_count[row] = totals[c]!;
        columns.stimulus_presentation_count[row] = n;
        columns.spike_mean[row] = means[c]!;
        columns.spike_std[row] = std;
        columns.spike_sem[row] = std / Math.sqrt(n);
      }
      u++;
    });
    return typed<ConditionStatisticsRow>(table(columns));
  }

  /** Spikes of each trial, one row per presentation and unit. */
  async presentationwiseStatistics(options: UnitsOptions = {}): Promise<Table<PresentationStatisticsRow>> {
    const unitIds = this.units("presentationwiseStatistics", options);
    const { trials, trialDuration, speeds } = await this.stimulus();
    const ids = this.presentationIds();
    const length = ids.length * unitIds.length;
    const column = () => allocate(Float64Array, [length], "presentations × units", this.action);
    const columns = {
      stimulus_presentation_id: column(),
      unit_id: column(),
      spike_counts: column(),
      stimulus_condition_id: column(),
      running_speed: column(),
    };
    let u = 0;
    await forUnits(this.reader, unitIds, 1, options, this.action, ([unit]) => {
      const own = countWindows(unit!.times, trials.starts, trialDuration);
      for (let i = 0; i < own.length; i++) {
        const row = i * unitIds.length + u;
        columns.stimulus_presentation_id[row] = ids[i]!;
        columns.unit_id[row] = unit!.id;
        columns.spike_counts[row] = own[i]!;
        columns.stimulus_condition_id[row] = trials.conditionIds[trials.conditions[i]!]!;
        columns.running_speed[row] = speeds[i]!;
      }
      u++;
    });
    return typed<PresentationStatisticsRow>(table(columns));
  }

  /** Every spike of the presentations, [start, stop); see `presentationwiseSpikeTimes`. */
  async presentationwiseSpikeTimes(options: UnitsOptions = {}): Promise<Table<PresentationSpikeRow>> {
    const unitIds = this.units("presentationwiseSpikeTimes", options);
    const { signal, onProgress } = options;
    const spikeTimes = await this.reader.read(unitIds, { signal });
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
    const unitIds = this.units("conditionwisePsth", options, PSTH_OPTIONS);
    const { trials, edges } = this.parts;
    const chosen = this.conditionPositions(options.stimulusConditionIds);
    const bins = edges.length - 1;
    const shape = [chosen.length, bins, unitIds.length] as const;
    const data = allocate(Float64Array, shape, "conditions × bins × units", this.action);
    const counts = new Float64Array(bins);
    let u = 0;
    await forUnits(this.reader, unitIds, 1, options, this.action, ([unit]) => {
      for (const [k, condition] of chosen.entries()) {
        counts.fill(0);
        const members = trials.members[condition]!;
        for (const trial of members) addToBins(unit!.times, trials.starts[trial]!, edges, counts);
        for (let bin = 0; bin < bins; bin++)
          data[(k * bins + bin) * unitIds.length + u] = counts[bin]! / members.length;
      }
      u++;
    });
    return new DataArray({
      name: "spike_counts",
      dims: ["stimulus_condition_id", "time_relative_to_stimulus_onset", "unit_id"],
      shape,
      coords: {
        stimulus_condition_id: Float64Array.from(chosen, (c) => trials.conditionIds[c]!),
        time_relative_to_stimulus_onset: Float64Array.from({ length: bins }, (_, bin) =>
          centreOf(edges, bin),
        ),
        unit_id: Float64Array.from(unitIds),
      },
      data,
    });
  }

  /**
   * The condition of the largest mean response of each unit, of equals that of the smallest id: `unit_id`,
   * `stimulus_condition_id` (NaN where all conditions are blank). It need not have the preferred values of every parameter.
   */
  async preferredConditions(options: UnitsOptions = {}): Promise<Table<PreferredConditionRow>> {
    const unitIds = this.units("preferredConditions", options);
    const stimulus = { ...this.parts, speeds: new Float64Array() };
    const found: number[] = [];
    await forUnits(this.reader, unitIds, 1, options, this.action, ([unit]) => {
      const { preferred } = responseTo(stimulus, unit!.times);
      found.push(stimulus.trials.conditionIds[preferred] ?? Number.NaN);
    });
    return typed<PreferredConditionRow>(
      table({ unit_id: Float64Array.from(unitIds), stimulus_condition_id: Float64Array.from(found) }),
    );
  }

  /**
   * Mean responses (spikes per presentation) by the values of a parameter, over all conditions that have it, blank ones
   * left out: "spike_mean", dims unit_id × the parameter.
   * @throws an EcephysError "argument" for a parameter that the presentations do not have.
   * @example
   * const gratings = await session.driftingGratings();
   * const curves = await gratings.tuning("orientation");
   */
  async tuning(parameter: string, options: UnitsOptions = {}): Promise<DataArray<Float64Array>> {
    const unitIds = this.units("tuning", options);
    const dimension = dimensionOf(this.parts.trials, parameter, this.parts.blank);
    const width = dimension.values.length;
    const data = new Float64Array(unitIds.length * width);
    let at = 0;
    await forUnits(this.reader, unitIds, 1, options, this.action, ([unit]) => {
      data.set(tuningCurve(conditionTotals(this.parts.trials, unit!.times).means, dimension), at);
      at += width;
    });
    return new DataArray({
      name: "spike_mean",
      dims: ["unit_id", parameter],
      shape: [unitIds.length, width],
      coords: { unit_id: Float64Array.from(unitIds), [parameter]: dimension.values },
      data,
      attributes: { unit: "spikes per presentation" },
    });
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
    const name = ["stimulus_presentation_id", "id"].find((one) => presentations.columnNames().includes(one));
    if (name === undefined) return Float64Array.from(rows);
    const ids = keptNumbers(presentations, name, this.action);
    return Float64Array.from(rows, (row) => ids[row]!);
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
    if (!warn || key === undefined) return;
    const all = rowsByName(presentations, this.action).get(key)!.length;
    const missing = all - trials.rows.length;
    if (missing > 0)
      warn(`${missing} of ${all} presentations of ${key} have no time or no condition: they are left out.`);
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
