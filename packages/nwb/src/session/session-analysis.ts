import { EcephysError, given, type Ids } from "@ecephys/core";
import type { ColumnTable } from "arquero";
import * as analysis from "../analysis/index.ts";
import { taggedWith } from "./invalid-times.ts";
import { SessionStimuli } from "./session-stimuli.ts";
import type { Waiting } from "./waiting.ts";

type UnitIds = Ids | undefined;

/** The questions about spikes and stimuli; each works on what the session reads (see `analysis`). */
export abstract class SessionAnalysis extends SessionStimuli {
  private warned = false;

  abstract optogeneticStimulationEpochs(options?: Waiting): Promise<ColumnTable>;

  /** See `presentationwiseSpikeCounts` of the analysis functions; all units and presentations by default. */
  async presentationwiseSpikeCounts(
    options: analysis.SpikeCountOptions & Waiting,
  ): Promise<analysis.SpikeCounts> {
    const { warn } = this.data.surroundings;
    given("Counting spikes by presentation").required("the options", options, "an object with binEdges");
    return analysis.presentationwiseSpikeCounts(await this.spikeData(options), { warn, ...options });
  }

  /** Spikes by unit and presentation; see `presentationwiseSpikeTimes` of the analysis functions. */
  async presentationwiseSpikeTimes(options: analysis.SpikeSelection & Waiting = {}): Promise<ColumnTable> {
    return analysis.presentationwiseSpikeTimes(await this.spikeData(options), options);
  }

  /** Means by unit and condition; see `conditionwiseSpikeStatistics` of the analysis functions. */
  async conditionwiseSpikeStatistics(
    options: analysis.SpikeStatisticsOptions & Waiting = {},
  ): Promise<ColumnTable> {
    return analysis.conditionwiseSpikeStatistics(await this.spikeData(options), options);
  }

  /** Firing rates around stimulus onset; see `psth` of the analysis functions. */
  async psth(options: analysis.PsthOptions & Waiting = {}): Promise<ReturnType<typeof analysis.psth>> {
    return analysis.psth(await this.spikeData(options), options);
  }

  /** The ticks of a raster plot; see `rasterTable` of the analysis functions. */
  async rasterTable(options: analysis.RasterOptions & Waiting = {}): Promise<ColumnTable> {
    return analysis.rasterTable(await this.spikeData(options), options);
  }

  /** Mean firing rates during presentations; see `firingRates` of the analysis functions. */
  async firingRates(options: analysis.FiringRateOptions & Waiting = {}): Promise<ColumnTable> {
    return analysis.firingRates(await this.spikeData(options), options);
  }

  /** Spikes before and after the laser's onset; see `optotaggingResponse` of the analysis functions. */
  async optotaggingResponse(options: analysis.OptotaggingOptions & Waiting = {}): Promise<ColumnTable> {
    const epochs = await this.optogeneticStimulationEpochs(options);
    const spikeTimes = await this.unitValues("spike_times", options);
    return analysis.optotaggingResponse({ spikeTimes, epochs }, options);
  }

  /** Responses to gabors by their position; see `receptiveField` of the analysis functions. */
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
    const wanted = given("Looking up units").ids("unitIds", options.unitIds);
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
