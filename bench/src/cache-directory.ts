import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { openProjectCache } from "@ecephys/core/node";
import { fixed } from "@ecephys/fetch-fixed";
import { syntheticTables } from "./synthetic.ts";

const TABLES = ["sessions.csv", "probes.csv", "channels.csv", "units.csv"] as const;
const MANIFEST = "ecephys_project_manifest.json";

/**
 * Creates a full-size cache directory in `directory`: copies of the tables in `source` (plain or gzipped)
 * if all are there, else synthetic ones. Returns the manifest's path and where the tables are from.
 */
export async function layOutCache(
  directory: string,
  source: string,
): Promise<{ manifest: string; origin: "copied" | "synthetic" }> {
  mkdirSync(directory, { recursive: true });
  const isThere = TABLES.every(
    (name) => existsSync(join(source, name)) || existsSync(join(source, `${name}.gz`)),
  );
  if (isThere) for (const name of TABLES) copyTable(source, directory, name);
  else for (const [name, bytes] of syntheticTables()) writeFileSync(join(directory, name), bytes);
  const manifest = join(directory, MANIFEST);
  // Opening writes the manifest, the first query writes the fast copies.
  const cache = await openProjectCache({ api: fixed(), manifest });
  await cache.getUnits();
  return { manifest, origin: isThere ? "copied" : "synthetic" };
}

/** An empty directory for a cache; returns its manifest's path. */
export function emptyCache(directory: string): string {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  return join(directory, MANIFEST);
}

function copyTable(source: string, directory: string, name: string): void {
  const plain = join(source, name);
  if (existsSync(plain)) cpSync(plain, join(directory, name));
  else writeFileSync(join(directory, name), gunzipSync(readFileSync(`${plain}.gz`)));
}
