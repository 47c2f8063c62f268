import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeCacheDirectory } from "@ecephys/fixtures";
import { afterAll, describe, expect, it } from "vitest";
import { findManifests, openProjectCache } from "../../src/node.ts";
import { refusingApi } from "../../src/refusing-api.ts";

const USUAL = "ecephys_project_manifest.json";
const made: string[] = [];
afterAll(() => {
  for (const directory of made) rmSync(directory, { recursive: true, force: true });
});

function filled(name = USUAL): string {
  const root = mkdtempSync(join(tmpdir(), "ecephys-manifests-"));
  made.push(root);
  writeCacheDirectory("mini", root);
  renameSync(join(root, USUAL), join(root, name));
  return root;
}

const entry = (key: string, spec: string, type = "file") => ({ type, key, spec, parent_key: "BASEDIR" });
const manifestOf = (version: string, ...entries: object[]) =>
  JSON.stringify({
    manifest: [
      { type: "manifest_version", value: version },
      { key: "BASEDIR", type: "dir", spec: "." },
      ...entries,
    ],
  });

describe("findManifests", () => {
  it("finds manifests whatever they are called, and nothing else", async () => {
    const root = filled("manifest.json");
    expect(await findManifests(root)).toEqual(["manifest.json"]);
    writeFileSync(join(root, "broken.json"), "{");
    writeFileSync(join(root, "notes.json"), '{"manifest": "mine"}');
    writeFileSync(join(root, "null.json"), "null");
    writeFileSync(
      join(root, "large.json"),
      manifestOf("0.3.0", entry("sessions", "s.csv")).padEnd(2 ** 20 + 1),
    );
    writeFileSync(join(root, "brain_observatory.json"), manifestOf("1.3", entry("EXPERIMENTS", "e.json")));
    expect(await findManifests(root)).toEqual(["manifest.json"]);
    writeFileSync(join(root, "OWN.JSON"), manifestOf("0.2.1", entry("sessions", "old/sessions.csv")));
    expect(await findManifests(root)).toEqual(["OWN.JSON", "manifest.json"]);
    expect(await findManifests(join(root, "nowhere"))).toEqual([]);
  });

  it("finds those that cannot be opened, so that opening says why", async () => {
    const root = filled("manifest.json");
    const text = readFileSync(join(root, "manifest.json"), "utf8");
    writeFileSync(join(root, "manifest.json"), text.replace("0.3.0", "9.0"));
    expect(await findManifests(root)).toEqual(["manifest.json"]);
    writeFileSync(join(root, "manifest.json"), text.replace("sessions.csv", "../sessions.csv"));
    expect(await findManifests(root)).toEqual(["manifest.json"]);
  });
});

describe("what another manifest of the directory names", () => {
  it("is neither unknown nor pruned; what none names still is", async () => {
    const root = filled();
    mkdirSync(join(root, "old/nested"), { recursive: true });
    writeFileSync(join(root, "manifest.json"), manifestOf("0.2.1", entry("sessions", "old/sessions.csv")));
    writeFileSync(join(root, "cells.json"), manifestOf("1.3", entry("CELLS", "cells_%d.json")));
    writeFileSync(join(root, "old/nested/m.json"), manifestOf("0.3.0", entry("units", "units.csv")));
    const theirs = ["old/sessions.csv", "cells_5.json", "old/nested/units.csv"];
    for (const path of [...theirs, "notes.txt", "old/units.csv"]) writeFileSync(join(root, path), "mine");
    const cache = await openProjectCache({
      api: refusingApi("nobody", () => new Error("not asked")),
      manifest: join(root, USUAL),
    });
    const { byKind, files } = await cache.status();
    expect(byKind["other-manifest"]?.files).toBe(6);
    expect(files.filter(({ kind }) => kind === "stray").map(({ path }) => path)).toEqual([
      "notes.txt",
      "old/units.csv",
    ]);
    expect((await cache.verify({ deep: false })).strays).toHaveLength(2);
    const { removed } = await cache.prune({ dryRun: false, kinds: ["stray"] });
    expect(removed.map(({ path }) => path)).toEqual(["notes.txt", "old/units.csv"]);
    for (const path of theirs) expect(readFileSync(join(root, path), "utf8")).toBe("mine");
  });

  it("is a manifest of the usual name, too", async () => {
    const root = filled();
    writeFileSync(join(root, "own.json"), manifestOf("0.3.0", entry("sessions", "own/sessions.csv")));
    const cache = await openProjectCache({
      api: refusingApi("nobody", () => new Error("not asked")),
      manifest: join(root, "own.json"),
    });
    expect((await cache.prune({ kinds: ["stray"] })).removed).toEqual([]);
  });
});
