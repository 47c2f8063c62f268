import type * as analysis from "@ecephys/analysis";
import {
  CORRELOGRAMS_OPTIONS,
  correlogramsInTurns,
  FIRING_RATE_OPTIONS,
  firingRateSteps,
  noiseCorrelationSteps,
  OPTOTAGGING_OPTIONS,
  optotaggingSteps,
  PSTH_OPTIONS,
  presentationSpikeTimeSteps,
  psthSteps,
  RASTER_OPTIONS,
  RECEPTIVE_FIELD_OPTIONS,
  rasterSteps,
  receptiveFieldSteps,
  SPIKE_COUNT_OPTIONS,
  SPIKE_SELECTION,
  SPIKE_STATISTICS_OPTIONS,
  signalCorrelationSteps,
  spikeCountSteps,
  spikeStatisticsSteps,
  WORKERS_OPTIONS,
} from "@ecephys/analysis/internal";
import type { ColumnTable } from "@ecephys/core/arquero";
import { argumentChecks, type OptionNames } from "@ecephys/files";
import { inTurns, type Steps } from "@ecephys/files/internal";
import { ANALYSIS_CALL_OPTIONS, type AnalysisCallOptions } from "../analysis-call.ts";
import { EventAnalyses } from "../events/analyses.ts";
import type {
  EventCorrelogramOptions,
  EventCountOptions,
  EventPsthOptions,
  EventRasterOptions,
  EventRateOptions,
  EventSelection,
  EventSpikeOptions,
  EventStatisticsOptions,
} from "../events/options.ts";
import { checkOptions } from "../options.ts";
import type { SessionData } from "./session-data.ts";
import type { SessionIntervals } from "./session-intervals.ts";
import type { SessionSpikes } from "./session-spikes.ts";
import type { SessionStimuli } from "./session-stimuli.ts";

/** Options of `correlograms` on all spikes or on presentations. */
export type SessionCorrelogramOptions = analysis.CorrelogramsOptions &
  analysis.WorkersOptions &
  AnalysisCallOptions;

/** The analysis functions, on what the session reads. */
export class SessionAnalysis {
  private readonly data: SessionData;
  private readonly spikes: SessionSpikes;
  private readonly stimuli: SessionStimuli;
  /** The same on any table of intervals. */
  private readonly events: EventAnalyses;

  constructor(
    data: SessionData,
    spikes: SessionSpikes,
    stimuli: SessionStimuli,
    intervals: SessionIntervals,
  ) {
    this.data = data;
    this.spikes = spikes;
    this.stimuli = stimuli;
    this.events = new EventAnalyses({
      spikeTimes: (unitIds, signal) => spikes.read("spike_times", { unitIds, signal }),
      intervals: (name, columns, signal) => intervals.table(name, { columns, signal }),
      warn: data.resources.warn,
    });
  }

  async spikeCounts(
    options: (analysis.SpikeCountOptions & AnalysisCallOptions) | EventCountOptions,
  ): Promise<analysis.SpikeCounts> {
    if (isOnIntervals(options)) return this.events.counts(options);
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
      spikeCountSteps(data, { ...own, warn: own.warn ?? warn }),
    );
  }

  async spikeTimes(
    options: (analysis.SpikeSelection & AnalysisCallOptions) | EventSpikeOptions,
  ): Promise<ColumnTable> {
    if (isOnIntervals(options)) return this.events.spikes(options);
    return this.onSpikes("presentationwiseSpikeTimes", options, SPIKE_SELECTION, presentationSpikeTimeSteps);
  }

  async spikeStatistics(
    options: (analysis.SpikeStatisticsOptions & AnalysisCallOptions) | EventStatisticsOptions,
  ): Promise<ColumnTable> {
    if (isOnIntervals(options)) return this.events.statistics(options);
    const method = "conditionwiseSpikeStatistics";
    return this.onSpikes(method, options, SPIKE_STATISTICS_OPTIONS, spikeStatisticsSteps);
  }

  async psth(
    options: (analysis.PsthOptions & AnalysisCallOptions) | EventPsthOptions,
  ): Promise<ReturnType<typeof analysis.psth>> {
    if (isOnIntervals(options)) return this.events.psth(options);
    return this.onSpikes("psth", options, PSTH_OPTIONS, psthSteps);
  }

  async raster(
    options: (analysis.RasterOptions & AnalysisCallOptions) | EventRasterOptions,
  ): Promise<ColumnTable> {
    if (isOnIntervals(options)) return this.events.raster(options);
    return this.onSpikes("rasterTable", options, RASTER_OPTIONS, rasterSteps);
  }

  async correlograms(
    options: SessionCorrelogramOptions | EventCorrelogramOptions,
  ): Promise<ReturnType<typeof analysis.correlograms>> {
    if (isOnIntervals(options)) return this.events.correlograms(options);
    const own = ownOptions<analysis.CorrelogramsOptions & analysis.WorkersOptions>("correlograms", options, {
      ...CORRELOGRAMS_OPTIONS,
      ...WORKERS_OPTIONS,
    });
    const needsPresentations = [own.stimulusPresentationIds, own.by, own.span].some(
      (one) => one !== undefined,
    );
    const presentations = needsPresentations ? await this.data.presentationTable(options) : undefined;
    const checks = argumentChecks("Calling correlograms");
    const [first, second] = [
      checks.ids("unitIds", own.unitIds),
      checks.ids("secondUnitIds", own.secondUnitIds),
    ];
    const unitIds = first && second ? [...new Set([...first, ...second])] : first;
    const spikeTimes = await this.spikes.read("spike_times", { ...options, unitIds });
    return correlogramsInTurns({ spikeTimes, presentations }, own, options);
  }

  async noiseCorrelations(
    options: analysis.SpikeSelection & AnalysisCallOptions,
  ): Promise<ReturnType<typeof analysis.noiseCorrelations>> {
    return this.onSpikes("noiseCorrelations", options, SPIKE_SELECTION, noiseCorrelationSteps);
  }

  async signalCorrelations(
    options: analysis.SpikeSelection & AnalysisCallOptions,
  ): Promise<ReturnType<typeof analysis.signalCorrelations>> {
    return this.onSpikes("signalCorrelations", options, SPIKE_SELECTION, signalCorrelationSteps);
  }

  async firingRates(
    options: (analysis.FiringRateOptions & AnalysisCallOptions) | EventRateOptions,
  ): Promise<ColumnTable> {
    if (isOnIntervals(options)) return this.events.rates(options);
    return this.onSpikes("firingRates", options, FIRING_RATE_OPTIONS, firingRateSteps);
  }

  async optotagging(options: analysis.OptotaggingOptions & AnalysisCallOptions): Promise<ColumnTable> {
    const own = ownOptions("optotaggingResponse", options, OPTOTAGGING_OPTIONS);
    const epochs = await this.stimuli.optogeneticsTable(options);
    const spikeTimes = await this.spikes.read("spike_times", options);
    return inTurns(optotaggingSteps({ spikeTimes, epochs }, own), options);
  }

  async receptiveField(
    options: analysis.ReceptiveFieldOptions & AnalysisCallOptions,
  ): Promise<ReturnType<typeof analysis.receptiveField>> {
    return this.onSpikes("receptiveField", options, RECEPTIVE_FIELD_OPTIONS, receptiveFieldSteps);
  }

  /** Checks the options before anything is read, reads what the analysis needs, and calls it. */
  private async onSpikes<Options extends analysis.SpikeSelection, Result>(
    method: string,
    options: Options & AnalysisCallOptions,
    names: OptionNames<Options>,
    analyse: (data: analysis.SpikeData, options: Options) => Steps<Result>,
  ): Promise<Result> {
    const own = ownOptions(method, options, names);
    const spikeTimes = await this.spikes.read("spike_times", options);
    const presentations = await this.data.presentationTable(options);
    return inTurns(analyse({ spikeTimes, presentations }, own), options);
  }
}

/** Whether an analysis is of a table of intervals, and not of the presentations. */
function isOnIntervals<Options extends object>(
  options: Options | undefined,
): options is Extract<Options, EventSelection> {
  return typeof options === "object" && options !== null && "intervals" in options;
}

/** The options that the analysis takes: all but those of the call. */
function ownOptions<Options extends object>(
  method: string,
  options: Options & AnalysisCallOptions,
  names: OptionNames<Options>,
): Options {
  checkOptions<object>(method, options, { ...names, ...ANALYSIS_CALL_OPTIONS });
  const { signal: _, onProgress: __, ...own } = options;
  return own as Options;
}
