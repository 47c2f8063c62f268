import type { Column, Rows } from "@ecephys/core/internal";

/** Numbers of a table, NaN where they are not known, and of each unit its row there; -1 where it has none. */
export interface PlaceColumn {
  readonly values: Float64Array;
  readonly rows: Rows;
}

/** What units are put in order by. */
export interface UnitPlaces {
  /** The rank of the probe's description. */
  readonly probe: PlaceColumn;
  /** Positions on the probe in µm. */
  readonly vertical: PlaceColumn;
  readonly horizontal: PlaceColumn;
}

/** Whole numbers up to this one, of which two together are one of 32 bits. */
const MOST = 0x3fff;
const SIDE = MOST + 1;

/** Units by probe, then vertical, then horizontal position; what is not known comes last, ties keep their order. */
export function unitOrder(places: UnitPlaces): Int32Array {
  return wholeOrder(places) ?? compared(places);
}

/**
 * Sorted without a function that is called for each pair: on a probe positions are whole micrometres. Undefined where some
 * are not, or are not known.
 */
function wholeOrder({ horizontal, probe, vertical }: UnitPlaces): Int32Array | undefined {
  const { rows } = vertical;
  const count = rows.length;
  if (horizontal.rows !== rows || probe.values.length * SIDE * SIDE * count > Number.MAX_SAFE_INTEGER)
    return undefined;
  const places = wholePlaces(vertical.values, horizontal.values);
  const ranks = Int32Array.from(probe.values, (rank) => (Number.isNaN(rank) ? -1 : rank));
  const keys = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const place = places[rows[i]!] ?? -1;
    const rank = ranks[probe.rows[i]!] ?? -1;
    if (place < 0 || rank < 0) return undefined;
    keys[i] = (rank * SIDE * SIDE + place) * count + i;
  }
  keys.sort();
  const order = new Int32Array(count);
  for (let i = 0; i < count; i++) order[i] = keys[i]! % count;
  return order;
}

/** Both positions as one number; -1 where they are none. */
function wholePlaces(vertical: Float64Array, horizontal: Float64Array): Int32Array {
  const places = new Int32Array(vertical.length);
  for (let row = 0; row < places.length; row++) {
    const y = vertical[row]! & MOST;
    const x = horizontal[row]! & MOST;
    places[row] = y === vertical[row] && x === horizontal[row] ? y * SIDE + x : -1;
  }
  return places;
}

function compared(places: UnitPlaces): Int32Array {
  const [probe, y, x] = [places.probe, places.vertical, places.horizontal].map(missingLast) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const order = Int32Array.from(probe.keys());
  return order.sort((a, b) => probe[a]! - probe[b]! || y[a]! - y[b]! || x[a]! - x[b]! || a - b);
}

/** Of each unit; a difference of infinities would be NaN. */
function missingLast({ rows, values }: PlaceColumn): Float64Array {
  return Float64Array.from(rows, (row) => {
    const value = values[row] ?? Number.NaN;
    return Number.isNaN(value) ? Number.MAX_VALUE : value;
  });
}

/** The place of each text among all in order; NaN for a missing one. */
export function textRanks(texts: Column): Float64Array {
  const all = Array.from(texts as Column<string | null>);
  const ranks = new Map<string | null, number>();
  for (const text of [...new Set(all)].filter((one) => one !== null).sort()) ranks.set(text, ranks.size);
  return Float64Array.from(all, (text) => ranks.get(text) ?? Number.NaN);
}
