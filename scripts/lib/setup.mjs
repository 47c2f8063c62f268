import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { step } from "./steps.mjs";

const root = new URL("../..", import.meta.url).pathname;
const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const wanted = packageManager.split("@")[1];

/**
 * Prepares a fresh clone: installs pnpm in the required version (in .cache, if the machine has another or none)
 * and the dependencies, unless ECEPHYS_INSTALLED says that they are there. Returns the environment in which the
 * workspace's commands run.
 */
export async function setUp({ quiet }) {
  requireNode();
  const env = {
    ...process.env,
    TURBO_TELEMETRY_DISABLED: "1",
    DO_NOT_TRACK: "1",
    npm_config_update_notifier: "false",
  };
  const bins = [join(root, "node_modules", ".bin")];
  if (pnpmVersion(env) !== wanted) bins.push(await installPnpm(env));
  env.PATH = [...bins, process.env.PATH].join(delimiter);
  if (process.env.ECEPHYS_INSTALLED) return env;
  const code = await step(
    "Installing the dependencies",
    "pnpm",
    ["install", "--frozen-lockfile", "--prefer-offline"],
    {
      env,
      cwd: root,
      quiet,
    },
  );
  if (code !== 0) {
    console.error("The dependencies could not be installed: is the npm registry reachable?");
    process.exit(code);
  }
  return env;
}

function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Node ${process.versions.node} is too old: ecephys needs Node 20.19 or newer.`);
  process.exit(2);
}

function pnpmVersion(env) {
  try {
    return execFileSync("pnpm", ["--version"], { env, cwd: root, stdio: ["ignore", "pipe", "ignore"] })
      .toString()
      .trim();
  } catch {
    return undefined;
  }
}

async function installPnpm(env) {
  const home = join(root, ".cache", "pnpm", wanted);
  const bin = join(home, "node_modules", ".bin");
  if (existsSync(join(bin, "pnpm"))) return bin;
  const code = await step(
    `Fetching pnpm ${wanted}`,
    "npm",
    ["install", "--no-audit", "--no-fund", "--no-save", "--prefix", home, `pnpm@${wanted}`],
    { env, quiet: true },
  );
  if (code === 0) return bin;
  console.error(`pnpm ${wanted} could not be installed: is the npm registry reachable?`);
  process.exit(code);
}
