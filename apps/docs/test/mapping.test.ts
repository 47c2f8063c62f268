import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as analysis from "@ecephys/analysis";
import * as core from "@ecephys/core";
import * as coreNode from "@ecephys/core/node";
import * as fixed from "@ecephys/fetch-fixed";
import * as lims from "@ecephys/fetch-lims";
import * as warehouse from "@ecephys/fetch-warehouse";
import * as files from "@ecephys/files";
import * as filesNode from "@ecephys/files/node";
import * as hdf5 from "@ecephys/hdf5";
import * as nwb from "@ecephys/nwb";
import * as nwbNode from "@ecephys/nwb/node";
import * as arquero from "arquero";
import { expect, test } from "vitest";

const page = readFileSync(join(import.meta.dirname, "..", "from-allensdk.md"), "utf8");

test("every function that the table from AllenSDK names is there", () => {
  const known = new Set([
    ...[files, filesNode, core, coreNode, fixed, lims, warehouse, analysis, hdf5, nwb, nwbNode].flatMap(
      (entry) => Object.keys(entry),
    ),
    ...Object.keys(warehouse.warehouse()),
    ...[core.EcephysProjectCache, nwb.EcephysSession, core.DataArray, nwb.LazyDataArray].flatMap(methodsOf),
    ...[core.ManifestBuilder, core.Manifest, arquero.ColumnTable].flatMap(methodsOf),
    ...Object.keys(arquero),
    ...Object.keys(arquero.op),
    "get",
    "writeFile",
  ]);
  const named = answers().flatMap((cell) => Array.from(cell.matchAll(/(\w+)\(/g), ([, name]) => name!));
  expect(named.length).toBeGreaterThan(90);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

test("every constant of AllenSDK's cache has its name here", () => {
  const constants = page.match(/`[A-Z]+(?:_[A-Z]+)*_(?:KEY|VERSION|VERSIONS)`/g) ?? [];
  expect(constants.length).toBeGreaterThan(10);
  expect(constants.filter((name) => !(name.replaceAll("`", "") in core))).toEqual([]);
});

test("every note that a docstring names or links to is explained", () => {
  const notes = readFileSync(join(import.meta.dirname, "..", "notes.md"), "utf8");
  const texts = sourceTexts();
  const named = texts.flatMap((text) => text.match(/\bnotes? [A-Z]\d+(?:(?:, | and |-)[A-Z]\d+)*/g) ?? []);
  const numbers = named.flatMap((text) => text.match(/[A-Z]\d+/g)!).map((number) => number.toLowerCase());
  const links = texts.flatMap((text) => Array.from(text.matchAll(/notes\.md#(\w+)/g), ([, id]) => id!));
  const anchors = new Set([...numbers, ...links]);
  expect(anchors.size).toBeGreaterThan(30);
  const isExplained = (id: string) =>
    notes.includes(`<a id="${id}"></a>${id.toUpperCase()} |`) || headings(notes).has(id);
  expect([...anchors].filter((id) => !isExplained(id))).toEqual([]);
});

/** Anchors of a page's headings. */
function headings(page: string): Set<string> {
  const titles = Array.from(page.matchAll(/^#+ (.+)$/gm), ([, title]) => title!);
  return new Set(titles.map((title) => title.toLowerCase().replaceAll(" ", "-")));
}

/** The right cells of the tables, as far as they are code. */
function answers(): string[] {
  const rows = page.split("\n").filter((line) => line.startsWith("|"));
  const cells = rows.map((row) => row.split(/(?<!\\)\|/).at(-2) ?? "");
  return cells.flatMap((cell) => cell.match(/`[^`]+`/g) ?? []);
}

function sourceTexts(): string[] {
  const packages = join(import.meta.dirname, "..", "..", "..", "packages");
  return readdirSync(packages).flatMap((name) => {
    const source = join(packages, name, "src");
    const files = readdirSync(source, { recursive: true, encoding: "utf8" });
    return files
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(join(source, file), "utf8"));
  });
}

/** Names of a class's methods and properties, those of the classes that it extends included. */
function methodsOf(type: { readonly prototype: object }): string[] {
  const names: string[] = [];
  for (let at: object = type.prototype; at !== Object.prototype; at = Object.getPrototypeOf(at))
    names.push(...Object.getOwnPropertyNames(at));
  return names;
}
