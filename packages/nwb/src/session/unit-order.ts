import type { Column } from "@ecephys/core/internal";

/** What units are put in order by: one number for each unit, NaN where it is not known. */
export interface UnitPlaces {
  /** The rank of its probe's description. */
  readonly probes: Float64Array;
  /** Positions on the probe in µm. */
  readonly vertical: Float64Array;
  readonly horizontal: Float64Array;
}

/** Whole numbers up to this one, whose place is one number together. */
const MOST = 0x3fff;
const SIDE = MOST + 1;

/** Units by probe, then vertical, then horizontal position; what is not known comes last, ties keep their order. */
export function unitOrder(places: UnitPlaces): Int32Array {
  const keys = orderKeys(places);
  if (keys === undefined) return compared(places);
  const count = keys.length;
  const order = new Int32Array(count);
  for (let i = 0; i < count; i++) order[i] = keys[i]! % count;
  return order;
}

/**
 * A unit's place and its number as one number, in order: on a probe positions are whole micrometres. Sorting numbers needs
 * no function that is called for each pair. Undefined where some are not.
 */
function orderKeys({ horizontal, probes, vertical }: UnitPlaces): Float64Array | undefined {
  const count = probes.length;
  const keys = new Float64Array(count);
  let last = -1;
  let isSorted = true;
  for (let i = 0; i < count; i++) {
    const probe = probes[i]!;
    const y = vertical[i]!;
    const x = horizontal[i]!;
    if ((probe & MOST) !== probe || (y & MOST) !== y || (x & MOST) !== x) return undefined;
    const key = ((probe * SIDE + y) * SIDE + x) * count + i;
    if (key > Number.MAX_SAFE_INTEGER) return undefined;
    if (key < last) isSorted = false;
    last = key;
    keys[i] = key;
  }
  return isSorted ? keys : keys.sort();
}

function compared({ horizontal, probes, vertical }: UnitPlaces): Int32Array {
  const [probe, y, x] = [probes, vertical, horizontal].map(missingLast) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const order = Int32Array.from(probes.keys());
  return order.sort((a, b) => probe[a]! - probe[b]! || y[a]! - y[b]! || x[a]! - x[b]! || a - b);
}

/** A difference of infinities would be NaN. */
function missingLast(values: Float64Array): Float64Array {
  return values.map((value) => (Number.isNaN(value) ? Number.MAX_VALUE : value));
}

/** The place of each text among all in order; NaN for a missing one. */
export function textRanks(texts: Column): Float64Array {
  const all = Array.from(texts as Column<string | null>);
  const ranks = new Map<string | null, number>();
  for (const text of [...new Set(all)].filter((one) => one !== null).sort()) ranks.set(text, ranks.size);
  return Float64Array.from(all, (text) => ranks.get(text) ?? Number.NaN);
}
