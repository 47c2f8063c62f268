import type { DataArray, Table } from "@ecephys/core";
import { type ColumnTable, table } from "@ecephys/core/arquero";
import { typed } from "@ecephys/core/internal";
import { EcephysError, type Id, type OptionNames } from "@ecephys/files";
import type { NwbFile } from "../file/nwb-file.ts";
import type { PlainValue } from "../file/values.ts";
import type { LazyDataArray } from "../lfp/lazy-data-array.ts";
import { checkOptions, checkSignalOptions, SIGNAL_OPTIONS, type SignalOptions } from "../options.ts";
import type { NwbRecording } from "../recording/nwb-recording.ts";
import type { EcephysSession } from "../session/ecephys-session.ts";
import type { OptogeneticEpochRow, SessionChannelRow, SessionProbeRow } from "../session/row-types.ts";
import type { LfpOptions } from "../session/session-lfp.ts";
import type { UnitDataOptions } from "../session/session-spikes.ts";
import { readEyeTracking } from "./eye-tracking.ts";
import { type BehaviorSessionMetadata, readBehaviorMetadata, readTaskParameters } from "./metadata.ts";
import {
  type PerformanceMetrics,
  performanceMetrics,
  type RollingPerformanceRow,
  rewardRate,
  rollingPerformance,
} from "./performance.ts";
import { readBehaviorPresentations } from "./presentations.ts";
import { readStimulusTemplates, type StimulusImage } from "./stimulus-templates.ts";

/** Which trials count as engaged. */
export interface PerformanceMetricsOptions extends SignalOptions {
  /** Rewards a minute; 2 by default. */
  readonly engagedTrialRewardRateThreshold?: number | undefined;
}

const METRICS_OPTIONS: OptionNames<PerformanceMetricsOptions> = {
  engagedTrialRewardRateThreshold: true,
  ...SIGNAL_OPTIONS,
};

/** A row of `BehaviorEcephysSession.licks`. */
export interface LickRow {
  /** Seconds. */
  timestamps: number;
  frame: number;
}

/** A row of `BehaviorEcephysSession.rewards`. */
export interface RewardRow {
  /** Millilitres. */
  volume: number;
  /** Seconds. */
  timestamps: number;
  auto_rewarded: boolean;
}

/** A row of `BehaviorEcephysSession.runningSpeed`. */
export interface BehaviorSpeedRow {
  /** Seconds. */
  timestamps: number;
  /** cm/s. */
  speed: number;
}

/** Columns that are lists or matrices, which have a method of their own. */
const LISTS = new Set(["spike_times", "spike_amplitudes", "waveform_mean"]);

/**
 * A session of the Visual Behavior Neuropixels project, under the names of AllenSDK's `BehaviorEcephysSession`: trials,
 * licks, rewards, running, eye tracking and stimulus presentations beside units, spikes and LFP. Unit filters are none
 * unless they were given on opening. What a session does not have (licks, rewards, eye tracking) is an empty table.
 *
 * @example
 * import { openBehaviorSession } from "@ecephys/nwb/node";
 *
 * const session = await openBehaviorSession("ecephys_session_1044385384.nwb");
 * const trials = await session.trials();
 * const rates = await session.recording.psth({ intervals: "trials", align: "change_time_no_display_delay", by: "hit" });
 * await session.close();
 */
export class BehaviorEcephysSession {
  /** All that the file holds, and the analyses on any of its intervals. */
  readonly recording: NwbRecording;
  readonly #session: EcephysSession;
  readonly #file: NwbFile;
  readonly #leavesOutQuality: boolean;

  /** Use `openBehaviorSession`. */
  constructor(recording: NwbRecording, session: EcephysSession, leavesOutQuality: boolean, file: NwbFile) {
    this.#file = file;
    this.recording = recording;
    this.#session = session;
    this.#leavesOutQuality = leavesOutQuality;
  }

  /** Path, URL or name of the session's file. */
  get location(): string {
    return this.recording.location;
  }

  /** The session, its animal and its rig. */
  async metadata(options: SignalOptions = {}): Promise<BehaviorSessionMetadata> {
    checkSignalOptions("metadata", options);
    return readBehaviorMetadata(this.recording);
  }

  /** Parameters of the behavioural task. */
  async taskParameters(options: SignalOptions = {}): Promise<Readonly<Record<string, PlainValue>>> {
    checkSignalOptions("taskParameters", options);
    return readTaskParameters(this.recording);
  }

  /** Trials: `trials_id`, times (seconds), what happened, and `lick_times`, a list each. */
  async trials(options: SignalOptions = {}): Promise<Table> {
    checkSignalOptions("trials", options);
    const found = await this.recording.intervals("trials", options);
    const licks = found.columnNames().includes("lick_times") ? found.array("lick_times") : [];
    const lists = Array.from(licks as ArrayLike<unknown>, (one) =>
      typeof one === "number" ? Float64Array.of(one) : one,
    );
    const renamed = found.rename({ id: "trials_id" });
    return typed(lists.length === 0 ? renamed : renamed.assign(table({ lick_times: lists })));
  }

  /**
   * A summary of the behaviour: counts of trials and rewards, and means of the rolling rates, of all trials and of those
   * in which the animal was engaged: that have more rewards a minute than `engagedTrialRewardRateThreshold` (2 by default).
   */
  async getPerformanceMetrics(options: PerformanceMetricsOptions = {}): Promise<PerformanceMetrics> {
    const checks = checkOptions("getPerformanceMetrics", options, METRICS_OPTIONS);
    const { engagedTrialRewardRateThreshold: threshold = 2, signal } = options;
    checks.number("engagedTrialRewardRateThreshold", threshold);
    const [trials, rewards, rolling] = await Promise.all([
      this.trials({ signal }),
      this.rewards({ signal }),
      this.getRollingPerformanceDf({ signal }),
    ]);
    return performanceMetrics(trials, rewards, rolling, threshold);
  }

  /** Performance trial by trial: `trials_id`, `reward_rate` (a minute), rolling rates of hits and false alarms, and d′. */
  async getRollingPerformanceDf(options: SignalOptions = {}): Promise<Table<RollingPerformanceRow>> {
    checkSignalOptions("getRollingPerformanceDf", options);
    const rolling = rollingPerformance(await this.trials(options), await this.#responseWindowStart());
    return typed<RollingPerformanceRow>(rolling);
  }

  /** Rewards a minute around each trial; NaN of the first ten. */
  async getRewardRate(options: SignalOptions = {}): Promise<Float64Array> {
    checkSignalOptions("getRewardRate", options);
    return rewardRate(await this.trials(options), await this.#responseWindowStart());
  }

  /** The images that were shown, by their names, as they are and warped for the screen; undefined without any. */
  async stimulusTemplates(
    options: SignalOptions = {},
  ): Promise<ReadonlyMap<string, StimulusImage> | undefined> {
    checkSignalOptions("stimulusTemplates", options);
    return readStimulusTemplates(this.#file, options.signal);
  }

  /** All presentations in time: `stimulus_presentations_id`, `start_time`, `end_time`, `stimulus_name`, parameters. */
  async stimulusPresentations(options: SignalOptions = {}): Promise<Table> {
    checkSignalOptions("stimulusPresentations", options);
    return typed(await readBehaviorPresentations(this.recording, options.signal));
  }

  /** Times at which the screen was drawn, in seconds. */
  async stimulusTimestamps(options: SignalOptions = {}): Promise<Float64Array> {
    checkSignalOptions("stimulusTimestamps", options);
    const series = await this.recording.series("/processing/stimulus/timestamps", options);
    return (await series.timestamps()) ?? new Float64Array();
  }

  /** Licks: `timestamps` (seconds) and the `frame` of the stimulus. */
  async licks(options: SignalOptions = {}): Promise<Table<LickRow>> {
    checkSignalOptions("licks", options);
    const { times, values } = await this.#series("/processing/licking/licks", options);
    return typed<LickRow>(table({ timestamps: times, frame: Float64Array.from(values, Number) }));
  }

  /** Rewards: `volume` (ml), `timestamps` (seconds), `auto_rewarded`. */
  async rewards(options: SignalOptions = {}): Promise<Table<RewardRow>> {
    checkSignalOptions("rewards", options);
    const { times, values } = await this.#series("/processing/rewards/volume", options);
    const automatic = await this.#series("/processing/rewards/autorewarded", options);
    return typed<RewardRow>(
      table({
        volume: Float64Array.from(values, Number),
        timestamps: times,
        auto_rewarded: automatic.values.map(Boolean),
      }),
    );
  }

  /** The running speed: `timestamps` (seconds), `speed` (cm/s). */
  async runningSpeed(options: SignalOptions = {}): Promise<Table<BehaviorSpeedRow>> {
    checkSignalOptions("runningSpeed", options);
    return this.#speed("/processing/running/speed", options);
  }

  /** The running speed before it is filtered. */
  async rawRunningSpeed(options: SignalOptions = {}): Promise<Table<BehaviorSpeedRow>> {
    checkSignalOptions("rawRunningSpeed", options);
    return this.#speed("/processing/running/speed_unfiltered", options);
  }

  /**
   * Ellipses of corneal reflection, eye and pupil by frame (pixels, `phi` in radians), their areas (pixels²), missing in
   * blinks, and `likely_blink`. Recomputed from the raw areas as AllenSDK does.
   */
  async eyeTracking(options: SignalOptions = {}): Promise<ColumnTable> {
    checkSignalOptions("eyeTracking", options);
    return readEyeTracking(this.recording, options.signal);
  }

  /** Positions (mm) and rotations (degrees) of monitor, camera and lamp; undefined where the file has none. */
  async eyeTrackingRigGeometry(options: SignalOptions = {}): Promise<ColumnTable | undefined> {
    return this.#session.rigGeometryData(options);
  }

  /** Laser pulses; empty where there are none. */
  async optotaggingTable(options: SignalOptions = {}): Promise<Table<OptogeneticEpochRow>> {
    return this.#session.optogeneticStimulationEpochs(options);
  }

  /** Probes, as `EcephysSession.probes`. */
  async probes(options: SignalOptions = {}): Promise<Table<SessionProbeRow>> {
    return this.#session.probes(options);
  }

  /** Channels, as `EcephysSession.channels`; those without valid data too, unless the session was opened otherwise. */
  async channels(options: SignalOptions = {}): Promise<Table<SessionChannelRow>> {
    return this.#session.channels(options);
  }

  /** Units under the file's names: `id`, quality metrics, `peak_channel_id`; all of them, unless filters were given. */
  async units(options: SignalOptions = {}): Promise<Table> {
    checkSignalOptions("units", options);
    const kept = new Set((await this.#session.units(options)).array("unit_id") as Iterable<number>);
    const all = (await this.recording.columns("/units", options)).array("name") as string[];
    const wanted = all.filter((name) => !LISTS.has(name) && !(name === "quality" && this.#leavesOutQuality));
    const units = (await this.recording.units({ columns: wanted, signal: options.signal }))!;
    return typed(units.filter((row) => kept.has((row as { id: number }).id)).reify());
  }

  /** Spike times in seconds by unit id; see `EcephysSession.spikeTimes`. */
  async spikeTimes(options: UnitDataOptions = {}): Promise<ReadonlyMap<number, Float64Array>> {
    return this.#session.spikeTimes(options);
  }

  /** Spike amplitudes in volts by unit id. */
  async spikeAmplitudes(options: UnitDataOptions = {}): Promise<ReadonlyMap<number, Float64Array>> {
    return this.#session.spikeAmplitudes(options);
  }

  /** Mean waveforms by unit id; see `EcephysSession.meanWaveforms`. */
  async meanWaveforms(options: UnitDataOptions = {}): Promise<ReadonlyMap<number, DataArray>> {
    return this.#session.meanWaveforms(options);
  }

  /** A probe's LFP; see `EcephysSession.getLfp`. */
  async getLfp(probeId: Id, options: LfpOptions = {}): Promise<LazyDataArray> {
    return this.#session.getLfp(probeId, options);
  }

  /** A probe's current source density; see `EcephysSession.getCurrentSourceDensity`. */
  async getCurrentSourceDensity(probeId: Id, options: SignalOptions = {}): Promise<DataArray> {
    return this.#session.getCurrentSourceDensity(probeId, options);
  }

  /** Closes the session's files. What was read stays valid; later calls are refused. */
  async close(): Promise<void> {
    await this.#session.close();
    await this.recording.close();
  }

  /** Seconds after a change from which on licks are responses. */
  async #responseWindowStart(): Promise<number> {
    const window = (await readTaskParameters(this.recording)).response_window_sec;
    const [start] = Array.isArray(window) ? window : [];
    if (typeof start === "number") return start;
    throw new EcephysError("not-found", {
      action: "Computing the animal's performance",
      resource: this.location,
      reason: "the file does not say when licks are responses (response_window_sec of the task's parameters)",
    });
  }

  async #speed(path: string, options: SignalOptions): Promise<Table<BehaviorSpeedRow>> {
    const { times, values } = await this.#series(path, options);
    return typed<BehaviorSpeedRow>(table({ timestamps: times, speed: Float64Array.from(values, Number) }));
  }

  /** Times and samples of a series; none where the file does not have it. */
  async #series(path: string, options: SignalOptions) {
    const names = await this.recording.seriesNames(options);
    if (!names.includes(path)) return { times: new Float64Array(), values: [] };
    const series = await this.recording.series(path, options);
    const values = await series.values({}, options);
    return {
      times: (await series.timestamps({ end: values.length })) ?? new Float64Array(values.length),
      values,
    };
  }
}
