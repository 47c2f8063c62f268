// Draws what pages show of the sample, for wide and narrow pages, with what it says for those who cannot see it.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { movieFrame, scene, sessionFigure, structures } from "@ecephys/charts/node";
import { createProjectCache } from "@ecephys/core";
import { fixed } from "@ecephys/fetch-fixed";
import { memoryStorage } from "@ecephys/files";
import { cacheFiles, fixtureFile, nwbFile } from "@ecephys/fixtures";
import { nwbReaders, openSession } from "@ecephys/nwb/node";
import { slimSvg } from "./slim-svg.mjs";

const UNIT = { unitIds: [950906401] };
/** Pixels beside a figure on a phone that is 390 wide. */
const NARROW = 342;
const OF_SESSION = {
  flashes: ["psth", { ...UNIT, stimulus: "flashes", by: "color", binSize: 0.02, width: 480 }],
  raster: ["raster", { ...UNIT, stimulus: "flashes", by: "color" }],
  stimuli: ["stimuli", {}],
  population: ["psth-heatmap", { stimulus: "flashes", binSize: 0.02 }],
  tuning: ["tuning", { ...UNIT, stimulus: "drifting_gratings", by: "orientation" }],
  quality: ["quality", {}],
  field: ["receptive-field", { unitIds: [950906426] }],
};
const OF_LAB = {
  trials: ["raster", { unitIds: [4, 7, 100, 101], intervals: "trials", by: "outcome", window: [-1, 4] }],
};

/** Writes the figures of each name, index.json with their descriptions, and bars.json with what was counted. */
export async function writePageFigures(target) {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const descriptions = {};
  const put = async (name, draw, isStill = false) => {
    const wide = await draw({});
    const write = (file, figure) => writeFileSync(join(target, `${file}.svg`), slimSvg(figure.svg()));
    write(name, wide);
    if (!isStill) write(`${name}-narrow`, await draw({ width: NARROW }));
    descriptions[name] = `${wide.title}. ${wide.description}`;
  };
  const quiet = { warn: () => {} };
  const session = await openSession(fixtureFile("mini", "session_715093703.nwb"), quiet);
  const lab = await openSession(nwbFile("n01_lab_everything"), quiet);
  for (const [opened, figures] of [
    [session, OF_SESSION],
    [lab, OF_LAB],
  ])
    for (const [name, [figure, options]] of Object.entries(figures))
      await put(name, (size) => sessionFigure(opened, figure, { ...options, ...size }));
  await Promise.all([session.close(), lab.close()]);

  const cache = await sampleProject();
  const units = await cache.getUnits();
  await put("structures", (size) => structures(units, size));
  const [image, movie] = [await cache.getNaturalSceneTemplate(0), await cache.getNaturalMovieTemplate(1)];
  await put("scene", () => scene(image, { width: NARROW, title: "Natural scene 0" }), true);
  await put(
    "movie",
    () => movieFrame(movie, 0, { width: NARROW, title: "Natural movie 1, first frame" }),
    true,
  );
  writeFileSync(join(target, "index.json"), JSON.stringify(descriptions));
  writeFileSync(join(target, "bars.json"), JSON.stringify({ errata: await unitCounts(cache) }));
}

/** How many units of each session the project's table counts, and how many a session's own table has by default. */
async function unitCounts(cache) {
  const sessions = await cache.getSessionTable();
  const inBrain = await cache.getUnits({ filterOutOfBrainUnits: true });
  const ids = Array.from(inBrain.array("ecephys_session_id"));
  return {
    title: "Units of the sample's sessions",
    unit: "",
    series: ["unit_count of the table", "units in the brain"],
    rows: Array.from(sessions.array("id"), (id, row) => ({
      name: `session ${id}`,
      values: [sessions.get("unit_count", row), ids.filter((one) => one === id).length],
    })),
  };
}

async function sampleProject() {
  const storage = memoryStorage();
  for (const [path, bytes] of cacheFiles("mini"))
    if (!path.startsWith("session_")) await storage.write(path, bytes);
  return createProjectCache({ api: fixed(), storage, readers: nwbReaders() });
}
