import type * as analysis from "@ecephys/analysis";
import {
  CORRELOGRAMS_OPTIONS,
  FIRING_RATE_OPTIONS,
  PSTH_OPTIONS,
  RASTER_OPTIONS,
  SPIKE_COUNT_OPTIONS,
  SPIKE_SELECTION,
  SPIKE_STATISTICS_OPTIONS,
  WORKERS_OPTIONS,
} from "@ecephys/analysis/internal";
import type { Ids, Names, OptionNames } from "@ecephys/files";
import { ANALYSIS_CALL_OPTIONS, type AnalysisCallOptions } from "../analysis-call.ts";

/** Which rows of which table of intervals, and which of their times, an analysis is made on. */
export interface EventSelection extends AnalysisCallOptions {
  /** The table of intervals by name or path: "trials". */
  readonly intervals: string;
  /** The column of times (seconds) that counts as the beginning; "start_time" by default. Rows without one are left out. */
  readonly align?: string | undefined;
  /** The column of times (seconds) that counts as the end, for analyses of whole intervals; "stop_time" by default. */
  readonly until?: string | undefined;
  /** Ids of the intervals; all by default. */
  readonly intervalIds?: Ids | undefined;
}

/** The options of an analysis of presentations, for any table of intervals. */
type OnEvents<Options> = Omit<Options, "stimulusPresentationIds"> & EventSelection;

/** Options of `psth` on intervals. */
export interface EventPsthOptions extends OnEvents<analysis.PsthOptions> {
  /**
   * The column whose values are told apart: the result then has a dimension of that name, its labels ascending: numbers,
   * else text ("true" and "false" of flags). Rows without a value are left out.
   */
  readonly by?: string | undefined;
}
/** Options of `rasterTable` on intervals. */
export interface EventRasterOptions extends OnEvents<analysis.RasterOptions> {}
/** Options of `spikeCounts` on intervals. */
export interface EventCountOptions extends OnEvents<analysis.SpikeCountOptions> {}
/** Options of `spikesDuring`. */
export interface EventSpikeOptions extends OnEvents<analysis.SpikeSelection> {}
/** Options of `firingRates` on intervals. */
export interface EventRateOptions extends OnEvents<analysis.FiringRateOptions> {}
/** Options of `spikeStatistics`. */
export interface EventStatisticsOptions extends OnEvents<analysis.SpikeStatisticsOptions> {
  /** The columns whose combinations of values are told apart; all intervals are one group by default. */
  readonly by?: Names | undefined;
}
/** Options of `correlograms`: without `intervals`, of all spikes. */
export interface EventCorrelogramOptions
  extends Omit<analysis.CorrelogramsOptions, "stimulusPresentationIds" | "span">,
    analysis.WorkersOptions,
    Partial<EventSelection> {
  /** From and to, seconds from `align`; by default from `align` to `until`. */
  readonly span?: readonly [from: number, to: number] | undefined;
}

const EVENT_SELECTION: OptionNames<EventSelection> = {
  intervals: true,
  align: true,
  until: true,
  intervalIds: true,
  ...ANALYSIS_CALL_OPTIONS,
};

const onEvents = <Options extends object>(names: OptionNames<Options>) => {
  const { stimulusPresentationIds: _, ...own } = names as Record<string, true>;
  return { ...own, ...EVENT_SELECTION };
};

/** Names of the options of every analysis on intervals. */
export const EVENT_OPTIONS = {
  psth: { ...onEvents(PSTH_OPTIONS), by: true } as OptionNames<EventPsthOptions>,
  raster: onEvents(RASTER_OPTIONS) as OptionNames<EventRasterOptions>,
  counts: onEvents(SPIKE_COUNT_OPTIONS) as OptionNames<EventCountOptions>,
  spikes: onEvents(SPIKE_SELECTION) as OptionNames<EventSpikeOptions>,
  rates: onEvents(FIRING_RATE_OPTIONS) as OptionNames<EventRateOptions>,
  correlograms: onEvents({
    ...CORRELOGRAMS_OPTIONS,
    ...WORKERS_OPTIONS,
  }) as OptionNames<EventCorrelogramOptions>,
  statistics: { ...onEvents(SPIKE_STATISTICS_OPTIONS), by: true } as OptionNames<EventStatisticsOptions>,
};
