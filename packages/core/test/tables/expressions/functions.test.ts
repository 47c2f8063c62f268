import { isEcephysError } from "@ecephys/files";
import * as aq from "arquero";
import { describe, expect, it } from "vitest";
import { tableOf } from "../../../src/tables/column.ts";
import type { Table } from "../../../src/tables/table.ts";

const { desc, escape: asIs, op } = aq;

interface Row {
  id: number;
  snr: number;
  area: string | null;
  list: number[];
}

function units(): Table<Row> {
  return tableOf<Row>(
    new Map<string, never>(
      Object.entries({
        id: Float64Array.of(1, 2, 3, 4),
        snr: Float64Array.of(3, Number.NaN, 1.5, 2),
        area: ["VISp", null, "VISl", "CA1"],
        list: [[1, 2], [], [3], [2]],
      }) as never,
    ),
  );
}

const ids = (table: aq.ColumnTable) => table.array("id");

/** The message of an EcephysError "argument". */
function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (isEcephysError(error, "argument")) return error.message;
    throw error;
  }
  throw new Error("it was accepted");
}

describe("a function passed to filter behaves as plain JavaScript", () => {
  const least = 1.8;
  const visual = ["VISp", "VISl"];
  const wanted = new Set([1, 4]);
  const limits = { snr: 2 };
  const isVisual = (area: string | null) => area?.startsWith("VIS") ?? false;
  const name = "snr" as const;

  it.each<[string, (d: Row) => unknown, number[]]>([
    ["includes of a list that is written out", (d) => ["VISp", "VISl"].includes(d.area as string), [1, 3]],
    ["includes of a variable", (d) => visual.includes(d.area as string), [1, 3]],
    ["a Set of a variable", (d) => wanted.has(d.id), [1, 4]],
    ["a Set that is made there", (d) => new Set([2, 3]).has(d.id), [2, 3]],
    ["includes of a column's text", (d) => d.area?.includes("IS"), [1, 3]],
    ["includes of a column's list", (d) => d.list.includes(2), [1, 4]],
    ["a method of a text", (d) => d.area?.startsWith("VIS"), [1, 3]],
    ["a regular expression", (d) => /^VIS/.test(d.area ?? ""), [1, 3]],
    ["a number in a variable", (d) => d.snr > least, [1, 4]],
    ["a property of a variable", (d) => d.snr >= limits.snr, [1, 4]],
    ["a function of the program", (d) => isVisual(d.area), [1, 3]],
    ["an inner function", (d) => d.list.some((n) => n === d.id), [1, 3]],
    ["an inner function with the same parameter", (d) => [d].some((d) => d.id > 3), [4]],
    [
      "several statements",
      (d) => {
        const half = d.snr / 2;
        return half > 0.9;
      },
      [1, 4],
    ],
    ["a destructured row", ({ snr, area }) => snr > 1 && area === "VISl", [3]],
    ["a destructured row with the rest", ({ id, ...rest }) => id > 1 && rest.snr > 1.8, [4]],
    ["the row as a whole", (d) => Object.keys(d).length === 4 && { ...d }.id === 2, [2]],
    ["a column whose name is computed", (d) => d[name] > 2, [1]],
    ["a function expression", (d) => d.id === 2, [2]],
    ["Math and Number", (d) => Math.max(d.id, 3) === 3 && !Number.isNaN(d.snr), [1, 3]],
    ["NaN, which is in no order", (d) => !(d.snr <= 2), [1, 2]],
    ["nothing that is null", (d) => d.area === null, [2]],
    ["an operation on single values", (d) => op.abs(-d.id) > 3, [4]],
    ["a template text", (d) => `${d.area}!` === "CA1!", [4]],
  ])("%s", (_, passes, expected) => {
    expect(ids(units().filter(passes))).toEqual(expected);
    expect(ids(units().filter(asIs(passes)))).toEqual(expected);
  });

  it("a bound function, whose text is not available", () => {
    const passes = function (this: { least: number }, d: Row) {
      return d.snr > this.least;
    }.bind({ least: 2 });
    expect(ids(units().filter(passes))).toEqual([1]);
  });

  it("a method of an object", () => {
    const rules = {
      passes(d: Row) {
        return d.id < 2;
      },
    };
    expect(ids(units().filter(rules.passes))).toEqual([1]);
  });

  it("operations on columns, which Arquero compiles", () => {
    expect(ids(units().filter((d) => d.id > op.mean(d.id)))).toEqual([3, 4]);
    expect(ids(units().filter((d) => d.id > aq.op.mean(d.id)))).toEqual([3, 4]);
    expect(ids(units().filter((d) => op.row_number() === 2 || d.id === 4))).toEqual([2, 4]);
    expect(
      ids(
        units()
          .params({ k: 2 })
          .filter((d, $) => d.id > ($ as { k: number }).k),
      ),
    ).toEqual([3, 4]);
    expect(
      ids(
        units()
          .params({ k: 1 })
          .filter((d, $) => d.id > op.mean(d.id) + ($ as { k: number }).k),
      ),
    ).toEqual([4]);
  });

  it("texts, which Arquero compiles", () => {
    expect(ids(units().filter("d.snr > 1.8"))).toEqual([1, 4]);
    expect(ids(units().filter('d => op.includes(["VISp", "VISl"], d.area)'))).toEqual([1, 3]);
  });

  it("on a filtered and ordered table, keeping groups", () => {
    const table = units()
      .orderby(desc("id"))
      .filter((d) => d.id !== 3);
    expect(ids(table.filter((d) => d.id < 4))).toEqual([2, 1]);
    expect(
      units()
        .groupby("area")
        .filter((d) => d.id < 3)
        .count()
        .numRows(),
    ).toBe(2);
  });
});

describe("expressions that would be misread are refused", () => {
  const mean = (list: number[]) => list.length;
  const stats = { mean };
  const E = 1;
  const least = 1;
  it.each<[string, unknown, string]>([
    ["a method in a text", '["VISp", "VISl"].includes(d.area)', "op.includes"],
    ["a column's method in a text", 'd.area.includes("VIS")', "op.includes"],
    ["a text that is a function", '(d) => d.area.includes("VIS")', "op.includes"],
    ["another object's function in a text", "list.includes(d.id)", "op.includes"],
    [
      "a method beside an operation",
      (d: Row) => ["VISp"].includes(d.area!) && d.id > op.mean(d.id),
      "op.includes",
    ],
    ["a variable beside an operation", (d: Row) => d.id > op.mean(d.id) + least, "params"],
    ["a variable that is called as a number of Math's", (d: Row) => d.id > op.mean(d.id) + E, "Math.E"],
    ["a function that is called as an operation", (d: Row) => mean(d.list) > 1, "op.mean"],
    ["another object's function that is", (d: Row) => stats.mean(d.list) > 1, "op.mean"],
    ["a column that is not there", (d: { snrr: number }) => d.snrr > 1, "Did you mean snr?"],
    [
      "a column that is not there, in a pattern",
      ({ snrr }: { snrr: number }) => snrr > 1,
      "Did you mean snr?",
    ],
    ["a column that is not there, in a text", "d.snrr > 1", "Invalid column reference"],
  ])("%s", (_, expression, hint) => {
    expect(refusal(() => units().filter(expression as string))).toContain(hint);
    expect(refusal(() => units().derive({ value: expression as string }))).toContain(hint);
  });

  it("in rollup and joins too", () => {
    expect(
      refusal(() => units().rollup({ n: (d: Row) => op.sum(d.area!.includes("V") as never) })),
    ).toContain("op.includes");
    expect(
      refusal(() =>
        units().join(units(), (a: object, b: object) => (a as Row).area!.includes((b as Row).area!)),
      ),
    ).toContain("op.includes");
  });

  it("names that no column has", () => {
    expect(refusal(() => units().get("snrr" as "snr"))).toContain("Did you mean snr?");
    expect(refusal(() => units().array("snrr" as "snr"))).toContain("The columns are id, snr, area, list");
    expect(refusal(() => units().select("id", "snrr" as "snr"))).toContain("Did you mean snr?");
    expect(refusal(() => units().groupby("snrr" as "snr"))).toContain("Did you mean snr?");
    expect(refusal(() => units().orderby("id", "snrr" as "snr"))).toContain("Did you mean snr?");
  });
});

describe("derive, orderby and the other verbs", () => {
  const least = 2;
  it("derives from functions, operations and texts together", () => {
    const table = units().derive({
      big: (d) => d.snr > least,
      centred: (d) => d.id - op.mean(d.id),
      twice: "d.id * 2",
      id: (d) => d.id * 10,
    });
    expect(table.columnNames()).toEqual(["id", "snr", "area", "list", "big", "centred", "twice"]);
    expect(table.array("big")).toEqual([true, false, false, false]);
    expect(table.array("centred")).toEqual([-1.5, -0.5, 0.5, 1.5]);
    expect(table.array("twice")).toEqual([2, 4, 6, 8]);
    expect(table.array("id")).toEqual([10, 20, 30, 40]);
  });

  it("positions and drops columns as Arquero does", () => {
    const values = { x: (d: Row) => d.id };
    expect(units().derive(values, { before: "snr" }).columnNames()).toEqual([
      "id",
      "x",
      "snr",
      "area",
      "list",
    ]);
    expect(units().derive(values, { drop: true }).columnNames()).toEqual(["x"]);
    expect(
      units()
        .filter((d) => d.id > 3)
        .derive(values)
        .array("x"),
    ).toEqual([4]);
  });

  it("orders by functions, alone and among other keys", () => {
    const rank: Record<string, number> = { VISl: 0, CA1: 1, VISp: 2 };
    expect(ids(units().orderby((d) => rank[d.area ?? ""] ?? 9))).toEqual([3, 4, 1, 2]);
    expect(
      ids(
        units().orderby(
          desc((d: Row) => d.list.length),
          desc("id"),
        ),
      ),
    ).toEqual([1, 4, 3, 2]);
    expect(ids(units().orderby((d) => d.list.length > 0, desc("snr")))).toEqual([2, 1, 4, 3]);
    expect(ids(units().orderby((d) => d.id - op.mean(d.id)))).toEqual([1, 2, 3, 4]);
    expect(ids(units().orderby("snr"))).toEqual(
      aq
        .table({ id: [1, 2, 3, 4], snr: [3, Number.NaN, 1.5, 2] })
        .orderby("snr")
        .array("id"),
    );
    expect(
      ids(
        units()
          .orderby((d) => d.snr)
          .filter((d) => d.id > 1)
          .reify(),
      ),
    ).toEqual([2, 3, 4]);
  });

  it("groups by functions with closures", () => {
    const counts = units()
      .groupby({ visual: (d: Row) => ["VISp", "VISl"].includes(d.area!) })
      .count();
    expect(counts.objects()).toEqual([
      { visual: true, count: 2 },
      { visual: false, count: 2 },
    ]);
    expect(
      units()
        .dedupe({ visual: (d: Row) => d.area?.startsWith("VIS") })
        .numRows(),
    ).toBe(3);
  });

  it("knows all operations on columns that Arquero has", async () => {
    const { COLUMN_OPERATIONS } = await import("../../../src/tables/expressions/operations.ts");
    const noted = Object.entries(op).filter(([, make]) => {
      try {
        return (make as (...args: string[]) => unknown)("a", "b")?.constructor.name === "Op";
      } catch {
        return false;
      }
    });
    expect(new Set(noted.map(([name]) => name))).toEqual(COLUMN_OPERATIONS);
  });
});

describe("a table next to Arquero's own", () => {
  it("is one, and so is what its verbs give", () => {
    const table = units();
    expect(table).toBeInstanceOf(aq.ColumnTable);
    expect(
      aq
        .table({ id: [1, 4] })
        .join(table, "id")
        .numRows(),
    ).toBe(2);
    expect(table.join(aq.table({ id: [1, 4], x: [1, 2] }), "id").columnNames()).toContain("x");
    expect(table.select(aq.not("snr")).columnNames()).toEqual(["id", "area", "list"]);
    expect(aq.agg(table, op.max("id"))).toBe(4);
    expect(aq.toCSV(table.select("id"))).toBe("id\n1\n2\n3\n4\n");
    expect(table.rollup({ n: op.count(), mean: (d: Row) => op.mean(d.id) }).objects()).toEqual([
      { n: 4, mean: 2.5 },
    ]);
    expect([...table.select("id")]).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }]);
  });

  it("returns columns beyond its type by name and kind", () => {
    const extra = units().assign({ metric: Float64Array.of(1, 2, 3, 4), label: ["a", null, "b", "c"] });
    const more = (extra as unknown as Table<Row>).withColumns({ metric: "number", label: "text" });
    expect(more.get("metric", 1) + more.get("id", 1)).toBe(4);
    expect(more.get("label", 1)).toBeNull();
    expect(refusal(() => more.withColumns({ metrik: "number" }))).toContain("Did you mean metric?");
    expect(refusal(() => more.withColumns({ label: "number" }))).toContain("a text");
  });
});
