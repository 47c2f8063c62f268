// `npm run pack`: all published packages as tarballs in tarballs/, to install from while nothing is published.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { packAll } from "./lib/packages.mjs";
import { setUp } from "./lib/setup.mjs";

const directory = join(import.meta.dirname, "..", "tarballs");
const env = await setUp({ quiet: true });
rmSync(directory, { recursive: true, force: true });
mkdirSync(directory, { recursive: true });
await packAll(directory, env);
console.log(`\nIn your project, for the tables of the public project:
  npm install ${directory}/ecephys-{files,core,fetch-warehouse}-*.tgz`);
