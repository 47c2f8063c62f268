import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gather } from "../../src/tables/gathered.ts";
import { findRows, keysOf, knownNumbers, LinkedRows, noteNumbers, rowFinder } from "../../src/tables/rows.ts";

describe("findRows", () => {
  it("finds what a plain search finds, for any ids in any order", () => {
    const id = fc.oneof(fc.nat({ max: 50 }), fc.maxSafeInteger(), fc.integer());
    fc.assert(
      fc.property(
        fc.uniqueArray(id),
        fc.array(fc.oneof(id, fc.constant(Number.NaN))),
        fc.boolean(),
        (ids, more, sort) => {
          if (sort) ids.sort((left, right) => left - right);
          const keys = [...ids, ...more].reverse();
          const expected = keys.map((key) => ids.indexOf(key));
          expect([...findRows(Float64Array.from(keys), Float64Array.from(ids), "things")]).toEqual(expected);
          expect([...findRows(keys, ids, "things")]).toEqual(expected);
          const rowOf = rowFinder(Float64Array.from(ids), "things");
          expect(keys.map((key) => rowOf(key))).toEqual(expected);
          const known = Float64Array.from(ids);
          noteNumbers(known, knownNumbers(known));
          expect(Array.from(keysOf(known))).toEqual(ids);
          const rowOfKnown = rowFinder(known, "things");
          expect(keys.map((key) => rowOfKnown(key))).toEqual(expected);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("finds ids in an unfavourable order quickly", () => {
    const ids = Float64Array.from({ length: 200_000 }, (_, row) => (row < 199_999 ? row : 1e15));
    expect(findRows(ids, ids, "things")).toEqual(Int32Array.from(ids, (_, row) => row));
  });

  it("refuses a duplicate id", () => {
    for (const ids of [
      [1, 2, 2],
      [2, 1, 2],
    ]) {
      expect(() => findRows([1], Float64Array.from(ids), "units")).toThrow("two of its rows have the id 2");
    }
  });
});

describe("gather", () => {
  it("returns the cells of rows, and missing ones for -1", () => {
    const rows = Int32Array.of(2, -1, 0);
    expect([...gather(Float64Array.of(1, 2, 3), rows)]).toEqual([3, Number.NaN, 1]);
    const column = gather(["a", null, "c"], rows);
    expect([...column]).toEqual(["c", null, "a"]);
    expect([column.at(0), column.at(1), column.at(2), column.at(3)]).toEqual(["c", null, "a", undefined]);
    expect([...gather(column, Int32Array.of(2, 2))]).toEqual(["a", "a"]);
  });

  it("returns the same of rows that other tables lead to, whether few or all are read", () => {
    const linked = new LinkedRows(
      Int32Array.of(3, 0, 1, 2, 0),
      Int32Array.of(1, -1, 0, 2),
      Int32Array.of(2, 0, 1),
    );
    const rows = [1, 0, -1, 2, 0];
    const [numbers, texts] = [Float64Array.of(1, 2, 3), ["a", "b", "c"]];
    const places = Int32Array.of(1, -1, 2);
    expect([...gather(gather(numbers, linked), Int32Array.of(3))]).toEqual([3]);
    expect([...gather(gather(numbers, linked), places)]).toEqual([1, Number.NaN, Number.NaN]);
    expect([...gather(gather(texts, linked), places)]).toEqual(["a", null, null]);
    expect([...linked.rows]).toEqual(rows);
    expect([...gather(numbers, linked)]).toEqual([...gather(numbers, Int32Array.from(rows))]);
    expect([...gather(texts, linked)]).toEqual([...gather(texts, Int32Array.from(rows))]);
    expect([...gather(gather(texts, linked), Int32Array.of(3))]).toEqual(["c"]);
  });
});
