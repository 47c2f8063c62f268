import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nwbAnswer, nwbFile, nwbFileNames } from "@ecephys/fixtures";
import { temporaryDirectory } from "@ecephys/fixtures/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { openNwb } from "../../src/node.ts";
import { compare, type FileAnswer, unmatchedWarnings } from "./answers.ts";

let directory: string;
beforeAll(() => {
  directory = join(temporaryDirectory(), "reference");
  mkdirSync(directory);
});

let compared = 0;

const ONE_AS_SEVERAL =
  /\b1 [a-z]+ (are|do|have|occur|point)\b|\b1 (channel|column|id|place|row|sample|unit|value)s\b/;

describe("a file of another lab", () => {
  it.each([...nwbFileNames("files"), ...nwbFileNames("vbn")])("%s is read as recorded", async (name) => {
    if (name.startsWith("n11"))
      writeFileSync(join(directory, "n11_linked_raw.nwb"), nwbFile("n11_linked_raw"));
    const path = join(directory, `${name}.nwb`);
    writeFileSync(path, nwbFile(name));
    const answer = nwbAnswer(name) as unknown as FileAnswer;
    const warnings: string[] = [];
    const file = await openNwb(path, { warn: (message) => warnings.push(message) });
    const found = await compare(file, answer);
    await file.close();
    compared += found.compared;
    expect(found.differences).toEqual([]);
    expect(unmatchedWarnings(warnings, answer)).toEqual([]);
    expect(warnings.filter((text) => ONE_AS_SEVERAL.test(text))).toEqual([]);
  });

  it("is compared in all that was recorded", () => {
    expect(compared).toBeGreaterThan(1200);
  });
});
