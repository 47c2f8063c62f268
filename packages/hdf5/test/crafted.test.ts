import { refusal } from "@ecephys/fixtures/testing";
import { afterEach, describe, expect, it } from "vitest";
import type { Hdf5File } from "../src/model.ts";
import { openHdf5 } from "../src/node.ts";
import { fileOf } from "./files.ts";

const opened: Hdf5File[] = [];
const open = async (name: string) => {
  const file = await openHdf5(fileOf(name));
  opened.push(file);
  return file;
};
afterEach(async () => {
  for (const file of opened.splice(0)) await file.close();
});

describe("a file of 8 kB", () => {
  it.each(["packed", "texts"])(
    "that claims gigabytes takes no more than some megabytes: %s",
    async (name) => {
      const file = await open("bomb.h5");
      await file.describe(`/${name}`);
      const before = process.resourceUsage().maxRSS;
      expect(await refusal(file.read(`/${name}`))).toMatch(/^format: .*bomb\.h5/);
      expect((process.resourceUsage().maxRSS - before) * 1024).toBeLessThan(450e6);
      expect((await file.read("/numbers"))!.data).toHaveLength(10);
    },
  );
});

it("refuses a type that is nested thousands of times, and reads what lies beside it", async () => {
  const [file, other] = [await open("nested.h5"), await open("kinds.h5")];
  expect(await refusal(file.read("/deep"))).toMatch(
    /^format: .*nested\.h5 \(\/deep\): its type is nested more/,
  );
  expect((await file.read("/numbers"))!.data).toHaveLength(10);
  expect((await other.read("/numbers/i1"))!.data).toHaveLength(3);
});
