import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { newDirectory } from "@ecephys/fixtures/testing";
import { describe, expect, it } from "vitest";
import { openProjectCache } from "../../src/open-project-cache.ts";
import { labBackend } from "../project/backend.ts";

async function filled() {
  const root = newDirectory();
  const api = labBackend();
  const manifest = join(root, "ecephys_project_manifest.json");
  const cache = await openProjectCache({ api, manifest, onWarning: () => {} });
  await cache.prefetch({ tables: true, sessionTypes: ["brain_observatory_1.1"] });
  api.calls.length = 0;
  const at = (path: string) => join(root, path);
  return { api, at, cache, manifest, root };
}

/** Makes the cache's table one of an earlier release. */
function older(path: string, change: (lines: string[]) => string[]): void {
  const [header, ...lines] = readFileSync(path, "utf8").trimEnd().split("\n");
  writeFileSync(path, `${[header, ...change(lines)].join("\n")}\n`);
}

describe("refresh", () => {
  it("leaves tables alone that are current", async () => {
    const { at, api, cache, root } = await filled();
    const times = () => readdirSync(root).map((name) => statSync(at(name)).mtimeMs);
    const before = times();
    const { dryRun, tables } = await cache.refresh();
    expect(dryRun).toBe(false);
    expect(tables.map(({ path, state }) => [path, state])).toEqual([
      ["brain_observatory_1.1_analysis_metrics.csv", "current"],
      ["channels.csv", "current"],
      ["probes.csv", "current"],
      ["sessions.csv", "current"],
      ["units.csv", "current"],
    ]);
    expect(api.calls.length).toBeGreaterThan(4);
    expect(times()).toEqual(before);
  });

  it("replaces an earlier release, and says what was added, removed and changed", async () => {
    const { at, cache } = await filled();
    const all = readFileSync(at("units.csv"), "utf8");
    const count = all.trimEnd().split("\n").length - 1;
    older(at("units.csv"), ([first = "", ...others]) => [
      first.replace(/^(\d+),[^,]*/, "$1,99"),
      ...others.slice(2),
      others[0]!.replace(/^\d+/, "1"),
    ]);
    const changes = {
      rowsBefore: count - 1,
      rows: count,
      added: 2,
      removed: 1,
      changed: 1,
      addedColumns: [],
      removedColumns: [],
    };
    const look = await cache.refresh({ dryRun: true });
    expect(look.tables.filter(({ state }) => state === "changed")).toMatchObject([
      { path: "units.csv", changes },
    ]);
    expect(readFileSync(at("units.csv"), "utf8")).not.toBe(all);
    const { tables } = await cache.refresh();
    expect(tables.find(({ path }) => path === "units.csv")).toMatchObject({ state: "changed", changes });
    expect(readFileSync(at("units.csv"), "utf8")).toBe(all);
    expect((await cache.verify()).problems).toEqual([]);
    expect((await cache.getUnits({ filterByValidity: false })).numRows()).toBeGreaterThan(0);
  });

  it("names columns that are new or gone, and replaces a table that is damaged", async () => {
    const { at, cache } = await filled();
    const text = readFileSync(at("probes.csv"), "utf8");
    writeFileSync(at("probes.csv"), text.replace(/^([^\n]*)phase/, "$1stage"));
    writeFileSync(at("channels.csv"), "no table\n1,2\n");
    const { tables } = await cache.refresh();
    expect(tables.find(({ path }) => path === "probes.csv")?.changes).toMatchObject({
      addedColumns: ["phase"],
      removedColumns: ["stage"],
    });
    expect(tables.find(({ path }) => path === "channels.csv")).toMatchObject({ state: "changed" });
    expect((await cache.getChannels()).numRows()).toBeGreaterThan(0);
  });

  it("replaces nothing unless all tables have come", async () => {
    const { api, at, cache } = await filled();
    older(at("channels.csv"), (lines) => lines.slice(1));
    const before = readFileSync(at("channels.csv"), "utf8");
    api.before.set("getUnits", [
      () => {
        throw new Error("the lab is closed");
      },
    ]);
    await expect(cache.refresh()).rejects.toThrow("the lab is closed");
    expect(readFileSync(at("channels.csv"), "utf8")).toBe(before);
  });

  it("asks with the validator of what it has, as long as that is what was fetched", async () => {
    const { api, at, cache } = await filled();
    const asked: (string | undefined)[] = [];
    const text = readFileSync(at("units.csv"));
    api.getTableText = async (file, options = {}) => {
      if (file.table !== "units") return undefined;
      asked.push(options.validator);
      return options.validator === '"2"' ? "unchanged" : { csv: text, validator: '"2"' };
    };
    older(at("units.csv"), (lines) => lines.slice(1));
    await cache.refresh();
    expect((await cache.refresh()).tables.every(({ state }) => state === "current")).toBe(true);
    older(at("units.csv"), (lines) => lines.slice(1));
    await cache.refresh();
    expect(asked).toEqual([undefined, '"2"', undefined]);
  });

  it("of an empty cache asks nobody; offline it says what is missing; options are checked", async () => {
    const api = labBackend();
    const cache = await openProjectCache({ api, manifest: join(newDirectory(), "m.json") });
    expect(await cache.refresh()).toEqual({ dryRun: false, tables: [] });
    expect(api.calls).toEqual([]);
    const { manifest } = await filled();
    const offline = await openProjectCache({ api, manifest, offline: true });
    await expect(offline.refresh()).rejects.toThrow(/nobody can be asked for a newer version/);
    await expect(cache.refresh({ dry: true } as object)).rejects.toThrow(/dryRun/);
  });
});
