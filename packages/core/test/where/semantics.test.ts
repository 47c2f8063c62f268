import { type ColumnTable, table } from "arquero";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseWhere } from "../../src/where/where.ts";

const number = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(0.5, -0.25, 1e9));
const text = fc.constantFrom("VISp", "CA1", "", "2", "visp");
const atom = (name: string) => fc.constantFrom(...["a", "b"].map((column) => `${name}${column}`));

/** Number, text and truth expressions over columns that stand behind `prefix`. */
function expressions(prefix: string): fc.Arbitrary<string> {
  return fc.letrec<{ number: string; text: string; truth: string }>((tie) => ({
    number: fc.oneof(
      { maxDepth: 3 },
      atom(prefix),
      number.map((value) => `(${value})`),
      fc
        .tuple(tie("number"), fc.constantFrom("+", "-", "*", "/", "%"), tie("number"))
        .map((p) => `(${p.join(" ")})`),
      tie("number").map((inner) => `op.abs(${inner})`),
      fc.tuple(tie("truth"), tie("number"), tie("number")).map(([t, x, y]) => `(${t} ? ${x} : ${y})`),
    ),
    text: fc.oneof(
      { maxDepth: 2 },
      fc.constant(`${prefix}t`),
      text.map((value) => JSON.stringify(value)),
      tie("text").map((inner) => `op.lower(${inner})`),
    ),
    truth: fc.oneof(
      { maxDepth: 4 },
      fc
        .tuple(tie("number"), fc.constantFrom("<", "<=", ">", ">=", "==", "!="), tie("number"))
        .map((p) => p.join(" ")),
      fc
        .tuple(tie("text"), fc.constantFrom("<", "<=", ">", ">=", "===", "!=="), tie("text"))
        .map((p) => p.join(" ")),
      fc.tuple(tie("truth"), fc.constantFrom("&&", "||"), tie("truth")).map((p) => `(${p.join(" ")})`),
      tie("truth").map((inner) => `!(${inner})`),
      fc.tuple(tie("text"), text).map(([t, start]) => `op.startswith(${t}, ${JSON.stringify(start)})`),
    ),
  })).truth;
}

const rows = fc.array(fc.record({ id: fc.nat(), a: number, b: number, t: text }), {
  minLength: 1,
  maxLength: 8,
});

const tableOf = (records: readonly Record<string, unknown>[]): ColumnTable =>
  table(
    Object.fromEntries(["a", "b", "t"].map((name) => [name, records.map((record) => record[name])])),
  ).assign(table({ row: records.map((_, row) => row) }));

describe("what an expression means", () => {
  it("is what Arquero makes of it, where nothing is missing", () => {
    fc.assert(
      fc.property(rows, expressions("d."), (records, source) => {
        const all = tableOf(records);
        // Arquero's numbers may become NaN on the way (0 / 0), which is missing here: such rows are left aside.
        const finite = parseWhere(`!(${source}) || (${source})`).rows(all);
        const ours = parseWhere(source).rows(all);
        const theirs = [...(all.filter(source).array("row") as number[])].filter((row) =>
          finite.includes(row),
        );
        expect(ours).toEqual(theirs);
      }),
      { numRuns: 500 },
    );
  });

  it("is the same with bare names as with d.", () => {
    fc.assert(
      fc.property(rows, expressions("d."), (records, source) => {
        const all = tableOf(records);
        const bare = source.replaceAll("d.", "").replaceAll("op.", "");
        expect(parseWhere(bare).rows(all)).toEqual(parseWhere(source).rows(all));
      }),
      { numRuns: 200 },
    );
  });

  it("a comparison with a missing value passes neither as it is nor negated", () => {
    const missing = fc.constantFrom(null, undefined, Number.NaN);
    const operator = fc.constantFrom("<", "<=", ">", ">=", "==", "!=", "===", "!==");
    const other = fc.constantFrom("a", "b + 1", "2", "-1", '"VISp"', "t", "op.abs(a)", "a * 0");
    fc.assert(
      fc.property(rows, missing, operator, other, fc.boolean(), (records, nothing, op, value, left) => {
        const all = tableOf(records.map((record) => ({ ...record, b: nothing, a: nothing, t: nothing })));
        for (const name of ["a", "t", "a + 1", "lower(t)"]) {
          const comparison = left ? `${name} ${op} ${value}` : `${value} ${op} ${name}`;
          expect(parseWhere(comparison).rows(all)).toEqual([]);
          expect(parseWhere(`!(${comparison})`).rows(all)).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });
});
