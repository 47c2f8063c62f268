import type * as analysis from "@ecephys/analysis";
import type { DataArray, Table } from "@ecephys/core";
import type { ColumnTable } from "@ecephys/core/arquero";
import { typed } from "@ecephys/core/internal";
import type { Id, Ids, Transferred } from "@ecephys/files";
import type { AnalysisCallOptions } from "../analysis-call.ts";
import type {
  EventCorrelogramOptions,
  EventCountOptions,
  EventPsthOptions,
  EventRasterOptions,
  EventRateOptions,
  EventSpikeOptions,
  EventStatisticsOptions,
} from "../events/options.ts";
import type { LazyDataArray } from "../lfp/lazy-data-array.ts";
import type { SignalOptions } from "../options.ts";
import type { IntervalRow } from "../recording/row-types.ts";
import type { TableOptions } from "../recording/tables.ts";
import type { PupilRow, RigGeometryRow, ScreenGazeRow } from "./behavior-row-types.ts";
import type { SessionMetadata, SubjectMetadata } from "./metadata.ts";
import type {
  InterPresentationIntervalRow,
  InvalidTimeRow,
  OptogeneticEpochRow,
  PresentationRow,
  RawRunningRow,
  RunningSpeedRow,
  SessionChannelRow,
  SessionProbeRow,
  SessionUnitRow,
  StimulusConditionRow,
  StimulusEpochRow,
  StructureUnitCountRow,
} from "./row-types.ts";
import type { SessionCorrelogramOptions } from "./session-analysis.ts";
import type { RunningSpeedOptions, ScreenGazeOptions } from "./session-behavior.ts";
import type { SessionData } from "./session-data.ts";
import type { LfpOptions } from "./session-lfp.ts";
import { type SessionParts, sessionParts } from "./session-parts.ts";
import type { SpikesByUnitOptions, UnitDataOptions } from "./session-spikes.ts";
import type { ParameterValuesOptions, PresentationParametersOptions } from "./session-stimuli.ts";
import type { SessionStimulusOptions } from "./session-stimulus-analyses.ts";
import type { StimulusEpochOptions } from "./stimulus/epochs.ts";
import type { Parameter } from "./stimulus/parameters.ts";
import type { StimulusNames, StimulusTableOptions } from "./stimulus/tables.ts";
import type { ChannelStructureIntervals } from "./structures.ts";
import type { UnitFilterReport } from "./unit-filter-report.ts";

/**
 * One recording session: everything that its NWB file holds, read on first use and once for all callers. Ids are the
 * first column of a table; missing numbers are NaN, missing text is null. Times are seconds on the master clock.
 * Deliberate differences from AllenSDK's answers:
 * https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#sessions.
 *
 * Every method throws an EcephysError: "not-found" where the file lacks what is needed (it names it), "format" where
 * the file is damaged, "argument" for arguments and options that are wrong, and after `close`. An abort throws the
 * signal's reason.
 *
 * @example
 * import { openSession } from "@ecephys/nwb/node";
 *
 * const session = await openSession("session_715093703.nwb");
 * const units = await session.units();
 * const spikes = await session.spikeTimes({ unitIds: units.get("unit_id", 0) });
 * await session.close();
 */
export class EcephysSession {
  readonly #data: SessionData;
  readonly #parts: SessionParts;

  /** Use `openSession` or `getSessionData` of a project cache. */
  constructor(data: SessionData) {
    this.#data = data;
    this.#parts = sessionParts(data);
  }

  /** Path or URL of the session's file. */
  get location(): string {
    return this.#data.file.location;
  }

  /** Requests and bytes that were transferred for the session and its LFP so far; 0 for files on this machine. */
  get transferred(): Transferred {
    return this.#data.transferred;
  }

  /** The session's id, which is the file's identifier: a number, or in files of other labs a text. */
  async ecephysSessionId(): Promise<number | string> {
    return this.#parts.identity.id();
  }

  /** When the recording began. */
  async sessionStartTime(): Promise<Date> {
    return this.#parts.identity.startTime();
  }

  /** What the file says about the animal and the type of session. */
  async subjectMetadata(options: SignalOptions = {}): Promise<SubjectMetadata> {
    return this.#parts.identity.subject(options);
  }

  /** The animal's name; null where the file has none. */
  async specimenName(options: SignalOptions = {}): Promise<string | null> {
    return this.#parts.identity.specimenName(options);
  }

  /** The animal's age in days; NaN where the file has none. */
  async ageInDays(options: SignalOptions = {}): Promise<number> {
    return this.#parts.identity.ageInDays(options);
  }

  /** "M" or "F"; null where the file has none. */
  async sex(options: SignalOptions = {}): Promise<string | null> {
    return this.#parts.identity.sex(options);
  }

  /** The animal's genotype; null where the file has none. */
  async fullGenotype(options: SignalOptions = {}): Promise<string | null> {
    return this.#parts.identity.fullGenotype(options);
  }

  /** "brain_observatory_1.1", "functional_connectivity"; null where the file has none. */
  async sessionType(options: SignalOptions = {}): Promise<string | null> {
    return this.#parts.identity.sessionType(options);
  }

  /** A summary of the session. */
  async metadata(options: SignalOptions = {}): Promise<SessionMetadata> {
    return this.#parts.identity.metadata(options);
  }

  /** Number of units that pass the session's filters. */
  async numUnits(options: SignalOptions = {}): Promise<number> {
    return this.#parts.units.numUnits(options);
  }

  /** Number of probes. */
  async numProbes(options: SignalOptions = {}): Promise<number> {
    return this.#parts.units.numProbes(options);
  }

  /** Number of rows of `channels()`. */
  async numChannels(options: SignalOptions = {}): Promise<number> {
    return this.#parts.units.numChannels(options);
  }

  /** Probes: `id`, `description` ("probeA"), `location`, `sampling_rate`, `lfp_sampling_rate` (Hz), `has_lfp_data`. */
  async probes(options: SignalOptions = {}): Promise<Table<SessionProbeRow>> {
    return typed<SessionProbeRow>(await this.#parts.units.probes(options));
  }

  /**
   * Channels with valid data (all with `filterByValidity: false`, then with `valid_data`): `id`, `filtering`,
   * `probe_channel_number`, `probe_id`, positions on the probe (µm), `structure_acronym` of the file, CCF coordinates
   * (µm). Through a project cache, structure and coordinates are the project's, and channels that the project does not
   * have are left out.
   */
  async channels(options: SignalOptions = {}): Promise<Table<SessionChannelRow>> {
    return typed<SessionChannelRow>(await this.#parts.units.channels(options));
  }

  /**
   * Units that pass the session's filters (a missing quality metric never passes), sorted by probe, vertical and
   * horizontal position: `unit_id`, the file's measures (lists and matrices as arrays), columns of the peak channel and its probe and, through a
   * project cache, the analysis metrics.
   * @example
   * const units = await session.units();
   * const good = units.filter((d) => d.structure_acronym === "VISp" && d.snr > 2);
   */
  async units(options: SignalOptions = {}): Promise<Table<SessionUnitRow>> {
    return typed<SessionUnitRow>(await this.#parts.units.units(options));
  }

  /**
   * What the session's filters did with the file's units: whether the Allen Institute's filters apply, how many units
   * there are, how many `units()` keeps, and how many are left out for which reason.
   * @example
   * const { units, kept, dropped } = await session.unitFilterReport();
   * console.log(`${kept} of ${units} units; ${dropped.isi_violations} have too many violations`);
   */
  async unitFilterReport(options: SignalOptions = {}): Promise<UnitFilterReport> {
    return this.#parts.units.filterReport(options);
  }

  /** Structures of the channels in order of first appearance, null for out of brain. */
  async structureAcronyms(options: SignalOptions = {}): Promise<(string | null)[]> {
    return this.#parts.units.structureAcronyms(options);
  }

  /** Number of units by structure, largest first: `ecephys_structure_acronym`, `unit_count`. */
  async structurewiseUnitCounts(options: SignalOptions = {}): Promise<Table<StructureUnitCountRow>> {
    return typed<StructureUnitCountRow>(await this.#parts.units.structurewiseUnitCounts(options));
  }

  /** The runs of channels, in the order given, that lie in one structure; warns of channels of several probes. */
  async channelStructureIntervals(ids: Ids, options: SignalOptions = {}): Promise<ChannelStructureIntervals> {
    return this.#parts.units.channelStructureIntervals(ids, options);
  }

  /**
   * Spike times in seconds by unit id, in the order of `unitIds` (by default of `units()`). Only these units are read;
   * neighbours in the file are views of one buffer. Spikes in invalid times are kept, with a warning.
   * @example
   * const spikes = await session.spikeTimes({ unitIds: [950911932] });
   * spikes.get(950911932)?.length; // a Float64Array of seconds
   */
  async spikeTimes(options: UnitDataOptions = {}): Promise<ReadonlyMap<number, Float64Array>> {
    return this.#parts.spikes.times(options);
  }

  /**
   * Spike times in seconds unit by unit, in the order of `unitIds` (by default all by ascending id), to go through all
   * spikes of a session in little memory: in contrast to `spikeTimes`, the session keeps none of them.
   * @example
   * let count = 0;
   * for await (const [unitId, times] of session.spikeTimesByUnit()) count += times.length;
   */
  spikeTimesByUnit(
    options: SpikesByUnitOptions = {},
  ): AsyncIterable<readonly [unitId: number, times: Float64Array]> {
    return this.#parts.spikes.timesByUnit(options);
  }

  /** Spike amplitudes in volts, as `spikeTimes`. */
  async spikeAmplitudes(options: UnitDataOptions = {}): Promise<ReadonlyMap<number, Float64Array>> {
    return this.#parts.spikes.amplitudes(options);
  }

  /**
   * Mean waveforms (µV) by unit id: dims channel_id × time (seconds from the waveform's first sample), in the file's
   * number type; the session's channels of the unit's probe only.
   */
  async meanWaveforms(options: UnitDataOptions = {}): Promise<ReadonlyMap<number, DataArray>> {
    return this.#parts.spikes.meanWaveforms(options);
  }

  /** Times in which data are invalid: `id`, `start_time`, `stop_time`, `tags` (arrays); empty where there are none. */
  async invalidTimes(options: SignalOptions = {}): Promise<Table<InvalidTimeRow>> {
    return typed<InvalidTimeRow>(await this.#parts.stimuli.invalidTimes(options));
  }

  /**
   * `start_time`, `end_time`, `velocity` (cm/s) and, with `includeRotation`, `net_rotation` (radians).
   * @example
   * const running = await session.runningSpeed();
   * const velocity = running.array("velocity"); // cm/s
   */
  async runningSpeed(options: RunningSpeedOptions = {}): Promise<Table<RunningSpeedRow>> {
    return typed<RunningSpeedRow>(await this.#parts.behavior.runningSpeed(options));
  }

  /** The wheel's signals: `frame_time`, `net_rotation` (radians), `signal_voltage`, `supply_voltage` (V). */
  async rawRunningData(options: SignalOptions = {}): Promise<Table<RawRunningRow>> {
    return typed<RawRunningRow>(await this.#parts.behavior.rawRunning(options));
  }

  /**
   * Ellipses fitted to corneal reflection, pupil and eye: `Time (s)`, then centre, whole height and width (pixels) and
   * `phi` (radians) of each; undefined without eye tracking.
   */
  async getPupilData(options: SignalOptions = {}): Promise<Table<PupilRow> | undefined> {
    const pupil = await this.#parts.behavior.pupil(options);
    return pupil && typed<PupilRow>(pupil);
  }

  /**
   * Where the eye looked: `Time (s)`, areas (pixels²), screen coordinates (cm and degrees), raw and, with
   * `includeFilteredData`, filtered (NaN in blinks); undefined without gaze mapping.
   */
  async getScreenGazeData(options: ScreenGazeOptions = {}): Promise<Table<ScreenGazeRow> | undefined> {
    const gaze = await this.#parts.behavior.screenGaze(options);
    return gaze && typed<ScreenGazeRow>(gaze);
  }

  /** Positions (mm) and rotations (degrees) of monitor, camera and lamp by `axis`; undefined where the file has none. */
  async rigGeometryData(options: SignalOptions = {}): Promise<Table<RigGeometryRow> | undefined> {
    const geometry = await this.#parts.behavior.rigGeometry(options);
    return geometry && typed<RigGeometryRow>(geometry);
  }

  /** "NP.1"; undefined where the file does not say. */
  async rigEquipmentName(options: SignalOptions = {}): Promise<string | undefined> {
    return this.#parts.behavior.rigEquipment(options);
  }

  /** Laser pulses: `id`, `start_time`, `condition`, `level` (V), `stop_time`, `stimulus_name`, `duration`. */
  async optogeneticStimulationEpochs(options: SignalOptions = {}): Promise<Table<OptogeneticEpochRow>> {
    return typed<OptogeneticEpochRow>(await this.#parts.stimuli.optogenetics(options));
  }

  /**
   * A probe's LFP, time × channel; only what is selected of it is read. Values are those of the file: volts. Where
   * they have to be scaled to be volts, a warning has the formula, and `{ scaled: true }` scales them. Samples in the probe's invalid times are NaN unless
   * `maskInvalidIntervals` is false.
   * @throws an EcephysError "not-found" that names the probe and its file.
   * @example
   * const lfp = await session.getLfp(810755797);
   * const second = await lfp.sel({ time: { from: 10, to: 11 } }); // a DataArray in volts
   */
  async getLfp(probeId: Id, options: LfpOptions = {}): Promise<LazyDataArray> {
    return this.#parts.lfp.lfp(probeId, options);
  }

  /**
   * A probe's current source density (V/cm²; `attributes.unit` is what the file says) around flashes: dims
   * virtual_channel_index × time (seconds from onset), with `vertical_position` and `horizontal_position` (µm).
   * @throws an EcephysError "not-found" that names the probe and its file.
   */
  async getCurrentSourceDensity(probeId: Id, options: SignalOptions = {}): Promise<DataArray> {
    return this.#parts.lfp.currentSourceDensity(probeId, options);
  }

  /** Number of presentations, those in invalid times included. */
  async numStimulusPresentations(options: SignalOptions = {}): Promise<number> {
    return this.#parts.stimuli.numPresentations(options);
  }

  /**
   * All presentations, in time: `stimulus_presentation_id` (0, 1, …), `stimulus_block` (NaN between blocks),
   * `start_time`, `stop_time`, `stimulus_name`, the parameters in the file's order (numbers, arrays or text),
   * `duration`, `stimulus_condition_id`. A presentation that overlaps or touches an invalid time is an
   * "invalid_presentation" with nothing but its times.
   * @example
   * const presentations = await session.stimulusPresentations();
   * const gratings = presentations.filter((d) => d.stimulus_name === "drifting_gratings");
   */
  async stimulusPresentations(options: SignalOptions = {}): Promise<Table<PresentationRow>> {
    return typed<PresentationRow>(await this.#parts.stimuli.presentations(options));
  }

  /** Distinct combinations of name and parameters: `stimulus_condition_id`, then those columns. */
  async stimulusConditions(options: SignalOptions = {}): Promise<Table<StimulusConditionRow>> {
    return typed<StimulusConditionRow>(await this.#parts.stimuli.conditions(options));
  }

  /** Names of the stimuli in order of first appearance. */
  async stimulusNames(options: SignalOptions = {}): Promise<string[]> {
    return this.#parts.stimuli.names(options);
  }

  /** Presentations of some stimuli (all by default), without the parameters that none of them has. */
  async getStimulusTable(
    stimulusNames?: StimulusNames,
    options: StimulusTableOptions & SignalOptions = {},
  ): Promise<Table<PresentationRow>> {
    return typed<PresentationRow>(await this.#parts.stimuli.table(stimulusNames, options));
  }

  /**
   * Periods of one stimulus block: `start_time`, `stop_time`, `duration`, `stimulus_name`, `stimulus_block` (NaN
   * between blocks). Without `durationThresholds` none is left out.
   */
  async getStimulusEpochs(
    options: StimulusEpochOptions & SignalOptions = {},
  ): Promise<Table<StimulusEpochRow>> {
    return typed<StimulusEpochRow>(await this.#parts.stimuli.epochs(options));
  }

  /** As `getStimulusParameterValues`, for one stimulus. */
  async getParameterValuesForStimulus(
    stimulusName: string,
    options: ParameterValuesOptions = {},
  ): Promise<Record<string, Parameter[]>> {
    return this.#parts.stimuli.parameterValuesForStimulus(stimulusName, options);
  }

  /** The distinct values of every parameter in some presentations (all by default), in order of first appearance. */
  async getStimulusParameterValues(
    options: PresentationParametersOptions = {},
  ): Promise<Record<string, Parameter[]>> {
    return this.#parts.stimuli.parameterValues(options);
  }

  /** `from_presentation_id`, `to_presentation_id`, `interval`: seconds from the end of one to the start of the next. */
  async interPresentationIntervals(
    options: SignalOptions = {},
  ): Promise<Table<InterPresentationIntervalRow>> {
    return typed<InterPresentationIntervalRow>(await this.#parts.stimuli.intervals(options));
  }

  /** The intervals between presentations that are both of the named stimuli. */
  async getInterPresentationIntervalsForStimulus(
    stimulusNames: StimulusNames,
    options: SignalOptions = {},
  ): Promise<Table<InterPresentationIntervalRow>> {
    return typed<InterPresentationIntervalRow>(
      await this.#parts.stimuli.intervalsForStimulus(stimulusNames, options),
    );
  }

  /**
   * Spike counts, dims stimulus_presentation_id × time_relative_to_stimulus_onset × unit_id, for `binEdges` in seconds
   * from each presentation's start. See `presentationwiseSpikeCounts` of `@ecephys/analysis`.
   * @example
   * const counts = await session.presentationwiseSpikeCounts({ binEdges: [0, 0.05, 0.1], unitIds: 950911932 });
   * counts.shape; // [presentations, 2, 1]
   */
  async presentationwiseSpikeCounts(
    options: (analysis.SpikeCountOptions & AnalysisCallOptions) | EventCountOptions,
  ): Promise<analysis.SpikeCounts> {
    return (await this.#parts.analysis()).spikeCounts(options);
  }

  /** Spikes during presentations, one row per spike. See `presentationwiseSpikeTimes` of `@ecephys/analysis`. */
  async presentationwiseSpikeTimes(
    options: (analysis.SpikeSelection & AnalysisCallOptions) | EventSpikeOptions = {},
  ): Promise<ColumnTable> {
    return (await this.#parts.analysis()).spikeTimes(options);
  }

  /**
   * Mean, standard deviation and standard error of spikes per presentation (spikes/s with `useRates`), one row per unit
   * and stimulus condition. See `conditionwiseSpikeStatistics` of `@ecephys/analysis`.
   * @example
   * const statistics = await session.conditionwiseSpikeStatistics({ useRates: true });
   * statistics.orderby("spike_mean").print();
   */
  async conditionwiseSpikeStatistics(
    options: (analysis.SpikeStatisticsOptions & AnalysisCallOptions) | EventStatisticsOptions = {},
  ): Promise<ColumnTable> {
    return (await this.#parts.analysis()).spikeStatistics(options);
  }

  /** Paths of the file's tables of intervals: presentations, invalid times, and in other files trials and epochs. */
  async intervalNames(options: SignalOptions = {}): Promise<string[]> {
    return this.#parts.intervals.names(options);
  }

  /**
   * A table of intervals as the file has it, by its path or a name that only one has. The analyses take any of them, and
   * any of their columns of times: `psth({ intervals: "trials", align: "change_time", by: "hit" })`.
   */
  async intervals(name: string, options: TableOptions = {}): Promise<Table<IntervalRow>> {
    return typed<IntervalRow>(await this.#parts.intervals.table(name, options));
  }

  /**
   * Mean firing rates (spikes/s) around the start of presentations: dims unit_id × time_relative_to_stimulus_onset
   * (seconds). See `psth` of `@ecephys/analysis`.
   * @example
   * const rates = await session.psth({ unitIds: [950911932], window: [-0.1, 0.5], binSize: 0.01 });
   */
  async psth(
    options: (analysis.PsthOptions & AnalysisCallOptions) | EventPsthOptions = {},
  ): Promise<DataArray<Float64Array>> {
    return (await this.#parts.analysis()).psth(options);
  }

  /**
   * The ticks of a raster plot, one row per spike and trial. See `rasterTable` of `@ecephys/analysis`.
   * @example
   * const ticks = await session.rasterTable({ unitIds: [950911932], window: [-0.1, 0.5] });
   */
  async rasterTable(
    options: (analysis.RasterOptions & AnalysisCallOptions) | EventRasterOptions = {},
  ): Promise<ColumnTable> {
    return (await this.#parts.analysis()).raster(options);
  }

  /**
   * Auto- and cross-correlograms of units: pairs of spikes, dims unit_id × second_unit_id × lag (seconds), of all spikes,
   * of those in `timeRange`, within some presentations (`stimulusPresentationIds`, `by`, `span`) or within any
   * `intervals`. See `correlograms` of `@ecephys/analysis`. With `workers` they are counted by other threads, which gains
   * where they take longer than a second: 60 units with each other, fifteen with `jitter`.
   * @example
   * const pairs = await session.correlograms({ unitIds: [950911932], window: 0.05, timeRange: [10, 60] });
   */
  async correlograms(
    options: SessionCorrelogramOptions | EventCorrelogramOptions = {},
  ): Promise<DataArray<Float64Array>> {
    return (await this.#parts.analysis()).correlograms(options);
  }

  /**
   * Noise correlations of each two units over presentations: "noise_correlation", dims unit_id × other_unit_id. Name the
   * presentations of one stimulus: all of a session are many. See `noiseCorrelations` of `@ecephys/analysis`.
   * @example
   * const gratings = await session.getStimulusTable("drifting_gratings");
   * const noise = await session.noiseCorrelations({
   *   stimulusPresentationIds: gratings.array("stimulus_presentation_id"),
   * });
   */
  async noiseCorrelations(
    options: analysis.SpikeSelection & AnalysisCallOptions = {},
  ): Promise<DataArray<Float64Array>> {
    return (await this.#parts.analysis()).noiseCorrelations(options);
  }

  /** Signal correlations of each two units, as `noiseCorrelations`; see `signalCorrelations` of `@ecephys/analysis`. */
  async signalCorrelations(
    options: analysis.SpikeSelection & AnalysisCallOptions = {},
  ): Promise<DataArray<Float64Array>> {
    return (await this.#parts.analysis()).signalCorrelations(options);
  }

  /** Firing rates (spikes/s) during presentations, one row per unit. See `firingRates` of `@ecephys/analysis`. */
  async firingRates(
    options: (analysis.FiringRateOptions & AnalysisCallOptions) | EventRateOptions = {},
  ): Promise<ColumnTable> {
    return (await this.#parts.analysis()).firingRates(options);
  }

  /**
   * Counts and rates (spikes/s) before and after the laser's onset, one row per unit and kind of pulse; no rows for a
   * session without optotagging. See `optotaggingResponse` of `@ecephys/analysis`.
   */
  async optotaggingResponse(
    options: analysis.OptotaggingOptions & AnalysisCallOptions = {},
  ): Promise<ColumnTable> {
    return (await this.#parts.analysis()).optotagging(options);
  }

  /** Firing rates by the position of gabors on the screen (degrees). See `receptiveField` of `@ecephys/analysis`. */
  async receptiveField(
    options: analysis.ReceptiveFieldOptions & AnalysisCallOptions = {},
  ): Promise<DataArray<Float64Array>> {
    return (await this.#parts.analysis()).receptiveField(options);
  }

  /**
   * Responses to drifting gratings: metrics, tuning, condition statistics, contrast responses. This and the following
   * six read presentations now and spikes when they are needed. See `driftingGratings` of `@ecephys/analysis`.
   * @throws an EcephysError "not-found" where the session does not show the stimulus.
   * @example
   * const gratings = await session.driftingGratings();
   * const metrics = await gratings.metrics();
   * metrics.filter((d) => d.g_osi_dg > 0.5).select("unit_id", "pref_ori_dg", "g_osi_dg").print();
   */
  async driftingGratings(
    options: SessionStimulusOptions = {},
  ): Promise<analysis.StimulusAnalysis<"drifting_gratings">> {
    return (await this.#parts.metrics()).open("driftingGratings", options);
  }

  /** Responses to static gratings; see `driftingGratings`. */
  async staticGratings(
    options: SessionStimulusOptions = {},
  ): Promise<analysis.StimulusAnalysis<"static_gratings">> {
    return (await this.#parts.metrics()).open("staticGratings", options);
  }

  /** Responses to natural scenes; see `driftingGratings`. */
  async naturalScenes(
    options: SessionStimulusOptions = {},
  ): Promise<analysis.StimulusAnalysis<"natural_scenes">> {
    return (await this.#parts.metrics()).open("naturalScenes", options);
  }

  /** Responses to the frames of natural movie 1 or 3, by default the first that was shown; see `driftingGratings`. */
  async naturalMovies(
    movie?: number,
    options: SessionStimulusOptions = {},
  ): Promise<analysis.StimulusAnalysis<"natural_movies">> {
    return (await this.#parts.metrics()).naturalMovies(movie, options);
  }

  /** Responses to full-field flashes; see `driftingGratings`. */
  async flashes(options: SessionStimulusOptions = {}): Promise<analysis.StimulusAnalysis<"flashes">> {
    return (await this.#parts.metrics()).open("flashes", options);
  }

  /** Receptive fields from gabors: fields, masks, fits and metrics; see `driftingGratings`. */
  async receptiveFieldMapping(options: SessionStimulusOptions = {}): Promise<analysis.ReceptiveFieldMapping> {
    return (await this.#parts.metrics()).open("receptiveFieldMapping", options);
  }

  /** Responses to moving dots; see `driftingGratings`. */
  async dotMotion(options: SessionStimulusOptions = {}): Promise<analysis.StimulusAnalysis<"dot_motion">> {
    return (await this.#parts.metrics()).open("dotMotion", options);
  }

  /**
   * The metrics of all stimuli that the session shows, recomputed from its spikes, one row per unit under the names of the
   * project's table (`getUnitAnalysisMetricsForSession`). See `stimulusMetrics` of `@ecephys/analysis`.
   * @example
   * const metrics = await session.stimulusMetrics({ stimuli: ["flashes"] });
   */
  async stimulusMetrics(
    options: analysis.StimulusMetricsOptions = {},
  ): Promise<Table<analysis.StimulusMetricsRow>> {
    return (await this.#parts.metrics()).stimulusMetrics(options);
  }

  /** Closes the session's files. What was read stays valid; later calls are refused. */
  async close(): Promise<void> {
    return this.#data.close();
  }
}
