// Puts what the site serves beside its pages in place: the sample's tables, one of its sessions, and the figures of
// pages.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cacheFiles, fixtureFile } from "@ecephys/fixtures";
import { writePageFigures } from "./page-figures.mjs";

const SESSION = "session_715093703.nwb";
const target = join(import.meta.dirname, "..", "public", "sample");

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
// The layout of the public bucket, so that pages read the sample as they would read a mirror.
const MIRRORED =
  /^[^/]+$|^session_715093703\/|^natural_(?:scene|movie)_templates\/natural_(?:scene_0|movie_1)\./;
for (const [path, bytes] of cacheFiles("mini")) {
  if (!MIRRORED.test(path)) continue;
  mkdirSync(join(target, dirname(path)), { recursive: true });
  writeFileSync(join(target, path), bytes);
}
writeFileSync(join(target, SESSION), fixtureFile("mini", SESSION));

await writePageFigures(join(target, "..", "pictures"));
