// A cache of 58 sessions for measurements: copies of a session of the sample, each with an identifier of its own.
// Usage: node many-sessions.mjs DIRECTORY [COUNT]
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fixtureFile, writeCacheDirectory } from "@ecephys/fixtures";

const [directory = "cache", count = "58"] = process.argv.slice(2);
const ORIGINAL = 715093703;
const FIRST = 900000001;

writeCacheDirectory("mini", directory);
const table = join(directory, "sessions.csv");
const [header, ...rows] = readFileSync(table, "utf8").trim().split("\n");
const own = rows.find((row) => row.split(",").includes(String(ORIGINAL)));
const file = Buffer.from(fixtureFile("mini", `session_${ORIGINAL}.nwb`));
const added = [];
for (let id = FIRST; id < FIRST + Number(count); id++) {
  added.push(own.replace(String(ORIGINAL), String(id)));
  const copy = Buffer.from(file);
  let found = 0;
  for (let at = copy.indexOf(String(ORIGINAL)); at !== -1; at = copy.indexOf(String(ORIGINAL), at + 1)) {
    copy.write(String(id), at);
    found++;
  }
  if (found === 0) throw new Error("the file does not hold its identifier as text");
  const place = join(directory, `session_${id}`);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, `session_${id}.nwb`), copy);
}
writeFileSync(table, `${[header, ...added].join("\n")}\n`);
