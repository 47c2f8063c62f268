import { ColumnTable, desc } from "arquero";
import { expect, it } from "vitest";
import { tableOf } from "../../src/tables/column.ts";

it("makes tables of the Arquero that a program imports", () => {
  const made = tableOf(new Map([["id", Float64Array.of(1, 3, 2)]]));
  expect(made).toBeInstanceOf(ColumnTable);
  expect(made.orderby(desc("id")).array("id")).toEqual([3, 2, 1]);
});
