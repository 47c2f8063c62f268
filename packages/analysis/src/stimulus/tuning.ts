import type { Trials } from "./trials.ts";

/** The distinct values of a parameter, and the conditions that have each. */
export interface Dimension {
  readonly name: string;
  /** Ascending. */
  readonly values: Float64Array;
  /** By value, positions of conditions. */
  readonly conditions: readonly Int32Array[];
}

/** A parameter of the conditions that are not blank; missing values are left out. */
export function dimensionOf(trials: Trials, name: string, blank: Uint8Array): Dimension {
  const parameter = trials.parameter(name);
  const known = [...parameter.keys()].filter((c) => blank[c] === 0 && !Number.isNaN(parameter[c]));
  const values = Float64Array.from(new Set(known.map((c) => parameter[c]!))).sort();
  return {
    name,
    values,
    conditions: Array.from(values, (value) => Int32Array.from(known.filter((c) => parameter[c] === value))),
  };
}

/** The unweighted mean, for each value, of the mean responses to the conditions that have it. */
export function tuningCurve(means: Float64Array, { conditions }: Dimension): Float64Array {
  return Float64Array.from(conditions, (list) => {
    let sum = 0;
    for (const c of list) sum += means[c]!;
    return sum / list.length;
  });
}

/** The value that drives a unit most. */
export interface Preferred {
  /** NaN where no condition has the parameter. */
  readonly value: number;
  /** Whether several values do so equally. */
  readonly isMultiple: boolean;
}

/** Sums in another order differ by less. */
const EQUAL = 1e-12;

/** The smallest value of the largest response; responses within a relative 1e-12 of it are equal. */
export function preferredValue(curve: Float64Array, { values }: Dimension): Preferred {
  const most = curve.reduce((largest, response) => Math.max(largest, response), Number.NEGATIVE_INFINITY);
  const best = Array.from(values).filter((_, i) => curve[i]! >= most - Math.abs(most) * EQUAL);
  return { value: best[0] ?? Number.NaN, isMultiple: best.length > 1 };
}

/** The mean responses along a dimension to the conditions that `fits` names; NaN where no condition does. */
export function responsesWhere(
  means: Float64Array,
  { conditions }: Dimension,
  fits: (condition: number) => boolean,
): Float64Array {
  return Float64Array.from(conditions, (list) => {
    let [sum, count] = [0, 0];
    for (const c of list)
      if (fits(c)) {
        sum += means[c]!;
        count++;
      }
    return sum / count;
  });
}
