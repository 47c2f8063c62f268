import type { GaussianFit } from "../receptive-field/gaussian-fit.ts";
import type { ReceptiveFieldMask } from "../receptive-field/mask.ts";
import { describeField } from "./metrics/receptive-field-mapping.ts";
import { fieldOf, type Positions } from "./positions.ts";

/** What the shapes of all receptive fields share. */
export interface FieldShapesShared {
  readonly positions: Positions;
  /** By trial its start, seconds. */
  readonly starts: Float64Array;
  readonly exact: boolean;
}

/** The shape of a receptive field. */
export interface FieldShape {
  readonly mask: ReceptiveFieldMask;
  readonly inverted: boolean;
  readonly fit: GaussianFit | undefined;
}

/** By unit the shape of its receptive field. */
export function fieldShapes({
  positions,
  starts,
  exact,
}: FieldShapesShared): (units: readonly Float64Array[]) => readonly FieldShape[] {
  return (units) => units.map((times) => describeField(fieldOf(positions, { starts }, times), exact));
}
