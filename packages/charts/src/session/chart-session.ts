import type { DataArray } from "@ecephys/core";
import type { ColumnTable } from "@ecephys/core/arquero";

interface Signal {
  readonly signal?: AbortSignal | undefined;
}

interface Selection extends Signal {
  readonly unitIds?: readonly number[] | undefined;
  readonly stimulusPresentationIds?: readonly number[] | undefined;
}

/** Rows of a table of intervals, in place of presentations. */
interface OnIntervals extends Signal {
  readonly unitIds?: readonly number[] | undefined;
  readonly intervals: string;
  readonly align?: string | undefined;
  readonly intervalIds?: readonly number[] | undefined;
}

interface Window {
  readonly window: readonly [number, number];
}

/** What figures need of a probe's LFP. */
export interface ChartLfp {
  readonly shape: readonly number[];
  timestamps(range: { readonly start: number; readonly end: number }): Promise<Float64Array>;
  sel(
    selection: { readonly time: { readonly from: number; readonly to: number } },
    options?: Signal,
  ): Promise<DataArray>;
}

/** What figures need of a session: `EcephysSession` of `@ecephys/nwb` has it. */
export interface ChartSession {
  /** Path or URL of the session's file. */
  readonly location: string;
  metadata(options: Signal): Promise<object>;
  probes(options: Signal): Promise<ColumnTable>;
  units(options: Signal): Promise<ColumnTable>;
  channels(options: Signal): Promise<ColumnTable>;
  stimulusNames(options: Signal): Promise<string[]>;
  getStimulusTable(names: string | undefined, options: Signal): Promise<ColumnTable>;
  getStimulusEpochs(options: Signal): Promise<ColumnTable>;
  runningSpeed(options: Signal): Promise<ColumnTable>;
  getPupilData(options: Signal): Promise<ColumnTable | undefined>;
  meanWaveforms(options: Selection): Promise<ReadonlyMap<number, DataArray>>;
  spikeTimes(options: Selection): Promise<ReadonlyMap<number, Float64Array>>;
  intervals(name: string, options: Signal): Promise<ColumnTable>;
  rasterTable(options: (Selection | OnIntervals) & Window): Promise<ColumnTable>;
  psth(options: (Selection | OnIntervals) & Window & { readonly binSize: number }): Promise<DataArray>;
  receptiveField(options: Selection): Promise<DataArray>;
  getLfp(probeId: number, options: Signal): Promise<ChartLfp>;
  getCurrentSourceDensity(probeId: number, options: Signal): Promise<DataArray>;
}
