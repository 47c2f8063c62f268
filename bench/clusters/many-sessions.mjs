// A cache of 58 sessions for measurements: copies of session 715093703 of the sample, or of a larger file made of it by
// `python bench/python/make_session.py TEMPLATES OUT SCALE`, each with an identifier of its own.
// Usage: node many-sessions.mjs DIRECTORY [COUNT] [FILE]
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fixtureFile, writeCacheDirectory } from "@ecephys/fixtures";

const [directory = "cache", count = "58", given] = process.argv.slice(2);
const ORIGINAL = 715093703;
const FIRST = 900000001;

writeCacheDirectory("mini", directory);
const table = join(directory, "sessions.csv");
const [header, ...rows] = readFileSync(table, "utf8").trim().split("\n");
const own = rows.find((row) => row.split(",").includes(String(ORIGINAL)));
const file = given ? readFileSync(given) : Buffer.from(fixtureFile("mini", `session_${ORIGINAL}.nwb`));
const places = [];
for (let at = file.indexOf(String(ORIGINAL)); at !== -1; at = file.indexOf(String(ORIGINAL), at + 1))
  places.push(at);
if (places.length === 0) throw new Error("the file does not hold its identifier as text");
const added = [];
for (let id = FIRST; id < FIRST + Number(count); id++) {
  added.push(own.replace(String(ORIGINAL), String(id)));
  for (const at of places) file.write(String(id), at);
  const place = join(directory, `session_${id}`);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, `session_${id}.nwb`), file);
}
writeFileSync(table, `${[header, ...added].join("\n")}\n`);
