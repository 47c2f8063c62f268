import type { Table } from "@ecephys/core";
import { table } from "@ecephys/core/arquero";
import { DataArray, typed } from "@ecephys/core/internal";
import { argumentChecks, type OptionNames } from "@ecephys/files";
import { allocate } from "../allocate.ts";
import { withCrew } from "../workers/crew.ts";
import { checkWorkers, WORKERS_OPTIONS, type WorkersOptions } from "../workers/options.ts";
import { forUnits, type StimulusData, UNITS_OPTIONS, type UnitsOptions } from "./data.ts";
import type { FieldShape } from "./field-shapes.ts";
import { overUnits, usefulWorkers } from "./over-units.ts";
import { fieldOf, type Positions, positionsOf } from "./positions.ts";
import type { ReceptiveFieldFitRow } from "./shown-rows.ts";
import { StimulusAnalysis } from "./stimulus-analysis.ts";
import type { StimulusAnalysisOptions } from "./stimulus-responses.ts";

/** Which units, and how their masks are made. */
export interface ReceptiveFieldShapeOptions extends UnitsOptions, WorkersOptions {
  /** Smooth without cutting to integers; false by default, as in AllenSDK. */
  readonly exact?: boolean | undefined;
}

const SHAPE_OPTIONS: OptionNames<ReceptiveFieldShapeOptions> = {
  ...UNITS_OPTIONS,
  ...WORKERS_OPTIONS,
  exact: true,
};

/** The responses to gabors at many positions: fields, their masks, fitted Gaussians, and the metrics. */
export class ReceptiveFieldMapping extends StimulusAnalysis<"receptive_field_mapping"> {
  private readonly positions: Positions;

  constructor(data: StimulusData, options: StimulusAnalysisOptions = {}) {
    super("receptive_field_mapping", data, options);
    this.positions = positionsOf(this.own.trials);
    const { cells } = this.positions;
    const nowhere = cells.reduce((count, cell) => count + (cell < 0 ? 1 : 0), 0);
    if (nowhere > 0)
      data.warn?.(
        `${nowhere} of ${cells.length} presentations have no position: receptive fields leave them out.`,
      );
  }

  /**
   * Spikes by position in the first 0.249 s, whatever the orientation: "spike_counts", dims y_position × x_position ×
   * unit_id. The first row is the highest; as in AllenSDK `y_position` is 40° less the elevation, and `elevation` and
   * `azimuth` are degrees on the screen.
   */
  async receptiveFields(options: UnitsOptions = {}): Promise<DataArray<Float64Array>> {
    const unitIds = this.units("receptiveFields", options);
    const fields = this.array("spike_counts", unitIds);
    const { positions } = this;
    let u = 0;
    await forUnits(this.reader, unitIds, 1, options, this.action, ([unit]) =>
      putField(fields, u++, fieldOf(positions, this.own.trials, unit!.times).data),
    );
    return fields;
  }

  /** Where each unit responds most, 1 inside: "mask", dims as `receptiveFields`. See `thresholdReceptiveField`. */
  async receptiveFieldMasks(options: ReceptiveFieldShapeOptions = {}): Promise<DataArray<Float64Array>> {
    const unitIds = this.units("receptiveFieldMasks", options, SHAPE_OPTIONS);
    const masks = this.array("mask", unitIds);
    const shapes = await this.shapes("receptiveFieldMasks", unitIds, options);
    for (const [u, { mask }] of shapes.entries()) putField(masks, u, mask.mask);
    return masks;
  }

  /**
   * The shapes of receptive fields in cells of the grid, one row per unit: `mask_row`, `mask_column`, `mask_area` of the
   * mask, its centre in degrees of the screen (`mask_azimuth`, `mask_elevation`, on any grid), whether the field is
   * `inverted`, the fitted Gaussian (`height`, `center_row`, `center_column`, `width_rows`, `width_columns`; standard
   * deviations), its `cost` (sum of squares) and whether the fit `converged`. NaN and null without spikes.
   */
  async receptiveFieldFits(options: ReceptiveFieldShapeOptions = {}): Promise<Table<ReceptiveFieldFitRow>> {
    const unitIds = this.units("receptiveFieldFits", options, SHAPE_OPTIONS);
    const shapes = await this.shapes("receptiveFieldFits", unitIds, options);
    const { azimuths, elevations } = this.positions;
    const numbers = (value: (shape: FieldShape) => number | undefined) =>
      Float64Array.from(shapes, (shape) => value(shape) ?? Number.NaN);
    const columns = {
      unit_id: Float64Array.from(unitIds),
      mask_row: numbers(({ mask }) => mask.centerRow),
      mask_column: numbers(({ mask }) => mask.centerColumn),
      mask_area: numbers(({ mask }) => mask.area),
      mask_azimuth: numbers(({ mask }) => meanAt(mask.mask, (cell) => azimuths[cell % azimuths.length]!)),
      mask_elevation: numbers(({ mask }) =>
        meanAt(mask.mask, (cell) => elevations[Math.floor(cell / azimuths.length)]!),
      ),
      inverted: shapes.map(({ inverted }) => inverted),
      height: numbers(({ fit }) => fit?.height),
      center_row: numbers(({ fit }) => fit?.centerRow),
      center_column: numbers(({ fit }) => fit?.centerColumn),
      width_rows: numbers(({ fit }) => fit?.widthRows),
      width_columns: numbers(({ fit }) => fit?.widthColumns),
      cost: numbers(({ fit }) => fit?.cost),
      converged: shapes.map(({ fit }) => fit?.converged ?? null),
    };
    return typed<ReceptiveFieldFitRow>(table(columns));
  }

  private async shapes(
    method: string,
    unitIds: readonly number[],
    options: ReceptiveFieldShapeOptions,
  ): Promise<readonly FieldShape[]> {
    const checks = argumentChecks(`Calling ${method}`);
    const { count, start } = checkWorkers(options, checks);
    const exact = checks.flag("exact", options.exact) ?? false;
    const { signal, onProgress } = options;
    const shared = { positions: this.positions, starts: this.own.trials.starts, exact };
    return withCrew({ count: usefulWorkers(count, unitIds.length), start, signal }, this.action, (crew) =>
      overUnits(
        { kernel: "fieldShapes", shared },
        { reader: this.reader, unitIds, signal, onProgress, action: this.action, crew },
      ),
    );
  }

  /** An array of zeros by position and unit. */
  private array(name: string, unitIds: readonly number[]): DataArray<Float64Array> {
    const { azimuths, elevations } = this.positions;
    const shape = [elevations.length, azimuths.length, unitIds.length] as const;
    return new DataArray({
      name,
      dims: ["y_position", "x_position", "unit_id"],
      shape,
      coords: {
        y_position: elevations.map((elevation) => 40 - elevation),
        x_position: azimuths,
        unit_id: Float64Array.from(unitIds),
        elevation: { dim: "y_position", values: elevations },
        azimuth: { dim: "x_position", values: azimuths },
      },
      data: allocate(Float64Array, shape, "rows × columns × units", this.action),
      attributes: name === "spike_counts" ? { unit: "spikes" } : {},
    });
  }
}

/** Writes a unit's cells, rows first. */
function putField(
  { data, shape }: DataArray<Float64Array>,
  unit: number,
  cells: Float64Array | Uint8Array,
): void {
  const width = shape[2]!;
  for (let cell = 0; cell < cells.length; cell++) data[cell * width + unit] = cells[cell]!;
}

function meanAt(mask: Uint8Array, value: (cell: number) => number): number {
  let [sum, count] = [0, 0];
  for (let cell = 0; cell < mask.length; cell++)
    if (mask[cell] === 1) {
      sum += value(cell);
      count++;
    }
  return sum / count;
}
