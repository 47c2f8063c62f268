import * as analysis from "@ecephys/analysis";
import { DataArray, type NumericArray } from "@ecephys/core";
import type { ColumnTable } from "@ecephys/core/arquero";
import { argumentChecks, type OptionNames } from "@ecephys/files";
import { checkOptions } from "../options.ts";
import { type EventColumns, type EventSource, eventTable } from "./events.ts";
import { groupedPsth, groupedStatistics } from "./grouped.ts";
import {
  EVENT_OPTIONS,
  type EventCountOptions,
  type EventPsthOptions,
  type EventRasterOptions,
  type EventRateOptions,
  type EventSelection,
  type EventSpikeOptions,
  type EventStatisticsOptions,
} from "./options.ts";

/** Where the analyses take spikes and intervals from. */
export interface EventData {
  /** Spike times of the given units, of all by default. */
  spikeTimes(
    unitIds: analysis.SpikeSelection["unitIds"],
    signal: AbortSignal | undefined,
  ): Promise<analysis.SpikeTimes>;
  /** A table of intervals by name or path. */
  intervals(name: string, signal: AbortSignal | undefined): Promise<EventSource>;
}

/** The analysis functions on any table of intervals and any column of times in it. */
export class EventAnalyses {
  readonly #data: EventData;

  constructor(data: EventData) {
    this.#data = data;
  }

  async psth(options: EventPsthOptions): Promise<DataArray<Float64Array>> {
    const { by, own, read } = this.#prepare("psth", options, EVENT_OPTIONS.psth, { needsStops: false });
    const data = await read();
    return by[0] === undefined ? analysis.psth(data, own) : groupedPsth(data, by[0], own);
  }

  async raster(options: EventRasterOptions): Promise<ColumnTable> {
    const { own, read } = this.#prepare("rasterTable", options, EVENT_OPTIONS.raster, { needsStops: false });
    return withIntervalIds(analysis.rasterTable(await read(), own));
  }

  async counts(options: EventCountOptions): Promise<analysis.SpikeCounts> {
    const { own, read } = this.#prepare("spikeCounts", options, EVENT_OPTIONS.counts, { needsStops: false });
    return withIntervalDimension(analysis.presentationwiseSpikeCounts(await read(), own));
  }

  async spikes(options: EventSpikeOptions): Promise<ColumnTable> {
    const { own, read } = this.#prepare("spikesDuring", options, EVENT_OPTIONS.spikes, { needsStops: true });
    return withIntervalIds(analysis.presentationwiseSpikeTimes(await read(), own));
  }

  async rates(options: EventRateOptions): Promise<ColumnTable> {
    const { by, own, read } = this.#prepare("firingRates", options, EVENT_OPTIONS.rates, {
      needsStops: true,
    });
    return analysis.firingRates(await read(), { ...own, by: by[0] });
  }

  async statistics(options: EventStatisticsOptions): Promise<ColumnTable> {
    const { by, own, read } = this.#prepare("spikeStatistics", options, EVENT_OPTIONS.statistics, {
      needsStops: true,
    });
    return groupedStatistics(await read(), by, own);
  }

  /** Checks the options before anything is read; `read` gives spikes and events, `own` is what the analysis takes. */
  #prepare<Options extends EventSelection & { readonly by?: unknown; readonly unitIds?: unknown }>(
    method: string,
    options: Options,
    names: OptionNames<Options>,
    { needsStops }: { readonly needsStops: boolean },
  ) {
    const given = argumentChecks(`Calling ${method}`).required(
      "the options",
      options,
      "an object with intervals",
    );
    const checks = checkOptions<object>(method, given, names);
    const { align = "start_time", intervalIds, intervals, signal, until = "stop_time", by, ...own } = given;
    const name = checks.text(
      "intervals",
      checks.required("intervals", intervals, "the name of a table of intervals"),
    );
    const columns: EventColumns = {
      align: checks.text("align", align),
      until: needsStops ? checks.text("until", until) : undefined,
      by: checks.names("by", by as string | undefined) ?? [],
    };
    const read = async (): Promise<analysis.SpikeData> => {
      const source = await this.#data.intervals(name, signal);
      const presentations = eventTable(source, columns);
      const unitIds = given.unitIds as analysis.SpikeSelection["unitIds"];
      return { spikeTimes: await this.#data.spikeTimes(unitIds, signal), presentations };
    };
    const ids = checks.ids("intervalIds", intervalIds);
    return { by: columns.by, own: { ...own, stimulusPresentationIds: ids }, read };
  }
}

const PRESENTATION_ID = "stimulus_presentation_id";
const INTERVAL_ID = "interval_id";

function withIntervalIds(found: ColumnTable): ColumnTable {
  return found.rename({ [PRESENTATION_ID]: INTERVAL_ID });
}

function withIntervalDimension<Data extends NumericArray>(counts: DataArray<Data>): DataArray<Data> {
  const renamed = (name: string) => (name === PRESENTATION_ID ? INTERVAL_ID : name);
  const coords = Object.entries(counts.coords).map(([name, labels]) => [renamed(name), labels] as const);
  const { attributes, data, dims, name, shape } = counts;
  return new DataArray({
    name,
    dims: dims.map(renamed),
    shape,
    coords: Object.fromEntries(coords),
    data,
    attributes,
  });
}
