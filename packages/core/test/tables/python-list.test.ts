import { describe, expect, it } from "vitest";
import { formatList, parseList } from "../../src/tables/python-list.ts";

describe("lists as Python writes them", () => {
  it.each<[string, unknown[]]>([
    ["[]", []],
    ["[ ]", []],
    ["[23.1, -23.2]", [23.1, -23.2]],
    ["[1e-05, inf, -inf, 3]", [1e-5, Infinity, -Infinity, 3]],
    ["[None, True, False, nan]", [null, true, false, Number.NaN]],
    [`['it\\'s', "it's", 'a\\nb', '\\\\']`, ["it's", "it's", "a\nb", "\\"]],
    ["[[1, 2], [], ['x']]", [[1, 2], [], ["x"]]],
    ["[1,\n 2]", [1, 2]],
  ])("reads %s", (text, items) => {
    expect(parseList(text)).toEqual(items);
  });

  it.each([
    "",
    "[",
    "]",
    "[1",
    "1, 2",
    "[1 2]",
    "[,]",
    "[1]]",
    "[1] ",
    "[x]",
    "['a]",
    "[0x10]",
    "(1, 2)",
    "[1, ]x",
  ])("takes %j for no list", (text) => {
    expect(parseList(text)).toBeUndefined();
  });

  it("rejects hostile depths and lengths quickly", () => {
    expect(parseList("[".repeat(100_000) + "]".repeat(100_000))).toBeUndefined();
    expect(parseList(`['${"\\".repeat(100_001)}]`)).toBeUndefined();
  });

  it("writes them", () => {
    expect(formatList([1, 2.5, -0, 1e-5, Number.NaN, null, "it's\n", [true]])).toBe(
      "[1, 2.5, -0.0, 1e-05, nan, None, 'it\\'s\\n', [True]]",
    );
  });
});
