import { posix, win32 } from "node:path";
import { isEcephysError } from "@ecephys/files";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pathSegments } from "../../../files/src/storage/paths.ts";
import { Manifest } from "../../src/manifest/manifest.ts";

const part = fc.oneof(
  fc.constantFrom("..", ".", "", "/", "\\", "C:", "\0", "a", "%d", "%s", "%%", "~"),
  fc.string({ unit: "grapheme", maxLength: 6 }),
);
const path = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join("/"));

/** Whether a path stays inside of a directory, as the system itself sees it. */
function staysInside(relative: string): boolean {
  return [posix, win32].every(({ resolve, sep }) => {
    const root = resolve("/cache");
    return `${resolve(root, relative)}${sep}`.startsWith(root + sep);
  });
}

describe("paths, whatever they are", () => {
  it("stay inside a storage or are refused", () => {
    fc.assert(
      fc.property(path, (text) => {
        try {
          expect(staysInside(pathSegments(text, "cache").join("/"))).toBe(true);
        } catch (error) {
          expect(isEcephysError(error, "storage")).toBe(true);
        }
      }),
    );
  });

  it("stay inside a manifest's directory or are refused, and so do the names that fill them", () => {
    fc.assert(
      fc.property(path, fc.oneof(part, fc.integer()), (spec, value) => {
        try {
          const entries = [{ key: "key", type: "file" as const, spec }];
          const values =
            spec
              .replaceAll("%%", "")
              .match(/%[ds]/g)
              ?.map(() => value) ?? [];
          const filled = new Manifest({ version: "0.3.0", entries }, "m.json").path("key", ...values);
          expect(staysInside(filled)).toBe(true);
        } catch (error) {
          expect(isEcephysError(error, "manifest") || isEcephysError(error, "argument")).toBe(true);
        }
      }),
    );
  });

  it.each([
    ["C:", []],
    ["./C:", []],
    ["./C:/session.nwb", []],
    [".//C:session.nwb", []],
    ["%s", ["C:"]],
    ["%s:", ["C"]],
    ["./%s", ["c:session.nwb"]],
  ])("name no drive of Windows: %j filled with %j", (spec, values) => {
    const entries = [{ key: "key", type: "file" as const, spec }];
    const open = () => new Manifest({ version: "0.3.0", entries }, "m.json").path("key", ...values);
    expect(open).toThrow(/"key".*(drive|absolute)/);
  });
});
