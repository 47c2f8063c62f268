import { expect, test } from "vitest";
import * as entry from "../src/index.ts";
import * as node from "../src/node.ts";

test("exports exactly the documented names", () => {
  expect(Object.keys(entry).sort()).toMatchInlineSnapshot(`
    [
      "EXPORT_FORMATS",
      "EXPORT_KINDS",
      "tableRows",
    ]
  `);
});

test("exports the same names for Node, and what writes files", () => {
  expect(
    Object.keys(node)
      .filter((name) => !(name in entry))
      .sort(),
  ).toMatchInlineSnapshot(`
    [
      "writeRows",
    ]
  `);
});
