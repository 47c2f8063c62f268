import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isStrongValidator,
  parseContentRange,
  parseRetryAfter,
  validatorOf,
} from "../../src/http/headers.ts";
import { retryDelay } from "../../src/http/retry.ts";

describe("Content-Range", () => {
  it.each([
    ["bytes 0-4/10", { first: 0, last: 4, total: 10 }],
    ["Bytes 0-4/*", { first: 0, last: 4, total: undefined }],
    ["bytes 4-3/10", undefined],
    ["bytes 0-10/10", undefined],
    ["bytes */10", undefined],
    ["items 0-4/10", undefined],
    ["bytes 0-99999999999999999999/*", undefined],
    [null, undefined],
  ])("%s", (header, range) => {
    expect(parseContentRange(header)).toEqual(range);
  });

  it("reads back whatever is well-formed", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), (first, more, rest) => {
        const [last, total] = [first + more, first + more + rest + 1];
        expect(parseContentRange(`bytes ${first}-${last}/${total}`)).toEqual({ first, last, total });
      }),
    );
  });
});

describe("Retry-After", () => {
  const now = Date.parse("2019-10-03T00:00:00Z");
  it.each([
    ["120", 120_000],
    ["Thu, 03 Oct 2019 00:00:30 GMT", 30_000],
    ["Thu, 03 Oct 2019 00:00:00 GMT", 0],
    ["Wed, 02 Oct 2019 00:00:00 GMT", 0],
    ["-5", undefined],
    ["soon", undefined],
    ["", undefined],
    [null, undefined],
  ])("%s is %s ms", (header, milliseconds) => {
    expect(parseRetryAfter(header, now)).toBe(milliseconds);
  });
});

describe("a validator", () => {
  const modified = "Thu, 03 Oct 2019 00:00:00 GMT";
  it.each([
    [{ etag: '"a"' }, '"a"'],
    [{ etag: '"a"', "last-modified": modified }, '"a"'],
    [{ etag: 'W/"a"', "last-modified": modified }, modified],
    [{ etag: "bare" }, undefined],
    [{ "last-modified": modified, date: modified }, undefined],
    [{ "last-modified": modified, date: "Thu, 03 Oct 2019 00:00:02 GMT" }, modified],
    [{ "last-modified": "yesterday" }, undefined],
    [{ etag: '"a"', "content-encoding": "gzip" }, undefined],
    [{}, undefined],
  ])("of %o is %s", (headers, validator) => {
    expect(validatorOf(new Headers(headers as Record<string, string>))).toBe(validator);
  });

  it.each([
    ['"a"', true],
    [modified, true],
    ['W/"a"', false],
    ["", false],
    ['"a', false],
  ])("%s is strong: %s", (validator, strong) => {
    expect(isStrongValidator(validator)).toBe(strong);
  });
});

describe("the delay before the next try", () => {
  it("doubles up to its limit, with full jitter", () => {
    const longest = [1, 2, 3, 4, 5, 6, 7, 8].map((failures) => retryDelay(failures, undefined, {}, () => 1));
    expect(longest).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]);
    expect(retryDelay(3, undefined, {}, () => 0.25)).toBe(500);
  });

  it("is what the server asked for, up to a limit", () => {
    expect(retryDelay(1, 7000)).toBe(7000);
    expect(retryDelay(1, 7_000_000)).toBe(60_000);
    expect(retryDelay(1, 7000, { maxRetryAfter: 1000 })).toBe(1000);
  });
});
