import * as analysis from "@ecephys/analysis";
import { argumentChecks, EcephysError, type Ids } from "@ecephys/files";
import type { ColumnTable } from "arquero";
import { taggedWith } from "../file/invalid-times.ts";
import { SessionStimuli } from "./session-stimuli.ts";
import type { Waiting } from "./waiting.ts";

type UnitIds = Ids | undefined;

/** The questions about spikes and stimuli; each works on what the session reads (see `analysis`). */
export abstract class SessionAnalysis extends SessionStimuli {
  private warned = false;

  abstract optogeneticStimulationEpochs(options?: Waiting): Promise<ColumnTable>;

  /**
   * Spike counts by presentation, bin and unit: dims stimulus_presentation_id × time_relative_to_stimulus_onset ×
   * unit_id, for `binEdges` in seconds from each presentation's start. All units and presentations by default.
   * See `presentationwiseSpikeCounts` of the analysis functions.
   * @throws an EcephysError "argument" for bins out of order, "not-found" for unknown ids.
   */
  async presentationwiseSpikeCounts(
    options: analysis.SpikeCountOptions & Waiting,
  ): Promise<analysis.SpikeCounts> {
    const { warn } = this.data.surroundings;
    if (options === undefined)
      throw argumentChecks("Counting spikes by presentation").refusal(
        "the options",
        options,
        "an object with binEdges",
        "Give { binEdges: [0, 0.05, 0.1] }, in seconds",
      );
    return analysis.presentationwiseSpikeCounts(await this.spikeData(options), { warn, ...options });
  }

  /**
   * One row a spike in a presentation: `spike_time`, `stimulus_presentation_id`, `unit_id`,
   * `time_since_stimulus_presentation_onset` (seconds). See `presentationwiseSpikeTimes` of the analysis functions.
   */
  async presentationwiseSpikeTimes(options: analysis.SpikeSelection & Waiting = {}): Promise<ColumnTable> {
    return analysis.presentationwiseSpikeTimes(await this.spikeData(options), options);
  }

  /**
   * One row a unit and stimulus condition: mean, standard deviation and standard error of its spikes by presentation
   * (spikes/s with `useRates`), NaN where one presentation gives none. See `conditionwiseSpikeStatistics` of the
   * analysis functions.
   */
  async conditionwiseSpikeStatistics(
    options: analysis.SpikeStatisticsOptions & Waiting = {},
  ): Promise<ColumnTable> {
    return analysis.conditionwiseSpikeStatistics(await this.spikeData(options), options);
  }

  /**
   * Mean firing rates (spikes/s) around the start of presentations: dims unit_id × time_relative_to_stimulus_onset
   * (seconds). See `psth` of the analysis functions.
   */
  async psth(options: analysis.PsthOptions & Waiting = {}): Promise<ReturnType<typeof analysis.psth>> {
    return analysis.psth(await this.spikeData(options), options);
  }

  /** The ticks of a raster plot, one row a spike and trial; see `rasterTable` of the analysis functions. */
  async rasterTable(options: analysis.RasterOptions & Waiting = {}): Promise<ColumnTable> {
    return analysis.rasterTable(await this.spikeData(options), options);
  }

  /**
   * One row a unit (and a value of the column `by`): `spike_count`, `duration` (seconds), `firing_rate` (spikes/s) during
   * presentations. See `firingRates` of the analysis functions.
   */
  async firingRates(options: analysis.FiringRateOptions & Waiting = {}): Promise<ColumnTable> {
    return analysis.firingRates(await this.spikeData(options), options);
  }

  /**
   * One row a unit and kind of laser pulse: counts and rates (spikes/s) before and after the onset. No rows for a
   * session without optotagging. See `optotaggingResponse` of the analysis functions.
   */
  async optotaggingResponse(options: analysis.OptotaggingOptions & Waiting = {}): Promise<ColumnTable> {
    const epochs = await this.optogeneticStimulationEpochs(options);
    const spikeTimes = await this.unitValues("spike_times", options);
    return analysis.optotaggingResponse({ spikeTimes, epochs }, options);
  }

  /** Responses to gabors by their position on the screen (degrees); see `receptiveField` of the analysis functions. */
  async receptiveField(
    options: analysis.ReceptiveFieldOptions & Waiting = {},
  ): Promise<ReturnType<typeof analysis.receptiveField>> {
    return analysis.receptiveField(await this.spikeData(options), options);
  }

  /** A ragged column's values of the asked units. */
  protected async unitValues(
    column: "spike_times" | "spike_amplitudes",
    options: { readonly unitIds?: UnitIds } & Waiting,
  ): Promise<ReadonlyMap<number, Float64Array>> {
    const ids = await this.sessionUnits(options);
    return (await this.data.unitSeries(column)).read(ids, options.signal);
  }

  /** @throws an EcephysError "not-found" for units that are not among the session's. */
  protected async sessionUnits(
    options: { readonly unitIds?: UnitIds } & Waiting,
  ): Promise<readonly number[]> {
    const known = await this.data.unitIds(options);
    if (options.unitIds === undefined) return known;
    const set = new Set(known);
    const wanted = argumentChecks("Looking up units").ids("unitIds", options.unitIds);
    const unknown = wanted.filter((id) => !set.has(id));
    if (unknown.length === 0) return wanted;
    throw new EcephysError("not-found", {
      action: "Looking up units",
      resource: `unit ${unknown.slice(0, 5).join(", ")}`,
      reason: `not among the ${known.length} units of ${this.data.file.location} that pass the session's filters`,
      remedy: "Open the session with other unit filters, or take ids of its table of units",
    });
  }

  /** Says once that spikes of invalid times are among the others. */
  protected async warnOfInvalidSpikes(): Promise<void> {
    if (this.warned) return;
    this.warned = true;
    const probes = await this.data.probes();
    const tags = ["all_probes", ...probes.map(({ description }) => description)];
    if (taggedWith(await this.data.invalidIntervals(), tags).length > 0)
      this.data.surroundings.warn(
        "The session has invalid times, and spikes in them; its table of invalid times says which to leave out.",
      );
  }

  private async spikeData(options: { readonly unitIds?: UnitIds } & Waiting): Promise<analysis.SpikeData> {
    return {
      spikeTimes: await this.unitValues("spike_times", options),
      presentations: await this.stimulusPresentations(options),
    };
  }
}
