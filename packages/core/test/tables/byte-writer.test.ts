import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteWriter } from "../../src/tables/byte-writer.ts";
import { floatText } from "../../src/tables/python-list.ts";

function written(write: (writer: ByteWriter) => void): string {
  const writer = new ByteWriter();
  write(writer);
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(writer.finish());
}

function writtenTexts(texts: readonly string[]): string {
  return written((writer) => {
    for (const text of texts) writer.text(text);
  });
}

const shortDecimal = fc
  .tuple(fc.integer({ min: -999_999_999, max: 999_999_999 }), fc.nat({ max: 12 }))
  .map(([digits, places]) => Number(`${digits}e-${places}`));

describe("ByteWriter", () => {
  it("writes every float as Python would", () => {
    fc.assert(
      fc.property(fc.oneof(fc.double({ noNaN: true }), shortDecimal, fc.float({ noNaN: true })), (value) => {
        expect(written((writer) => writer.float(value))).toBe(floatText(value));
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    0, -0, 1e-4, 0.00009999, 0.1, 99999999, 100000000, 999999999.5, 1e9, 123456.000001, 0.999999999999999,
  ])("writes %d as Python would", (value) => {
    expect(written((writer) => writer.float(value))).toBe(floatText(value));
  });

  it("writes every exact integer", () => {
    fc.assert(
      fc.property(fc.oneof(fc.maxSafeInteger(), fc.integer()), (value) => {
        expect(written((writer) => writer.integer(value))).toBe(String(value));
      }),
      { numRuns: 2000 },
    );
  });

  it("writes any text, and grows as needed", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" })), (texts) => {
        expect(writtenTexts(texts)).toBe(texts.join(""));
      }),
    );
    const long = "aé".repeat(100_000);
    expect(writtenTexts([long, "x", long])).toBe(`${long}x${long}`);
  });
});
