import { describe, expect, it } from "vitest";
import {
  bytesOfText,
  bytesText,
  durationText,
  filesText,
  percentText,
  rateText,
} from "../../src/progress/amounts.ts";

describe("amounts", () => {
  it.each([
    [0, "0 B"],
    [1, "1 B"],
    [999, "999 B"],
    [1000, "1 kB"],
    [999_499, "999 kB"],
    [999_500, "1 MB"],
    [2_831_155_200, "2.83 GB"],
    [147_000_000_000, "147 GB"],
    [5e15, "5 PB"],
    [5e18, "5000 PB"],
  ])("%i bytes are %s", (bytes, text) => expect(bytesText(bytes)).toBe(text));

  it.each([
    [1.3e9, 2.8e9, "1.3 of 2.8 GB"],
    [0, 2.8e9, "0 of 2.8 GB"],
    [9e5, 2.8e9, "900 kB of 2.8 GB"],
    [9e5, undefined, "900 kB"],
  ])("%d of %d bytes", (loaded, total, text) => expect(bytesOfText(loaded, total)).toBe(text));

  it.each([
    [0, "0 s"],
    [59.4, "59 s"],
    [59.6, "1 min"],
    [3570, "1 h 00 min"],
    [7530, "2 h 06 min"],
    [200_000, "2 d 7 h"],
  ])("%d seconds are %s", (seconds, text) => expect(durationText(seconds)).toBe(text));

  it("the percentage is 100 only when everything is there", () => {
    expect(percentText(999_999, 1_000_000)).toBe("99 %");
    expect(percentText(1, 1)).toBe("100 %");
    expect(percentText(0, 0)).toBe("100 %");
  });

  it("a single file or row is singular", () => {
    expect([filesText(0), filesText(1), filesText(1234)]).toEqual(["0 files", "1 file", "1,234 files"]);
    expect(rateText(24e6)).toBe("24 MB/s");
  });
});
