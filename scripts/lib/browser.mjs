import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { step } from "./steps.mjs";

const run = promisify(execFile);
const NAMES = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * The Chromium that the browser tests use: ECEPHYS_CHROMIUM, else an installed one, else playwright's
 * own download, else Debian's package if we are root. The first one that can show a page is used.
 */
export async function ensureBrowser() {
  const given = process.env.ECEPHYS_CHROMIUM;
  if (given) {
    if (await works(given)) return given;
    fail(`ECEPHYS_CHROMIUM names ${given}, which cannot show a page.`);
  }
  return (
    (await installed()) ??
    (await playwrights()) ??
    (await debians()) ??
    fail("No Chromium or Chrome was found, and none could be installed.")
  );
}

async function installed() {
  for (const name of NAMES) if (await works(name)) return resolvePath(name);
  return undefined;
}

async function playwrights() {
  const { chromium } = await import("playwright-core").catch(() => ({ chromium: undefined }));
  if (!chromium) return undefined;
  const path = chromium.executablePath();
  if (path && (await works(path))) return path;
  console.error("· Downloading Chromium for the browser tests");
  await run("npx", ["playwright-core", "install", "chromium"], { timeout: 180_000 }).catch(() => undefined);
  return path && (await works(path)) ? path : undefined;
}

async function debians() {
  if (process.getuid?.() !== 0) return undefined;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  if ((await step("Installing Debian's Chromium", "apt-get", ["update", "-qq"], { env, quiet: true })) !== 0)
    return undefined;
  if ((await step(undefined, "apt-get", ["install", "-y", "-qq", "chromium"], { env, quiet: true })) !== 0)
    return undefined;
  return installed();
}

async function works(path) {
  const flags = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--dump-dom",
  ];
  try {
    const { stdout } = await run(path, [...flags, "data:text/html,<p>ready"], { timeout: 60_000 });
    return stdout.includes("ready");
  } catch {
    return false;
  }
}

async function resolvePath(name) {
  if (name.includes("/")) return name;
  const { stdout } = await run("/bin/sh", ["-c", `command -v ${name}`]);
  return stdout.trim();
}

function fail(reason) {
  console.error(
    `${reason} The browser tests need one: install Chromium, or set ECEPHYS_CHROMIUM to its path.`,
  );
  process.exit(1);
}
