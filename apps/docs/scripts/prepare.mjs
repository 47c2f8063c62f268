// Puts what the site serves beside its pages in place: the sample's tables and one of its sessions.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFiles, fixtureFile } from "@ecephys/fixtures";

const SESSION = "session_715093703.nwb";
const target = join(import.meta.dirname, "..", "public", "sample");

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const [path, bytes] of cacheFiles("mini"))
  if (!path.includes("/")) writeFileSync(join(target, path), bytes);
writeFileSync(join(target, SESSION), fixtureFile("mini", SESSION));
