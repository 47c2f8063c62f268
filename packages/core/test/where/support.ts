import { table } from "arquero";
import { parseWhere } from "../../src/where/where.ts";

/** Four units: one whole, one without values, one in another structure, one with odd values. */
export const UNITS = table({
  id: Float64Array.of(1, 2, 3, 4),
  snr: Float64Array.of(3, Number.NaN, 1.5, 0),
  ecephys_structure_acronym: ["VISp", null, "CA1", "grey"],
  has_nwb: [true, null, false, true],
  acronyms: [["VISp", "CA1"], [], ["LGd"], null],
  phase: ["3a", null, "16", ""],
  "odd name": [1, 2, 3, 4],
});

/** Ids of the units that a filter lets pass. */
export function passing(source: string): number[] {
  const ids = UNITS.getter("id");
  return parseWhere(source)
    .rows(UNITS)
    .map((row) => ids(row) as number);
}
