// Puts what the site serves beside its pages in place: the sample's tables, one of its sessions, and the figure of the
// first page.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sessionFigure } from "@ecephys/charts/node";
import { cacheFiles, fixtureFile } from "@ecephys/fixtures";
import { openSession } from "@ecephys/nwb/node";

const SESSION = "session_715093703.nwb";
const target = join(import.meta.dirname, "..", "public", "sample");

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const [path, bytes] of cacheFiles("mini"))
  if (!path.includes("/")) writeFileSync(join(target, path), bytes);
writeFileSync(join(target, SESSION), fixtureFile("mini", SESSION));

const session = await openSession(fixtureFile("mini", SESSION), { warn: () => {} });
const figure = await sessionFigure(session, "psth", {
  unitIds: [950906401],
  stimulus: "flashes",
  by: "color",
  binSize: 0.02,
  width: 480,
});
await session.close();
writeFileSync(join(target, "hero.svg"), figure.svg());
