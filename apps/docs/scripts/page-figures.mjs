// Draws what pages show of the sample, in both themes, with what it says for those who cannot see it.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sessionFigure, structures } from "@ecephys/charts/node";
import { createProjectCache } from "@ecephys/core";
import { fixed } from "@ecephys/fetch-fixed";
import { memoryStorage } from "@ecephys/files";
import { cacheFiles } from "@ecephys/fixtures";

const UNIT = { unitIds: [950906401] };
const OF_SESSION = {
  flashes: ["psth", { ...UNIT, stimulus: "flashes", by: "color", binSize: 0.02, width: 480 }],
  raster: ["raster", { ...UNIT, stimulus: "flashes", by: "color" }],
  stimuli: ["stimuli", {}],
  population: ["psth-heatmap", { stimulus: "flashes", binSize: 0.02 }],
  tuning: ["tuning", { ...UNIT, stimulus: "drifting_gratings", by: "orientation" }],
  quality: ["quality", {}],
};

/** Writes NAME-light.svg and NAME-dark.svg of each, and index.json with their descriptions. */
export async function writePageFigures(session, target) {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const descriptions = {};
  const put = (name, figure) => {
    for (const theme of ["light", "dark"])
      writeFileSync(join(target, `${name}-${theme}.svg`), figure.svg({ theme }));
    descriptions[name] = `${figure.title}. ${figure.description}`;
  };
  for (const [name, [figure, options]] of Object.entries(OF_SESSION))
    put(name, await sessionFigure(session, figure, options));
  put("structures", await projectStructures());
  writeFileSync(join(target, "index.json"), JSON.stringify(descriptions));
}

async function projectStructures() {
  const storage = memoryStorage();
  for (const [path, bytes] of cacheFiles("mini")) if (!path.includes("/")) await storage.write(path, bytes);
  const cache = await createProjectCache({ api: fixed(), storage });
  return structures(await cache.getUnits());
}
