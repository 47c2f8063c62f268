import { expect, test } from "vitest";
import * as entry from "../src/index.ts";
import * as node from "../src/node.ts";

test("exports exactly the documented names", () => {
  expect(Object.keys(entry).sort()).toMatchInlineSnapshot(`
    [
      "openHdf5",
    ]
  `);
  expect(Object.keys(node).sort()).toMatchInlineSnapshot(`
    [
      "openHdf5",
    ]
  `);
});
