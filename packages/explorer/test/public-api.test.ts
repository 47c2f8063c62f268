import { expect, test } from "vitest";
import * as entry from "../src/index.ts";

test("exports exactly the documented names", () => {
  expect(Object.keys(entry).sort()).toEqual(["explorerFiles"]);
});
