import { execFileSync } from "node:child_process";
import { lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { must } from "./packages.mjs";

const root = join(import.meta.dirname, "..", "..");

/** The pages that say how to install from tarballs, and the largest allowed size of node_modules in MB. */
const PAGES = [
  { page: "README.md", largest: 10 },
  { page: "apps/docs/sessions.md", largest: 40 },
];

/** Runs the install line of a page in an empty project, with the tarballs in `directory`, and checks the size. */
export async function checkInstallSizes(directory, env) {
  for (const { page, largest } of PAGES) {
    const line = /^npm install \S*tarballs\/.*$/m.exec(readFileSync(join(root, page), "utf8"))?.[0];
    if (line === undefined) fail(`${page} does not say how to install from tarballs.`);
    const project = join(directory, page.replaceAll(/\W/g, "-"));
    mkdirSync(project);
    writeFileSync(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
    const command = line.replaceAll(/\S*tarballs\//g, `${directory}/`);
    const options = { env, cwd: project, quiet: true };
    await must(`${page}: ${line}`, "bash", ["-c", `${command} --no-audit --no-fund`], options);
    const megabytes = bytesUnder(join(project, "node_modules")) / 1e6;
    console.error(`  ${megabytes.toFixed(1)} MB in node_modules (at most ${largest})`);
    if (megabytes > largest) fail(`The install line of ${page} installs more than ${largest} MB.`);
  }
}

/** The worker contains the HDF5 library: a second copy would waste 4 MB. */
export function checkWorkerShippedOnce(tarballs) {
  const holders = [...tarballs].filter(([, tarball]) =>
    /\/worker\.js$/m.test(execFileSync("tar", ["-tzf", tarball], { encoding: "utf8" })),
  );
  const names = holders.map(([name]) => name).join(", ");
  console.error(`· The worker is in ${names || "no package"}`);
  if (holders.length !== 1) fail("The worker should be in one package.");
}

function bytesUnder(path) {
  const entry = lstatSync(path);
  if (!entry.isDirectory()) return entry.size;
  return readdirSync(path).reduce((sum, name) => sum + bytesUnder(join(path, name)), 0);
}

function fail(reason) {
  console.error(reason);
  process.exit(1);
}
