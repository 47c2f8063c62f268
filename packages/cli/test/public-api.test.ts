import { expect, test } from "vitest";
import * as entry from "../src/index.ts";

test("exports only its public API", () => {
  expect(Object.keys(entry)).toEqual(["main"]);
});
