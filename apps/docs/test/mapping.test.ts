import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as core from "@ecephys/core";
import * as coreNode from "@ecephys/core/node";
import * as fixed from "@ecephys/fetch-fixed";
import * as lims from "@ecephys/fetch-lims";
import * as warehouse from "@ecephys/fetch-warehouse";
import * as nwb from "@ecephys/nwb";
import * as nwbNode from "@ecephys/nwb/node";
import * as arquero from "arquero";
import { expect, test } from "vitest";

const page = readFileSync(join(import.meta.dirname, "..", "from-allensdk.md"), "utf8");

test("every function that the table from AllenSDK names is there", () => {
  const known = new Set([
    ...[core, coreNode, fixed, lims, warehouse, nwb, nwbNode].flatMap((entry) => Object.keys(entry)),
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

/** The right cells of the tables, as far as they are code. */
function answers(): string[] {
  const rows = page.split("\n").filter((line) => line.startsWith("|"));
  const cells = rows.map((row) => row.split(/(?<!\\)\|/).at(-2) ?? "");
  return cells.flatMap((cell) => cell.match(/`[^`]+`/g) ?? []);
}

/** Names of a class's methods and properties, those of the classes that it extends included. */
function methodsOf(type: { readonly prototype: object }): string[] {
  const names: string[] = [];
  for (let at: object = type.prototype; at !== Object.prototype; at = Object.getPrototypeOf(at))
    names.push(...Object.getOwnPropertyNames(at));
  return names;
}
