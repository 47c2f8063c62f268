import { expect, test } from "vitest";
import * as entry from "../src/index.ts";

test("exports what it promises", () => {
  expect(Object.keys(entry)).toEqual(["main"]);
});
