import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CORRECTIONS } from "@ecephys/core";
import { expect, test } from "vitest";
import { errataSections } from "./support/errata.ts";

test("errata.md lists the known faults as core has them", () => {
  const page = readFileSync(join(import.meta.dirname, "..", "errata.md"), "utf8");
  expect(page.slice(page.indexOf("\n## ") + 1).trimEnd()).toBe(errataSections(CORRECTIONS).trimEnd());
});
