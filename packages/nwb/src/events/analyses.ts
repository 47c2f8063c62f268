import type * as analysis from "@ecephys/analysis";
import {
  correlogramsInTurns,
  firingRateSteps,
  presentationSpikeTimeSteps,
  psthSteps,
  rasterSteps,
  spikeCountSteps,
} from "@ecephys/analysis/internal";
import type { NumericArray } from "@ecephys/core";
import type { ColumnTable } from "@ecephys/core/arquero";
import { DataArray } from "@ecephys/core/internal";
import { type ArgumentChecks, argumentChecks, type Ids, type Names, type OptionNames } from "@ecephys/files";
import { inTurns, type Steps, type TurnOptions } from "@ecephys/files/internal";
import { checkOptions } from "../options.ts";
import { type EventColumns, eventTableSteps } from "./events.ts";
import { groupedStatisticsSteps } from "./grouped.ts";
import {
  EVENT_OPTIONS,
  type EventCorrelogramOptions,
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
  readonly warn: (message: string) => void;
  /** Spike times of the given units, of all by default. */
  spikeTimes(
    unitIds: analysis.SpikeSelection["unitIds"],
    signal: AbortSignal | undefined,
  ): Promise<analysis.SpikeTimes>;
  /** Columns of a table of intervals by name or path, and its `id`. */
  intervals(name: string, columns: readonly string[], signal: AbortSignal | undefined): Promise<ColumnTable>;
}

/** What an analysis on intervals was called with. */
type Call = Partial<EventSelection> & {
  readonly by?: Names | undefined;
  readonly unitIds?: Ids | undefined;
  readonly secondUnitIds?: Ids | undefined;
};

/** What of a table of intervals an analysis uses. */
interface Uses<Options extends object> {
  readonly method: string;
  readonly names: OptionNames<Options>;
  /** Whether it needs the ends of the intervals. */
  readonly stops: boolean;
  /** Whether rows without a value of `by` are left out. */
  readonly leavesOut?: boolean;
  /** Whether it groups by several columns. */
  readonly groupsBySeveral?: boolean;
}

/** The analysis functions on any table of intervals and any column of times in it. */
export class EventAnalyses {
  readonly #data: EventData;

  constructor(data: EventData) {
    this.#data = data;
  }

  async psth(options: EventPsthOptions): Promise<DataArray<Float64Array>> {
    const uses = { method: "psth", names: EVENT_OPTIONS.psth, stops: false, leavesOut: true };
    return ofIntervals(await this.#analyse(uses, options, inSteps(psthSteps)));
  }

  async correlograms(options: EventCorrelogramOptions): Promise<DataArray<Float64Array>> {
    const method = "correlograms";
    const { intervals, span } = checkedOptions(method, options);
    if (intervals === undefined) return this.#onAllSpikes(options);
    const uses = { method, names: EVENT_OPTIONS.correlograms, stops: span === undefined, leavesOut: true };
    return ofIntervals(await this.#analyse(uses, options, correlogramsInTurns));
  }

  async raster(options: EventRasterOptions): Promise<ColumnTable> {
    const uses = { method: "rasterTable", names: EVENT_OPTIONS.raster, stops: false };
    return withIntervalIds(await this.#analyse(uses, options, inSteps(rasterSteps)));
  }

  async counts(options: EventCountOptions): Promise<analysis.SpikeCounts> {
    const uses = { method: "spikeCounts", names: EVENT_OPTIONS.counts, stops: false };
    const steps = (data: analysis.SpikeData, own: analysis.SpikeCountOptions) =>
      spikeCountSteps(data, { ...own, warn: own.warn ?? this.#data.warn });
    return ofIntervals(await this.#analyse(uses, options, inSteps(steps)));
  }

  async spikes(options: EventSpikeOptions): Promise<ColumnTable> {
    const uses = { method: "spikesDuring", names: EVENT_OPTIONS.spikes, stops: true };
    return withIntervalIds(await this.#analyse(uses, options, inSteps(presentationSpikeTimeSteps)));
  }

  async rates(options: EventRateOptions): Promise<ColumnTable> {
    const uses = { method: "firingRates", names: EVENT_OPTIONS.rates, stops: true };
    return this.#analyse(uses, options, inSteps(firingRateSteps));
  }

  async statistics(options: EventStatisticsOptions): Promise<ColumnTable> {
    const names = EVENT_OPTIONS.statistics;
    const uses = { method: "spikeStatistics", names, stops: true, groupsBySeveral: true };
    return this.#analyse(uses, options, inSteps(groupedStatisticsSteps));
  }

  /** Checks the options before anything is read, reads what the analysis needs, and makes it in turns. */
  async #analyse<Options extends Call, Own, Result>(
    uses: Uses<Options>,
    options: Options,
    analyse: (data: analysis.SpikeData, own: Own, turns: TurnOptions) => Promise<Result>,
  ): Promise<Result> {
    const { method, names } = uses;
    const call = checkedOptions(method, options);
    const checks = checkOptions<object>(method, call, names);
    const { align, intervalIds, intervals, signal, onProgress, until, by, ...own } = call;
    const needed = checks.required("intervals", intervals, "the name of a table of intervals");
    const name = checks.text("intervals", needed);
    const columns: EventColumns = {
      align: checks.text("align", align ?? "start_time"),
      until: uses.stops ? checks.text("until", until ?? "stop_time") : undefined,
      by: groupColumns(checks, by, uses),
      leavesOut: uses.leavesOut ?? false,
    };
    const wanted = checks.ids("intervalIds", intervalIds);
    const read = [columns.align, columns.until, ...columns.by].filter((column) => column !== undefined);
    const table = await this.#data.intervals(name, [...new Set(read)], signal);
    const source = { name, table, warn: this.#data.warn };
    const { ids, presentations } = await inTurns(eventTableSteps(source, columns, wanted), { signal });
    const data = { spikeTimes: await this.#data.spikeTimes(unitsOf(checks, call), signal), presentations };
    const grouped = columns.by.length === 0 ? {} : { by: uses.groupsBySeveral ? columns.by : columns.by[0] };
    const ownOptions = { ...own, ...grouped, stimulusPresentationIds: ids };
    return analyse(data, ownOptions as Own, { signal, onProgress });
  }

  /** Correlograms of all spikes, without any intervals. */
  async #onAllSpikes(options: EventCorrelogramOptions): Promise<DataArray<Float64Array>> {
    const checks = checkOptions<object>("correlograms", options, EVENT_OPTIONS.correlograms);
    const { intervals: _, align, until, intervalIds, by, span, signal, onProgress, ...own } = options;
    const needing = Object.entries({ align, until, intervalIds, by, span });
    const stray = needing.find(([, value]) => value !== undefined);
    if (stray)
      throw checks.refusal(
        `the option ${stray[0]}`,
        stray[1],
        "given together with intervals",
        'Name the table of intervals: { intervals: "trials" }',
      );
    const spikeTimes = await this.#data.spikeTimes(unitsOf(checks, own), signal);
    return correlogramsInTurns({ spikeTimes }, own, { signal, onProgress });
  }
}

/** An analysis in steps, between which others have their turn. */
function inSteps<Own, Result>(steps: (data: analysis.SpikeData, own: Own) => Steps<Result>) {
  return (data: analysis.SpikeData, own: Own, turns: TurnOptions): Promise<Result> =>
    inTurns(steps(data, own), turns);
}

function groupColumns(
  checks: ArgumentChecks,
  by: Names | undefined,
  { groupsBySeveral }: { readonly groupsBySeveral?: boolean },
): readonly string[] {
  if (by === undefined) return [];
  return (groupsBySeveral ? checks.names("by", by) : undefined) ?? [checks.text("by", by as string)];
}

function checkedOptions<Options>(method: string, options: Options): Options {
  return argumentChecks(`Calling ${method}`).required("the options", options, "an object with intervals");
}

/** The units whose spikes are needed; all where undefined. */
function unitsOf(checks: ArgumentChecks, { unitIds, secondUnitIds }: Call): readonly number[] | undefined {
  const first = checks.ids("unitIds", unitIds);
  const second = checks.ids("secondUnitIds", secondUnitIds);
  return first && second ? [...new Set([...first, ...second])] : first;
}

const PRESENTATION_ID = "stimulus_presentation_id";
const INTERVAL_ID = "interval_id";

function withIntervalIds(found: ColumnTable): ColumnTable {
  return found.rename({ [PRESENTATION_ID]: INTERVAL_ID });
}

/** An array whose presentations are intervals. */
function ofIntervals<Data extends NumericArray>(found: DataArray<Data>): DataArray<Data> {
  const { attributes, data, dims, name, shape } = found;
  const coords = [...found.coordinates].map(
    ([own, { dim, values }]) => [renamed(own), own === dim ? values : { dim: renamed(dim), values }] as const,
  );
  const { presentations: intervals, ...rest } = attributes;
  return new DataArray({
    name,
    dims: dims.map(renamed),
    shape,
    coords: Object.fromEntries(coords),
    data,
    attributes: { ...rest, ...(intervals !== undefined && { intervals }) },
  });
}

const NAMES: Readonly<Record<string, string>> = {
  [PRESENTATION_ID]: INTERVAL_ID,
  presentation_count: "interval_count",
};

function renamed(name: string): string {
  return NAMES[name] ?? name;
}
