import { failure } from "@ecephys/fixtures/testing";
import { describe, expect, it } from "vitest";
import { readCsv } from "../../src/tables/csv-read.ts";
import { UNITS } from "../../src/tables/schema.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
/** A table of so many columns that no schema knows, of a few rows. */
const wide = (columns: number) => {
  const names = Array.from({ length: columns }, (_, at) => `c${at}`);
  const row = (id: number) => `${id},${names.map((_, at) => at % 10).join(",")}\n`;
  return bytes(`id,${names.join(",")}\n${row(1)}${row(2)}`);
};
const timeOf = (columns: number) => {
  const csv = wide(columns);
  const { cpuUsage } = process;
  const before = cpuUsage();
  readCsv(csv, UNITS);
  const { system, user } = cpuUsage(before);
  return system + user;
};

describe("a CSV of very many columns", () => {
  it("takes time in proportion to their number", () => {
    timeOf(1000);
    const few = Math.min(timeOf(4000), timeOf(4000), timeOf(4000));
    const many = Math.min(timeOf(32_000), timeOf(32_000));
    expect(many / few).toBeLessThan(8 * 3);
  });

  it("is read as it is", () => {
    const table = readCsv(wide(32_000), UNITS);
    expect([table.numCols(), table.numRows()]).toEqual([32_001, 2]);
    expect(table.get("c31999", 1)).toBe(9);
  });

  it("allocates no more for its rows than it can have, whatever its beginning suggests", () => {
    const names = Array.from({ length: 12_000 }, (_, at) => `c${at}`).join(",");
    // Empty lines at the beginning look like rows of a few bytes.
    const csv = bytes(`id,${names.slice(0, 60_000).replace(/,[^,]*$/, "")}\n${"\n".repeat(20_000_000)}`);
    const before = process.memoryUsage().arrayBuffers;
    expect(readCsv(csv, UNITS).numRows()).toBe(0);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(400e6);
  });
});

describe("readCsv", () => {
  it("needs no third argument", () => {
    expect(readCsv(bytes("id,snr\n1,2.5\n"), UNITS).get("snr", 0)).toBe(2.5);
    expect(readCsv(bytes("id,snr\n1,2.5\n"), UNITS, undefined).numRows()).toBe(1);
  });

  it("refuses options that are none by a typed error", async () => {
    const read = async () => readCsv(bytes("id\n1\n"), UNITS, null as never);
    expect((await failure(read(), "argument")).message).toMatch(/options/);
  });
});
