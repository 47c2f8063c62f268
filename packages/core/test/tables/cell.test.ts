import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseNumber, toNumber } from "../../src/tables/cell.ts";

const DECIMAL = /^[ \t]*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[ \t]*$/;

describe("parseNumber", () => {
  it("accepts only decimals as numbers", () => {
    const text = fc.string({ unit: fc.constantFrom(..."0123456789+-.,/eExXbo_ \t\n\u00a0nI"), maxLength: 8 });
    fc.assert(
      fc.property(text, (cell) => {
        expect(parseNumber(cell)).toBe(DECIMAL.test(cell) ? Number(cell) : undefined);
      }),
      { numRuns: 20_000 },
    );
  });

  it.each(["", " ", "0x10", "0b1", "0o7", "1_000", "1,5", "1 2", "--1", "5\n", "e5"])(
    "refuses %j",
    (text) => {
      expect(parseNumber(text)).toBeUndefined();
    },
  );

  it("knows infinities, and toNumber the words for missing", () => {
    expect([parseNumber("inf"), parseNumber("-Infinity"), parseNumber("19e999")]).toEqual([
      Infinity,
      -Infinity,
      Infinity,
    ]);
    expect([toNumber("NA"), toNumber("-1.#IND"), toNumber("")]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(toNumber("None")).toBeUndefined();
  });
});
