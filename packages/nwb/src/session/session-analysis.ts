import * as analysis from "@ecephys/analysis";
import {
  FIRING_RATE_OPTIONS,
  OPTOTAGGING_OPTIONS,
  PSTH_OPTIONS,
  RASTER_OPTIONS,
  RECEPTIVE_FIELD_OPTIONS,
  SPIKE_COUNT_OPTIONS,
  SPIKE_SELECTION,
  SPIKE_STATISTICS_OPTIONS,
} from "@ecephys/analysis/internal";
import type { ColumnTable } from "@ecephys/core/arquero";
import { argumentChecks, type OptionNames } from "@ecephys/files";
import { checkOptions, SIGNAL_OPTIONS, type SignalOptions } from "../options.ts";
import type { SessionData } from "./session-data.ts";
import type { SessionSpikes } from "./session-spikes.ts";
import type { SessionStimuli } from "./session-stimuli.ts";

/** The analysis functions, on what the session reads. */
export class SessionAnalysis {
  private readonly data: SessionData;
  private readonly spikes: SessionSpikes;
  private readonly stimuli: SessionStimuli;

  constructor(data: SessionData, spikes: SessionSpikes, stimuli: SessionStimuli) {
    this.data = data;
    this.spikes = spikes;
    this.stimuli = stimuli;
  }

  async spikeCounts(options: analysis.SpikeCountOptions & SignalOptions): Promise<analysis.SpikeCounts> {
    const method = "presentationwiseSpikeCounts";
    if (options === undefined)
      throw argumentChecks(`Calling ${method}`).refusal(
        "the options",
        options,
        "an object with binEdges",
        "Give { binEdges: [0, 0.05, 0.1] }, in seconds",
      );
    const { warn } = this.data.resources;
    return this.onSpikes(method, options, SPIKE_COUNT_OPTIONS, (data, own) =>
      analysis.presentationwiseSpikeCounts(data, { ...own, warn: own.warn ?? warn }),
    );
  }

  async spikeTimes(options: analysis.SpikeSelection & SignalOptions): Promise<ColumnTable> {
    const analyse = analysis.presentationwiseSpikeTimes;
    return this.onSpikes("presentationwiseSpikeTimes", options, SPIKE_SELECTION, analyse);
  }

  async spikeStatistics(options: analysis.SpikeStatisticsOptions & SignalOptions): Promise<ColumnTable> {
    const analyse = analysis.conditionwiseSpikeStatistics;
    return this.onSpikes("conditionwiseSpikeStatistics", options, SPIKE_STATISTICS_OPTIONS, analyse);
  }

  async psth(options: analysis.PsthOptions & SignalOptions): Promise<ReturnType<typeof analysis.psth>> {
    return this.onSpikes("psth", options, PSTH_OPTIONS, analysis.psth);
  }

  async raster(options: analysis.RasterOptions & SignalOptions): Promise<ColumnTable> {
    return this.onSpikes("rasterTable", options, RASTER_OPTIONS, analysis.rasterTable);
  }

  async firingRates(options: analysis.FiringRateOptions & SignalOptions): Promise<ColumnTable> {
    return this.onSpikes("firingRates", options, FIRING_RATE_OPTIONS, analysis.firingRates);
  }

  async optotagging(options: analysis.OptotaggingOptions & SignalOptions): Promise<ColumnTable> {
    const own = ownOptions("optotaggingResponse", options, OPTOTAGGING_OPTIONS);
    const epochs = await this.stimuli.optogeneticsTable(options);
    const spikeTimes = await this.spikes.read("spike_times", options);
    return analysis.optotaggingResponse({ spikeTimes, epochs }, own);
  }

  async receptiveField(
    options: analysis.ReceptiveFieldOptions & SignalOptions,
  ): Promise<ReturnType<typeof analysis.receptiveField>> {
    return this.onSpikes("receptiveField", options, RECEPTIVE_FIELD_OPTIONS, analysis.receptiveField);
  }

  /** Checks the options before anything is read, reads what the analysis needs, and calls it. */
  private async onSpikes<Options extends analysis.SpikeSelection, Result>(
    method: string,
    options: Options & SignalOptions,
    names: OptionNames<Options>,
    analyse: (data: analysis.SpikeData, options: Options) => Result,
  ): Promise<Result> {
    const own = ownOptions(method, options, names);
    const spikeTimes = await this.spikes.read("spike_times", options);
    const presentations = await this.data.presentationTable(options);
    return analyse({ spikeTimes, presentations }, own);
  }
}

/** The options that the analysis takes: all but the signal. */
function ownOptions<Options extends object>(
  method: string,
  options: Options & SignalOptions,
  names: OptionNames<Options>,
): Options {
  checkOptions<object>(method, options, { ...names, ...SIGNAL_OPTIONS });
  const { signal: _, ...own } = options;
  return own as Options;
}
