import { isEcephysError } from "@ecephys/files";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeRma, equals, isIn, type RmaQuery, rmaText } from "../src/rma-query.ts";
import { splitQuery } from "../src/split-query.ts";

const rows = { start: 0, count: 5 };
const options = "rma::options[start_row$eq0][num_rows$eq5][order$eq'id']";

/** The query with every quoted text replaced: what the service takes for structure. */
const structure = (text: string) => text.replace(/'[^']*'/g, "'?'");

/** What means something to the service, to URLs or to nobody. */
const hostile = fc.constantFrom(
  ..."'\"[]()$,:;=&?#%+/\\ aZ0_.-é漢\u0000\n\u202e".split(""),
  "rma::",
  "%27",
  "$eq",
);

const textOrRefusal = (query: RmaQuery): string | undefined => {
  try {
    return rmaText(query, rows);
  } catch (error) {
    if (isEcephysError(error, "argument")) return undefined;
    throw error;
  }
};

describe("a query", () => {
  it("has conditions, criteria, includes and the tabular form in the service's order", () => {
    const query: RmaQuery = {
      model: "EcephysUnit",
      where: [equals("fail", false), isIn("name", ["a b", "c"])],
      criteria: [
        isIn("id", [1, 2]),
        { name: "channel", of: [{ name: "probe", filters: [isIn("id", [3])] }] },
      ],
      include: [{ name: "specimen", of: [{ name: "donor" }, { name: "age" }] }, { name: "files" }],
      tabular: [{ column: "units.id" }, { column: "structures.id", as: "structure_id" }],
    };
    expect(rmaText(query, rows)).toBe(
      "criteria=model::EcephysUnit[fail$eqfalse][name$in'a b','c']" +
        ",rma::criteria[id$in1,2],rma::criteria,channel(probe[id$in3])" +
        ",rma::include,specimen(donor,age),files" +
        `,rma::options[tabular$eq'units.id,structures.id as structure_id'],${options}`,
    );
  });

  it("keeps its structure whatever the text of a condition is", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: hostile }), { minLength: 1, maxLength: 4 }), (names) => {
        const text = textOrRefusal({ model: "M", where: [isIn("name", names)] });
        if (text === undefined) return;
        const expected = `criteria=model::M[name$in${names.map(() => "'?'").join(",")}],${structure(options)}`;
        expect(structure(text)).toBe(expected);
        for (const name of names) expect(text).toContain(`'${name}'`);
      }),
    );
  });

  it.each([
    "x'],rma::options[num_rows$eqall][order$eq'id",
    "']",
    "a\\",
    "a[b]",
    "$in",
    '"',
    "line\nbreak",
    "\u202e",
    "",
  ])("refuses the text %j", (name) => {
    expect(textOrRefusal({ model: "M", where: [equals("name", name)] })).toBeUndefined();
  });

  it.each([Number.NaN, Infinity, -1, 1.5, 2 ** 53])("refuses the id %s", (id) => {
    expect(textOrRefusal({ model: "M", where: [isIn("id", [1, id])] })).toBeUndefined();
  });

  it.each(["id]", "id$eq1", "", "a.b.c", "x,y", "1a"])("refuses the name %j", (name) => {
    expect(textOrRefusal({ model: name })).toBeUndefined();
    expect(textOrRefusal({ model: "M", where: [equals(name, 1)] })).toBeUndefined();
    expect(textOrRefusal({ model: "M", include: [{ name }] })).toBeUndefined();
    expect(textOrRefusal({ model: "M", tabular: [{ column: "id", as: name }] })).toBeUndefined();
  });

  it("refuses conditions without values", () => {
    expect(textOrRefusal({ model: "M", where: [isIn("id", [])] })).toBeUndefined();
  });

  it("passes through a URL unchanged, whatever it holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: hostile }), (text) => {
        const url = new URL(`http://host/query.json?${encodeRma(`criteria=${text}`)}`);
        expect([...url.searchParams]).toEqual([["criteria", text]]);
        expect(url.hash).toBe("");
      }),
    );
  });
});

describe("a query with long lists", () => {
  const ids = fc.uniqueArray(fc.integer({ min: 0, max: 2 ** 40 }), { minLength: 1, maxLength: 400 });
  const listed = (query: RmaQuery, place: number) => {
    const filter = query.where?.[place];
    return filter ? filter.values : [];
  };

  it("is split so that every part is short and all together request the same", () => {
    fc.assert(
      fc.property(ids, ids, (probes, sessions) => {
        const query = { model: "M", where: [isIn("id", probes), isIn("session_id", sessions)] };
        const parts = splitQuery(query, 300);
        const pairs = new Set<string>();
        let count = 0;
        for (const part of parts) {
          expect(encodeRma(rmaText(part, rows)).length).toBeLessThanOrEqual(310);
          count += listed(part, 0).length * listed(part, 1).length;
          if (count <= 2000) {
            for (const a of listed(part, 0)) for (const b of listed(part, 1)) pairs.add(`${a} ${b}`);
          }
        }
        expect(count).toBe(probes.length * sessions.length);
        if (count <= 2000) expect(pairs.size).toBe(count);
      }),
      { numRuns: 30 },
    );
  });

  it("is split within associations too", () => {
    const values = Array.from({ length: 3000 }, (_, i) => 950_000_000 + i);
    const query: RmaQuery = {
      model: "M",
      criteria: [{ name: "channel", of: [{ name: "probe", filters: [isIn("id", values)] }] }],
    };
    const parts = splitQuery(query);
    expect(parts.length).toBeGreaterThan(4);
    const found = parts.flatMap(({ criteria }) => JSON.stringify(criteria).match(/95\d{7}/g) ?? []);
    expect(found.map(Number)).toEqual(values);
  });

  it("is left alone where it cannot be shorter", () => {
    const query = { model: "M", where: [equals("name", "x".repeat(500))] };
    expect(splitQuery(query, 300)).toEqual([query]);
  });
});
