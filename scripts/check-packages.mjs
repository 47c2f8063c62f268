// Packs every published package and checks what a user of the registry would get: publint, attw, and an install
// of all tarballs in an empty project that imports each entry.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setUp } from "./lib/setup.mjs";
import { step } from "./lib/steps.mjs";

/** How other package managers than npm install; yarn's cache would give an older tarball of the same version. */
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

const root = join(import.meta.dirname, "..");
const env = await setUp({ quiet: true });
const work = mkdtempSync(join(tmpdir(), "ecephys-pack-"));
process.on("exit", () => rmSync(work, { recursive: true, force: true }));

await must("Building", "turbo", ["run", "build", "--filter=./packages/*", "--output-logs=errors-only"], root);
const packages = readdirSync(join(root, "packages")).map((folder) => {
  const directory = join(root, "packages", folder);
  return { directory, manifest: JSON.parse(readFileSync(join(directory, "package.json"), "utf8")) };
});
for (const { directory, manifest } of packages) {
  await must(`Packing ${manifest.name}`, "pnpm", ["pack", "--pack-destination", work], directory, true);
  const tarball = tarballOf(manifest);
  await must(undefined, "publint", ["run", tarball, "--strict"], root);
  await must(
    undefined,
    "attw",
    [tarball, "--profile", "esm-only", "--no-emoji", "--format", "ascii"],
    root,
    true,
  );
}
await installAll();
console.error(`${packages.length} packages are as they should be.`);

/** An empty project gets every tarball, imports each entry and runs the command. */
async function installAll() {
  const project = join(work, "project");
  const tarballs = Object.fromEntries(
    packages.map(({ manifest }) => [manifest.name, `file:${tarballOf(manifest)}`]),
  );
  mkdirSync(project);
  writeFileSync(
    join(project, "package.json"),
    JSON.stringify({
      private: true,
      type: "module",
      dependencies: tarballs,
    }),
  );
  await must(
    "Installing the tarballs in an empty project",
    "npm",
    ["install", "--no-audit", "--no-fund"],
    project,
    true,
  );
  await importAll(project);
  for (const [manager, install] of OTHER_MANAGERS) {
    const other = join(work, manager);
    mkdirSync(other);
    const dependencies = { private: true, type: "module", dependencies: tarballs };
    const own = { ...dependencies, resolutions: tarballs, pnpm: { overrides: tarballs } };
    writeFileSync(join(other, "package.json"), JSON.stringify(own));
    await must(`Installing them with ${manager}`, ...install, other, true);
    await importAll(other);
  }
}

/** Imports every entry of every package that a project has installed, and runs the command. */
async function importAll(project) {
  const entries = packages.flatMap(({ manifest }) =>
    manifest.bin
      ? []
      : Object.keys(manifest.publishConfig.exports)
          // A browser's worker script; the tests of @ecephys/nwb run it in one.
          .filter((key) => key !== "./worker")
          .map((key) => manifest.name + key.slice(1)),
  );
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
  await must(`Importing ${entries.length} entries`, process.execPath, ["entries.mjs"], project);
  await must(undefined, join(project, "node_modules", ".bin", "ecephys"), ["--version"], project);
}

function tarballOf(manifest) {
  return join(work, `${manifest.name.slice(1).replace("/", "-")}-${manifest.version}.tgz`);
}

async function must(title, command, args, cwd, quiet = false) {
  const code = await step(title, command, args, { env, cwd, quiet });
  if (code !== 0) process.exit(code);
}
