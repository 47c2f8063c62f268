import { expect, it } from "vitest";
import * as entry from "../src/index.ts";

it("exports exactly the documented names", () => {
  expect(Object.keys(entry)).toEqual(["warehouse"]);
});
