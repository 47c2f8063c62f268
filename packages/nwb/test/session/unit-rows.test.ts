import { describe, expect, it } from "vitest";
import { rowsOfIds } from "../../src/session/rows-of-ids.ts";
import { unitRowsOf } from "../../src/session/unit-rows.ts";

const IDS: Readonly<Record<string, number[]>> = {
  "close together": [950_000_000, 950_000_002, 950_000_003, 950_000_010],
  "far apart": [1, 2 ** 40, 2 ** 52],
  "in another order": [7, 3, 5],
  fractions: [0.5, 1, 1.5],
  none: [],
  "one that is missing": [1, Number.NaN, 3],
};

describe.each(Object.entries(IDS))("ids: %s", (_, ids) => {
  const wanted = ids.flatMap((id) => [id, id + 1, id - 1, id + 0.5, -id]).concat(Number.NaN, 0);

  it("have the row in which they are, and others none", () => {
    const plain = wanted.map((id) => ids.indexOf(id));
    expect([...rowsOfIds(Float64Array.from(wanted), Float64Array.from(ids))]).toEqual(plain);
    const { count, rowOf } = unitRowsOf("/units", Float64Array.from(ids));
    expect(count).toBe(ids.length);
    const known = wanted.filter((id) => !Number.isNaN(id));
    expect(known.map((id) => rowOf(id) ?? -1)).toEqual(known.map((id) => ids.indexOf(id)));
  });
});

it("finds no row of an id that several have", () => {
  const { rowOf } = unitRowsOf("/units", Float64Array.of(4, 5, 5, 6));
  expect([4, 5, 6].map(rowOf)).toEqual([0, undefined, 3]);
});
