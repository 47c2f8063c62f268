import { expect, test } from "vitest";
import * as entry from "../src/index.ts";
import * as node from "../src/node.ts";

test("exports exactly the documented names", () => {
  expect(Object.keys(entry)).toEqual(["lims"]);
  expect(Object.keys(node)).toEqual(["limsCredentialsFile"]);
});
