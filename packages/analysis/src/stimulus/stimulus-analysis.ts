import type { Table } from "@ecephys/core";
import { tableOf } from "@ecephys/core/internal";
import { argumentChecks, type OptionNames } from "@ecephys/files";
import { type Crew, withCrew } from "../workers/crew.ts";
import { checkWorkers, WORKERS_OPTIONS, type WorkersOptions } from "../workers/options.ts";
import { type StimulusData, UNITS_OPTIONS, type UnitsOptions } from "./data.ts";
import { CONTRAST_STIMULUS, STIMULUS_KINDS, type StimulusKindName } from "./kinds.ts";
import type { MetricRows } from "./metric-rows.ts";
import type { Metric, MetricColumn } from "./metrics/columns.ts";
import { KIND_METRICS } from "./metrics/index.ts";
import { overUnits, usefulWorkers } from "./over-units.ts";
import { type StimulusAnalysisOptions, StimulusResponses } from "./stimulus-responses.ts";
import { metricsShared } from "./unit-metrics.ts";

/** Which units' metrics, and in which form. */
export interface MetricsOptions extends UnitsOptions, WorkersOptions {
  /**
   * Compute what the names say where AllenSDK's numbers under these names are something else: F1/F0 and the modulation index
   * at the grating's frequency, sparseness of mean responses, no time to peak without a spike, the preferred image's frame,
   * a receptive field's mask without cutting to integers. False by default.
   */
  readonly exact?: boolean | undefined;
}

export const METRICS_OPTIONS: OptionNames<MetricsOptions> = {
  ...UNITS_OPTIONS,
  ...WORKERS_OPTIONS,
  exact: true,
};

/**
 * The responses to one stimulus and the metrics that AllenSDK's class of that stimulus computes; see the functions
 * `driftingGratings`, `flashes` and so on.
 */
export class StimulusAnalysis<
  Kind extends StimulusKindName = StimulusKindName,
> extends StimulusResponses<Kind> {
  private readonly kindName: Kind;
  private readonly options: StimulusAnalysisOptions;
  private readonly crew: Crew | undefined;

  /** @param crew Workers that compute the metrics of several analyses. */
  constructor(kind: Kind, data: StimulusData, options: StimulusAnalysisOptions = {}, crew?: Crew) {
    super(STIMULUS_KINDS[kind], data, options);
    this.kindName = kind;
    this.options = options;
    this.crew = crew;
  }

  /** Names of the metrics, in the order of the table's columns. */
  get metricsNames(): readonly string[] {
    return this.columns.map(({ name }) => name);
  }

  /** Names of stimuli that belong to this class. */
  get knownStimulusKeys(): readonly string[] {
    return this.kind.knownKeys;
  }

  /**
   * One row per unit: `unit_id`, then the metrics of the class under AllenSDK's names. A missing number is NaN, a missing
   * truth null. Takes turns with other work, and can be aborted.
   * @throws an EcephysError "not-found" for units that are not among the analysis's, "argument" where the presentations
   * lack a parameter of the stimulus.
   * @example
   * const gratings = await session.driftingGratings();
   * const metrics = await gratings.metrics();
   * metrics.filter((d) => d.g_osi_dg > 0.5).select("unit_id", "pref_ori_dg").print();
   */
  async metrics(options: MetricsOptions = {}): Promise<Table<MetricRows[Kind]>> {
    const unitIds = this.units("metrics", options, METRICS_OPTIONS);
    const checks = argumentChecks("Calling metrics");
    const exact = checks.flag("exact", options.exact) ?? false;
    const { count, start } = checkWorkers(options, checks);
    const { signal, onProgress } = options;
    const { together } = KIND_METRICS[this.kindName];
    const compute = async (crew: Crew | undefined) =>
      overUnits(
        { kernel: "metrics", shared: metricsShared(await this.stimulus(), exact) },
        { reader: this.reader, unitIds, signal, onProgress, action: this.action, crew, together },
      );
    const own = { count: usefulWorkers(count, unitIds.length), start, signal };
    const rows = await (this.crew ? compute(this.crew) : withCrew(own, this.action, compute));
    return metricTable<MetricRows[Kind]>(unitIds, this.columns, rows);
  }

  /** The contrast responses that belong to drifting gratings; undefined where they were not shown. */
  contrast(): StimulusResponses<Kind> | undefined {
    if (!this.own.contrast) return undefined;
    const kind = { ...this.kind, title: "Contrast responses" };
    return new StimulusResponses<Kind>(kind, this.data, { ...this.options, stimulusKey: CONTRAST_STIMULUS });
  }

  private get columns(): readonly MetricColumn[] {
    return KIND_METRICS[this.kindName].columns;
  }
}

function metricTable<Row extends object>(
  unitIds: readonly number[],
  columns: readonly MetricColumn[],
  rows: readonly (readonly Metric[])[],
): Table<Row> {
  const values = new Map<string, Float64Array | Metric[]>([["unit_id", Float64Array.from(unitIds)]]);
  for (const [k, { name, type }] of columns.entries())
    values.set(
      name,
      type === "number" ? Float64Array.from(rows, (row) => row[k] as number) : rows.map((row) => row[k]!),
    );
  return tableOf<Row>(values) as Table<Row>;
}
