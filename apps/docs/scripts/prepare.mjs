// Puts what the site serves beside its pages in place: the sample's tables.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeCacheDirectory } from "@ecephys/fixtures";

const target = join(import.meta.dirname, "..", "public", "sample");
const work = mkdtempSync(join(tmpdir(), "ecephys-sample-"));
try {
  await writeCacheDirectory("mini", work);
  rmSync(target, { recursive: true, force: true });
  cpSync(work, target, {
    recursive: true,
    filter: (path) => !/session_|natural_/.test(path.slice(work.length)),
  });
} finally {
  rmSync(work, { recursive: true, force: true });
}
