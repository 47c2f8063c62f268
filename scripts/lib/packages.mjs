import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { step } from "./steps.mjs";

const root = join(import.meta.dirname, "..", "..");

/** The published packages: the directory and package.json of each. */
export function publishedPackages() {
  return readdirSync(join(root, "packages")).map((folder) => {
    const directory = join(root, "packages", folder);
    return { directory, manifest: JSON.parse(readFileSync(join(directory, "package.json"), "utf8")) };
  });
}

/** Builds and packs all of them into a directory, and returns their tarballs by package name. Ends the process if that fails. */
export async function packAll(directory, env) {
  const build = ["run", "build", "--filter=./packages/*", "--output-logs=errors-only"];
  await must("Building", "turbo", build, { env, cwd: root });
  const tarballs = new Map();
  for (const { directory: cwd, manifest } of publishedPackages()) {
    const pack = ["pack", "--pack-destination", directory];
    await must(`Packing ${manifest.name}`, "pnpm", pack, { env, cwd, quiet: true });
    const file = `${manifest.name.slice(1).replace("/", "-")}-${manifest.version}.tgz`;
    tarballs.set(manifest.name, join(directory, file));
  }
  return tarballs;
}

/** A step that everything else depends on. */
export async function must(title, command, args, options) {
  const code = await step(title, command, args, options);
  if (code !== 0) process.exit(code);
}
