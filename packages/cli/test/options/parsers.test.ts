import { describe, expect, it } from "vitest";
import { parseCount, parseIds, parseIndexes, parseRate, repeatable } from "../../src/options/parsers.ts";

describe("rates", () => {
  it.each([
    ["10M", 10e6],
    ["500k", 500e3],
    ["1.5G", 1.5e9],
    ["2MB/s", 2e6],
    ["10MiB", 10 * 2 ** 20],
    ["4096", 4096],
    [" 3 mb ", 3e6],
  ])("%s", (text, rate) => expect(parseRate(text)).toBe(rate));

  it.each(["", "0", "0.1", "-1M", "M", "fast", "1T", "10 M s", "1e6", "Infinity"])("%j is refused", (text) =>
    expect(() => parseRate(text)).toThrow(/bytes per second/),
  );
});

describe("indexes", () => {
  it("are numbers and ranges, without duplicates", () => {
    expect(parseIndexes("0-3,7, 2")).toEqual([0, 1, 2, 3, 7]);
    expect(parseIndexes("5-5")).toEqual([5]);
  });

  it.each(["", "-1", "3-", "3-1", "a", "1.5", "0-999999999", "0-99999999999999999999"])(
    "%j are none",
    (text) => expect(() => parseIndexes(text)).toThrow(),
  );
});

it("counts start at one", () => {
  expect(parseCount("16")).toBe(16);
  for (const text of ["0", "-1", "1.5", "", "99999"]) expect(() => parseCount(text)).toThrow();
});

it("a list that is given several times is one list", () => {
  const parse = repeatable(parseIds);
  expect(parse("3", parse("1,2"))).toEqual([1, 2, 3]);
});
