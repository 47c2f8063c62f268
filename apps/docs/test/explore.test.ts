import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fixtureFile } from "@ecephys/fixtures";
import { launchBrowser } from "@ecephys/fixtures/browser";
import { openSession } from "@ecephys/nwb/node";
import { afterAll, beforeAll, expect, test } from "vitest";

const COMMAND = join(import.meta.dirname, "../node_modules/@ecephys/cli/bin/ecephys.cjs");
const NAME = "session_715093703.nwb";

let directory: string;
let running: ReturnType<typeof spawn>;
let url: URL;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "ecephys-explore-"));
  writeFileSync(join(directory, NAME), fixtureFile("mini", NAME));
  running = spawn(process.execPath, [COMMAND, "explore", NAME, "--no-open"], { cwd: directory });
  for await (const line of createInterface({ input: running.stdout! })) {
    const found = /^ {2}(http:\S+)$/.exec(line)?.[1];
    if (found === undefined) continue;
    url = new URL(found);
    break;
  }
});

afterAll(() => {
  running?.kill("SIGKILL");
  rmSync(directory, { recursive: true, force: true });
});

/** A request with path and headers as they are. */
function ask(path: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port: url.port, path, headers }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode ?? 0));
    });
    sent.on("error", reject).end();
  });
}

test("nothing is answered without the token, to other hosts and pages, or besides the session", async () => {
  const { pathname: token } = url;
  expect(token).toMatch(/^\/[\w-]{32}\/$/);
  const local = { host: url.host };
  expect(await ask("/", local)).toBe(403);
  expect(await ask("/data/session.nwb", local)).toBe(403);
  expect(await ask(`/${"A".repeat(32)}/data/session.nwb`, local)).toBe(403);
  expect(await ask(`${token}data/session.nwb`, { host: "evil.example:80" })).toBe(421);
  expect(await ask(`${token}data/session.nwb`, { ...local, origin: "https://evil.example" })).toBe(403);
  for (const path of [
    "data/../../../../etc/passwd",
    "data/%2e%2e/package.json",
    "..%2f..%2fpackage.json",
    "data/",
    "data/other.nwb",
    `data/${NAME}`,
  ])
    expect([403, 404], path).toContain(await ask(token + path, local));
  expect(await ask(`${token}data/session.nwb`, { ...local, range: "bytes=0-7" })).toBe(206);
});

test("the page shows the session's units and spikes under a strict policy, and Ctrl-C ends it", async () => {
  const session = await openSession(fixtureFile("mini", NAME), { warn: () => {} });
  const spikes = [...(await session.spikeTimes()).values()];
  await session.close();
  const total = spikes.reduce((sum, times) => sum + times.length, 0);
  const browser = await launchBrowser();
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  const answer = await page.goto(url.href);
  expect(answer?.headers()["content-security-policy"]).toMatch(/default-src 'none'.*connect-src 'self'/);
  await page
    .getByRole("status")
    .filter({ hasText: `${spikes.length} units, 3 probes` })
    .waitFor();
  await page
    .locator(".over-time [role=status]", { hasText: `${total} spikes of ${spikes.length} units` })
    .waitFor();
  await page.locator("[data-figure=psth] .ec-figure").waitFor();
  expect(await page.getByRole("alert").count()).toBe(0);
  expect(problems).toEqual([]);
  expect(await page.evaluate(() => fetch("https://example.org/").catch(() => "refused"))).toBe("refused");
  await browser.close();
  const ended = new Promise((resolve) => running.once("exit", resolve));
  running.kill("SIGINT");
  expect(await ended).toBe(0);
});
