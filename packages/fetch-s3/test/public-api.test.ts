import { expect, it } from "vitest";
import * as entry from "../src/index.ts";

it("exports what it promises", () => {
  expect(Object.keys(entry)).toEqual(["s3"]);
});
