import type { Table } from "@ecephys/core";
import { tableOf } from "@ecephys/core/internal";
import { argumentChecks, type OptionNames } from "@ecephys/files";
import { forUnits, type StimulusData, UNITS_OPTIONS, type UnitsOptions, type UnitsProgress } from "./data.ts";
import { CONTRAST_STIMULUS, STIMULUS_KINDS, type StimulusKindName } from "./kinds.ts";
import type { MetricRows } from "./metric-rows.ts";
import type { Metric, MetricColumn } from "./metrics/columns.ts";
import { KIND_METRICS } from "./metrics/index.ts";
import { responseTo } from "./response.ts";
import { type StimulusAnalysisOptions, StimulusResponses } from "./stimulus-responses.ts";

/** Which units' metrics, and in which form. */
export interface MetricsOptions extends UnitsOptions {
  /**
   * Compute what the names say where AllenSDK's numbers under these names are something else: F1/F0 and the modulation index
   * at the grating's frequency, sparseness of mean responses, no time to peak without a spike, the preferred image's frame,
   * a receptive field's mask without cutting to integers. False by default.
   */
  readonly exact?: boolean | undefined;
  readonly onProgress?: ((progress: UnitsProgress) => void) | undefined;
}

export const METRICS_OPTIONS: OptionNames<MetricsOptions> = {
  ...UNITS_OPTIONS,
  exact: true,
  onProgress: true,
};

/** Units that are computed together: they share passes over the draws of the resampling. */
const TOGETHER = 3;

/**
 * The responses to one stimulus and the metrics that AllenSDK's class of that stimulus computes; see the functions
 * `driftingGratings`, `flashes` and so on.
 */
export class StimulusAnalysis<Kind extends StimulusKindName = StimulusKindName> extends StimulusResponses {
  private readonly kindName: Kind;
  private readonly options: StimulusAnalysisOptions;

  constructor(kind: Kind, data: StimulusData, options: StimulusAnalysisOptions = {}) {
    super(STIMULUS_KINDS[kind], data, options);
    this.kindName = kind;
    this.options = options;
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
    const exact = argumentChecks("Calling metrics").flag("exact", options.exact) ?? false;
    const stimulus = await this.stimulus();
    const compute = KIND_METRICS[this.kindName].prepare(stimulus, { exact });
    const rows: Metric[][] = [];
    await forUnits(this.reader, unitIds, TOGETHER, options, this.action, (units) => {
      rows.push(...compute(units.map(({ times }) => responseTo(stimulus, times))));
    });
    return metricTable<MetricRows[Kind]>(unitIds, this.columns, rows);
  }

  /** The contrast responses that belong to drifting gratings; undefined where they were not shown. */
  contrast(): StimulusResponses | undefined {
    if (!this.own.contrast) return undefined;
    const kind = { ...this.kind, title: "Contrast responses" };
    return new StimulusResponses(kind, this.data, { ...this.options, stimulusKey: CONTRAST_STIMULUS });
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
