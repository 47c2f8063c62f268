import { type ColumnTable, table } from "arquero";
import { describe, expect, it } from "vitest";
import { type TableLayout, toTerminalTable } from "../../src/format/terminal-table.ts";
import { displayWidth } from "../../src/output/display-width.ts";

const LAYOUT: TableLayout = { width: 80, rows: 10, overview: undefined, color: false };

const lines = (rows: ColumnTable, layout: Partial<TableLayout> = {}): string[] =>
  [...toTerminalTable(rows, { ...LAYOUT, ...layout })].join("").trimEnd().split("\n");

const UNITS = table({
  id: Float64Array.of(950911932, 950911986),
  snr: Float64Array.of(1.23456789, Number.NaN),
  structure: ["VISp", null],
  has_nwb: [true, false],
  acronyms: [["VISp", "CA1"], []],
});

describe("the table for a terminal", () => {
  it("right-aligns numbers, left-aligns texts, and shows a dash for a missing value", () => {
    expect(lines(UNITS)).toEqual([
      "       id      snr  structure  has_nwb  acronyms",
      "─────────  ───────  ─────────  ───────  ─────────",
      "950911932  1.23457  VISp       true     VISp, CA1",
      "950911986        –  –          false",
      "2 rows",
    ]);
  });

  it("shows the overview's columns first", () => {
    expect(lines(UNITS, { overview: ["structure", "nothing", "id"] })[0]).toMatch(/^structure +id +snr/);
  });

  it("leaves out columns that do not fit, and names them", () => {
    const narrow = lines(UNITS, { width: 30 });
    expect(narrow[0]).toBe("       id      snr  structure");
    expect(narrow.at(-1)).toMatch(/^… 2 more columns/);
    expect(lines(UNITS, { width: 100, rows: 1 }).join("\n")).toContain("… 1 more row (");
    expect(lines(UNITS, { width: 30, overview: ["has_nwb"] }).at(-1)).toContain("… 2 more columns");
  });

  it.each([1, 8, 20, 40, 79, 80, 140])(
    "is never wider than %i cells, except for a single number column",
    (width) => {
      const wide = table({
        id: [1, 2],
        name: ["神经元の記録".repeat(10), "é".repeat(60)],
        text: ["x".repeat(200), "👩‍🔬 emoji"],
        ...Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`column_${i}`, [i, i / 7]])),
      });
      for (const line of lines(wide, { width }))
        expect(displayWidth(line)).toBeLessThanOrEqual(Math.max(width, 2));
    },
  );

  it("shortens texts rather than leaving out columns", () => {
    const genotypes = table({
      genotype: ["Vip-IRES-Cre/wt;Ai32(RCL-ChR2(H134R)_EYFP)/wt"],
      age: [100],
      sex: ["F"],
    });
    expect(lines(genotypes, { width: 36 })[2]).toBe("Vip-IRES-Cre/wt;Ai32(RC…  100  F");
    expect(lines(genotypes, { width: 24 })[2]).toBe("Vip-IRES-Cr…  100  F");
    expect(lines(genotypes, { width: 33, overview: ["genotype"] })[2]).toBe("Vip-IRES-Cre/wt;Ai32(RC…  100");
    expect(lines(genotypes, { width: 24, overview: ["genotype"] })[2]).toBe("Vip-IRES-Cr…  100  F");
  });

  it("never cuts a number", () => {
    expect(lines(UNITS, { width: 5 })[2]).toBe("950911932");
  });

  it("says how many rows it leaves out", () => {
    const many = table({ id: Array.from({ length: 40_010 }, (_, i) => i) });
    const shown = lines(many, { rows: 3 });
    expect(shown).toHaveLength(6);
    expect(shown.at(-1)).toBe("… 40,007 more rows (--limit N, --limit none)");
    expect(lines(many, { rows: 0 }).at(-1)).toContain("40,010 more rows");
  });

  it("shows the header of an empty table", () => {
    expect(lines(table({ id: [], name: [] }))).toEqual(["id  name", "──  ────", "0 rows"]);
  });

  it("lets no text control the terminal", () => {
    const hostile = table({
      "\u001b[2Jname": ["\u001b]0;title\u0007", "a\nb\tc\r", "\u009b31m", "\u202eabc", "\ud800"],
    });
    const text = lines(hostile, { width: 200 }).join("\n");
    expect(text).not.toMatch(/[^\P{C}\n]/u);
    expect(text).toContain("\\u001b]0;title\\u0007");
    expect(text).toContain("a\\u000ab\\u0009c\\u000d");
  });

  it("uses colours only if they are wanted", () => {
    expect(lines(UNITS, { color: true }).join("\n")).toContain("\u001b[1m");
    expect(lines(UNITS).join("\n")).not.toContain("\u001b");
  });
});
