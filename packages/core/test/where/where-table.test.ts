import { desc, table } from "arquero";
import { expect, it } from "vitest";
import { isEcephysError, parseWhere, where } from "../../src/index.ts";
import { UNITS } from "./support.ts";

it("filters any of Arquero's tables, and keeps its order, its groups and its own filter", () => {
  expect(where(UNITS, 'snr > 1 && includes(["VISp", "CA1"], ecephys_structure_acronym)').array("id")).toEqual(
    [1, 3],
  );
  const ordered = UNITS.orderby(desc("id"));
  expect(where(ordered, "id != 2").array("id")).toEqual([4, 3, 1]);
  expect(where(ordered.filter("d.id > 1"), "has_nwb").array("id")).toEqual([4]);
  expect(where(where(ordered, "id > 1"), "id < 4").array("id")).toEqual([3, 2]);
  expect(where(UNITS.groupby("has_nwb"), "id > 1").count().array("count")).toEqual([1, 1, 1]);
  expect(where(UNITS, "id > 1").slice(0, 2).array("id")).toEqual([2, 3]);
  expect(where(UNITS, "false").numRows()).toBe(0);
  expect(where(table({ id: [] }), "id > 1").numRows()).toBe(0);
});

it("reads a condition once for several tables", () => {
  const good = parseWhere("snr > 2");
  expect(good.expression).toMatchObject({ kind: "comparison", operator: ">" });
  expect(good.filter(UNITS).array("id")).toEqual([1]);
  expect(good.rows(UNITS.orderby(desc("id")))).toEqual([3]);
  expect(good.filter(table({ snr: [1, 3, 5] })).numRows()).toBe(2);
});

it.each([
  ["snr >", "does not parse"],
  ["snrr > 2", "Did you mean snr?"],
  ['d.ecephys_structure_acronym.includes("V")', "only"],
  ["snr > 2 and id < 3", "&& stands for and"],
])("%s is refused with a hint", (text, hint) => {
  try {
    where(UNITS, text);
  } catch (error) {
    expect(isEcephysError(error, "argument") && error.message).toContain(hint);
    return;
  }
  throw new Error("it was accepted");
});
