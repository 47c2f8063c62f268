// Packs every published package and checks what a user would get: publint, attw, all entries and the command in an
// empty project, the sizes of selective installs, and that npm refuses to pack.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkInstallSizes, checkWorkerShippedOnce } from "./lib/install-sizes.mjs";
import { must, packAll, publishedPackages } from "./lib/packages.mjs";
import { setUp } from "./lib/setup.mjs";

/** How package managers other than npm install; yarn's cache would give an older tarball of the same version. */
const OTHER_MANAGERS = [
  ["pnpm", ["pnpm", ["install", "--no-lockfile"]]],
  [
    "yarn",
    [
      "npx",
      ["-y", "yarn@1", "install", "--no-lockfile", "--non-interactive", "--cache-folder", "yarn-cache"],
    ],
  ],
];

/** A program that computes in the worker that the package ships. */
const WITH_WORKERS = `
import { flashes } from "@ecephys/analysis";
import { table } from "@ecephys/core/arquero";

const presentations = table({ start_time: [0, 2], stop_time: [0.25, 2.25], color: [1, -1] });
const own = flashes({ spikeTimes: new Map([[1, Float64Array.of(0.05, 0.06, 2.05)]]), presentations });
const metrics = await own.metrics({ workers: 1 });
if (metrics.get("on_off_ratio_fl", 0) !== 2) throw new Error("a worker computed something else");
`;

const root = join(import.meta.dirname, "..");
const env = await setUp({ quiet: true });
const work = mkdtempSync(join(tmpdir(), "ecephys-pack-"));
process.on("exit", () => rmSync(work, { recursive: true, force: true }));

const packages = publishedPackages();
const tarballs = await packAll(work, env);
// Two at once: each takes one core.
const unchecked = [...tarballs.values()];
await Promise.all([lint(), lint()]);
refuseNpm();
checkWorkerShippedOnce(tarballs);
await installAll();
await checkInstallSizes(work, env);
console.error(`All checks of ${packages.length} packages passed.`);

/** Checks tarballs until none is left. */
async function lint() {
  for (let tarball = unchecked.pop(); tarball !== undefined; tarball = unchecked.pop()) {
    await must(undefined, "publint", ["run", tarball, "--strict"], { env, cwd: root, quiet: true });
    const attw = [tarball, "--profile", "esm-only", "--no-emoji", "--format", "ascii"];
    await must(undefined, "attw", attw, { env, cwd: root, quiet: true });
  }
}

/** A tarball packed by npm could not be installed, so npm must refuse and name pnpm. */
function refuseNpm() {
  console.error("· Checking that npm refuses to pack");
  for (const { directory, manifest } of packages) {
    const pack = ["pack", "--dry-run", "--foreground-scripts"];
    const { status, stderr } = spawnSync("npm", pack, { env, cwd: directory, encoding: "utf8" });
    if (status === 0 || !stderr.includes("can only be packed or published by pnpm"))
      fail(`npm packs ${manifest.name}: its prepack script should refuse that.`);
  }
}

/** Installs every tarball in an empty project, imports each entry and runs the command. */
async function installAll() {
  const project = join(work, "project");
  mkdirSync(project);
  const dependencies = Object.fromEntries([...tarballs].map(([name, path]) => [name, `file:${path}`]));
  const manifest = { private: true, type: "module", dependencies };
  writeFileSync(join(project, "package.json"), JSON.stringify(manifest));
  const install = ["install", "--no-audit", "--no-fund"];
  await must("Installing all tarballs in an empty project", "npm", install, {
    env,
    cwd: project,
    quiet: true,
  });
  await importAll(project);
  for (const [manager, install] of OTHER_MANAGERS) {
    const other = join(work, manager);
    mkdirSync(other);
    const own = { ...manifest, resolutions: dependencies, pnpm: { overrides: dependencies } };
    writeFileSync(join(other, "package.json"), JSON.stringify(own));
    await must(`Installing them with ${manager}`, ...install, { env, cwd: other, quiet: true });
    await importAll(other);
  }
}

/** Imports every entry of every package installed in a project, and runs the command. */
async function importAll(project) {
  const entries = packages.flatMap(({ manifest }) =>
    manifest.bin
      ? []
      : Object.keys(manifest.publishConfig.exports)
          // A browser's worker script; the tests of @ecephys/nwb run it in one.
          .filter((key) => key !== "./worker")
          .map((key) => manifest.name + key.slice(1)),
  );
  writeFileSync(join(project, "workers.mjs"), WITH_WORKERS);
  writeFileSync(
    join(project, "entries.mjs"),
    entries
      .map(
        (entry) =>
          `const m = await import("${entry}"); if (!Object.keys(m).length) throw new Error("${entry} exports nothing");`,
      )
      .map((line) => `{ ${line} }`)
      .join("\n"),
  );
  const options = { env, cwd: project };
  await must(`Importing ${entries.length} entries`, process.execPath, ["entries.mjs"], options);
  await must("Computing in workers", process.execPath, ["workers.mjs"], options);
  await must(undefined, join(project, "node_modules", ".bin", "ecephys"), ["--version"], options);
}

function fail(reason) {
  console.error(reason);
  process.exit(1);
}
