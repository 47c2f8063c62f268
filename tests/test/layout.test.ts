import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryDirectory } from "@ecephys/fixtures/testing";
import { describe, expect, it } from "vitest";
import { circleIn, folders, readImports } from "../src/imports.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const sources = (directory: string) => join(ROOT, directory, "src");
const PACKAGES = readdirSync(join(ROOT, "packages")).filter((name) =>
  existsSync(sources(`packages/${name}`)),
);

/** The packages that each package may import, as drawn in CONTRIBUTING.md. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  files: [],
  core: ["files"],
  hdf5: ["files"],
  analysis: ["files", "core"],
  dandi: ["files", "core"],
  charts: ["files", "core", "analysis"],
  nwb: ["files", "core", "hdf5", "analysis"],
  export: ["files", "core", "analysis", "nwb"],
  explorer: ["files", "core", "charts", "nwb", "hdf5"],
  cli: [
    "files",
    "core",
    "analysis",
    "charts",
    "export",
    "nwb",
    "dandi",
    "explorer",
    "fetch-s3",
    "fetch-warehouse",
    "fetch-lims",
    "fetch-fixed",
  ],
};
const BACKEND = ["files", "core"];

describe.each(PACKAGES)("the sources of %s", (name) => {
  const { files, packages } = readImports(sources(`packages/${name}`));

  it("have no import cycles between files", () => {
    expect(circleIn(files)).toBeUndefined();
  });

  it("have no import cycles between folders", () => {
    expect(circleIn(folders(files))).toBeUndefined();
  });

  it("import only packages below them in the layout", () => {
    const allowed = name.startsWith("fetch-") ? BACKEND : MAY_IMPORT[name];
    expect(allowed, `${name} has no place in the layout yet`).toBeDefined();
    expect([...packages].filter((other) => !allowed?.includes(other))).toEqual([]);
  });
});

it.each(["fixtures", "tests", "bench"])("the sources of %s have no import cycles between files", (name) => {
  expect(circleIn(readImports(sources(name)).files)).toBeUndefined();
});

it("an import cycle, even of types, is found and named", () => {
  const root = temporaryDirectory();
  for (const folder of ["a", "b"]) mkdirSync(join(root, folder));
  writeFileSync(join(root, "a/one.ts"), 'import type { Two } from "../b/two.ts";\n');
  writeFileSync(join(root, "a/three.ts"), '/** import "./one.ts" */\nexport const three = 3;\n');
  writeFileSync(join(root, "b/two.ts"), 'export { three } from "../a/three.ts";\nimport("@ecephys/core");\n');
  const { files, packages } = readImports(root);
  expect(circleIn(files)).toBeUndefined();
  expect(circleIn(folders(files))).toEqual(["a", "b", "a"]);
  expect([...packages]).toEqual(["core"]);
  writeFileSync(join(root, "a/three.ts"), 'import type { One } from "./one.ts";\n');
  expect([...new Set(circleIn(readImports(root).files))].sort()).toEqual([
    "a/one.ts",
    "a/three.ts",
    "b/two.ts",
  ]);
});
