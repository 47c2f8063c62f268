import { cacheFiles } from "@ecephys/fixtures";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CHECKSUMS } from "../../src/tables/checksum.ts";
import { tableOf } from "../../src/tables/column.ts";
import { readCsv } from "../../src/tables/csv-read.ts";
import { decodeTable, encodeTable } from "../../src/tables/fast-file.ts";
import { SESSIONS, UNIT_ANALYSIS_METRICS } from "../../src/tables/schema.ts";

const item = fc.oneof(fc.double(), fc.string(), fc.boolean(), fc.constant(null));

const table = fc.nat({ max: 20 }).chain((rows) => {
  const cells = <T>(cell: fc.Arbitrary<T>) => fc.array(cell, { minLength: rows, maxLength: rows });
  return fc
    .record({
      number: cells(fc.double()).map((values) => Float64Array.from(values)),
      text: cells(fc.option(fc.string({ unit: "grapheme" }))),
      flag: cells(fc.option(fc.boolean())),
      list: cells(fc.option(fc.array(fc.oneof(item, fc.array(item, { maxLength: 2 })), { maxLength: 4 }))),
      "": cells(fc.constant(null)),
    })
    .map((columns) => tableOf(new Map(Object.entries(columns))));
});

describe("the fast copy of a table", () => {
  it("restores every table exactly", () => {
    fc.assert(
      fc.property(table, fc.string(), (before, key) => {
        const after = decodeTable(encodeTable(before, key), key);
        expect(after?.columnNames()).toEqual(before.columnNames());
        for (const name of before.columnNames()) expect(after?.array(name)).toEqual(before.array(name));
        expect(after?.column("number")).toEqual(before.column("number"));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ["sessions.csv", SESSIONS],
    ["brain_observatory_1.1_analysis_metrics.csv", UNIT_ANALYSIS_METRICS],
  ] as const)("gives AllenSDK's %s back as its CSV does", (name, schema) => {
    const before = readCsv(cacheFiles("mini").get(name)!, schema, { resource: name });
    const after = decodeTable(encodeTable(before, "key"), "key");
    expect(after?.objects()).toEqual(before.objects());
  });

  it("keeps any number of texts, including missing ones", () => {
    for (const count of [1, 254, 255, 256, 257, 70_000]) {
      const texts = Array.from({ length: count + 2 }, (_, row) => (row % (count + 1) ? `text ${row}` : null));
      const table = decodeTable(encodeTable(tableOf(new Map([["text", texts]])), "key"), "key");
      expect(table?.array("text")).toEqual(texts);
      expect([...(table?.column("text") ?? [])]).toEqual(texts);
    }
  });

  it("opens at any memory alignment", () => {
    const file = encodeTable(tableOf(new Map([["id", Float64Array.of(1, 2)]])), "key");
    const moved = new Uint8Array(file.length + 3);
    moved.set(file, 3);
    expect(decodeTable(moved.subarray(3), "key")?.array("id")).toEqual([1, 2]);
  });

  it("is not used under another key", () => {
    const file = encodeTable(tableOf(new Map([["id", Float64Array.of(1)]])), "34 1700000000000");
    expect(decodeTable(file, "34 1700000000001")).toBeUndefined();
  });

  it.each(CHECKSUMS)(
    "is not used after any damage, checked as $magic: a changed byte, a truncation, extra bytes",
    (checksum) => {
      fc.assert(
        fc.property(
          table,
          fc.nat(),
          fc.integer({ min: 1, max: 255 }),
          fc.nat(),
          (before, place, flip, length) => {
            const file = encodeTable(before, "key", checksum);
            const changed = file.slice();
            changed[place % file.length]! ^= flip;
            expect(decodeTable(changed, "key")).toBeUndefined();
            expect(decodeTable(file.slice(0, length % file.length), "key")).toBeUndefined();
            expect(decodeTable(Uint8Array.of(...file, ...new Uint8Array(8)), "key")).toBeUndefined();
          },
        ),
        { numRuns: 250 },
      );
    },
  );

  it.each(CHECKSUMS)("is not used with any of its bits flipped, checked as $magic", (checksum) => {
    const file = encodeTable(tableOf(new Map([["text", ["VISp", null]]])), "key", checksum);
    for (let bit = 0; bit < file.length * 8; bit += 1) {
      file[bit >> 3]! ^= 1 << (bit & 7);
      expect(decodeTable(file, "key")).toBeUndefined();
      file[bit >> 3]! ^= 1 << (bit & 7);
    }
    expect(decodeTable(file, "key")?.array("text")).toEqual(["VISp", null]);
  });

  it("is not used if the bytes are something else", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(decodeTable(bytes, "key")).toBeUndefined();
      }),
    );
  });
});
