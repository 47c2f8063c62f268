import { describe, expect, it } from "vitest";
import { textRanks, unitOrder } from "../../src/session/unit-order.ts";

const UNITS = 300;

/** The same numbers in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  };
}

interface Place {
  readonly probe: string | null;
  readonly vertical: number;
  readonly horizontal: number;
}

/** By probe, then vertical, then horizontal position, what is not known last, ties as they are. */
function plainly(places: readonly Place[]): number[] {
  const last = (value: number) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value);
  const compare = <Value extends string | number>(a: Value | null, b: Value | null) =>
    a === b ? 0 : b === null || (a !== null && a < b) ? -1 : 1;
  return places
    .map((_, row) => row)
    .sort((a, b) => {
      const [one, other] = [places[a]!, places[b]!];
      return (
        compare(one.probe, other.probe) ||
        compare(last(one.vertical), last(other.vertical)) ||
        compare(last(one.horizontal), last(other.horizontal)) ||
        a - b
      );
    });
}

describe("the order of units", () => {
  const random = numbers(7);
  const whole = (most: number) => Math.floor(random() * most);
  const cases: Record<string, () => Place> = {
    "whole micrometres": () => ({
      probe: `probe${"CAFB"[whole(4)]}`,
      vertical: 20 * whole(9),
      horizontal: whole(3),
    }),
    "fractions and negative positions": () => ({
      probe: "p",
      vertical: random() - 0.5,
      horizontal: whole(3) - 1,
    }),
    "places that are not known": () => ({
      probe: whole(4) === 0 ? null : `probe${whole(3)}`,
      vertical: whole(5) === 0 ? Number.NaN : whole(9),
      horizontal: whole(5) === 0 ? Number.NaN : whole(3),
    }),
    "units on no channel": () => {
      const isNowhere = whole(3) === 0;
      return {
        probe: isNowhere ? null : "p",
        vertical: isNowhere ? Number.NaN : whole(9),
        horizontal: isNowhere ? Number.NaN : whole(3),
      };
    },
    "positions far away": () => ({ probe: "p", vertical: whole(2 ** 20), horizontal: whole(2) * 2 ** 40 }),
    "no difference": () => ({ probe: null, vertical: Number.NaN, horizontal: Number.NaN }),
  };
  for (const [name, place] of Object.entries(cases))
    it(`is by probe, vertical and horizontal position: ${name}`, () => {
      const places = Array.from({ length: UNITS }, place);
      // Of those that are on no channel nothing is known.
      const rows = Int32Array.from(places, (one, row) =>
        one.probe === null && Number.isNaN(one.vertical) && Number.isNaN(one.horizontal) ? -1 : row,
      );
      const order = unitOrder({
        probe: { values: textRanks(places.map(({ probe }) => probe)), rows },
        vertical: { values: Float64Array.from(places, ({ vertical }) => vertical), rows },
        horizontal: { values: Float64Array.from(places, ({ horizontal }) => horizontal), rows },
      });
      expect([...order]).toEqual(plainly(places));
    });
});
