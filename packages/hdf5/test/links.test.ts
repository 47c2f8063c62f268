import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { refusal, temporaryDirectory } from "@ecephys/fixtures/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Hdf5File } from "../src/model.ts";
import { openHdf5 } from "../src/node.ts";
import { bytesOf, fileOf } from "./files.ts";

let file: Hdf5File;
beforeAll(async () => {
  file = await openHdf5(fileOf("links.h5"));
});
afterAll(() => file.close());

const values = async (path: string) => Array.from((await file.read(path))!.data);

it("follows soft links, also along a path and relative ones", async () => {
  expect(await values("/soft")).toEqual([1, 2, 3]);
  expect(await values("/soft-to-soft")).toEqual([1, 2, 3]);
  expect(await values("/soft-group/inner")).toEqual([4]);
  expect(await values("/group/relative")).toEqual([4]);
  expect(await file.describe("/dangling")).toBeUndefined();
});

it("stops at links that form a cycle", async () => {
  expect(await refusal(file.read("/round"))).toMatch(/form a cycle/);
  expect(await values("/group/itself/itself/root/group/itself/inner")).toEqual([4]);
});

it("follows external links to files of the same directory only", async () => {
  expect(await values("/beside")).toHaveLength(12);
  expect(await values("/beside-group/scalar")).toEqual([2.5]);
  expect(await values("/below")).toEqual([true, false, true]);
  expect(await refusal(file.read("/absolute"))).toMatch(/\/etc\/hostname.*absolute paths are not followed/);
  expect(await refusal(file.read("/absent"))).toMatch(/^format: .*absent\.h5/);
});

it("does not follow an external link out of its directory, even where the file is there", async () => {
  const inner = join(temporaryDirectory(), "inner");
  mkdirSync(inner);
  writeFileSync(join(temporaryDirectory(), "secret.h5"), bytesOf("kinds.h5"));
  writeFileSync(join(inner, "links.h5"), bytesOf("links.h5"));
  const inside = await openHdf5(join(inner, "links.h5"));
  expect(await refusal(inside.read("/outside"))).toMatch(/outside of the linking file's directory/);
  await inside.close();
});

it("does not follow views of other files", async () => {
  expect(await refusal(file.read("/view"))).toMatch(/views of other files are not followed/);
});

it("walks groups that hold themselves or their parents once", async () => {
  const file = await openHdf5(fileOf("links.h5"));
  const paths = (await file.walk("/"))!.map(({ path }) => path);
  expect(paths).toContain("/group/itself");
  expect(paths).toContain("/group/root");
  expect(
    paths.filter((path) => path.startsWith("/group/itself/") || path.startsWith("/group/root/")),
  ).toEqual([]);
  expect(new Set(paths).size).toBe(paths.length);
  await file.close();
});
