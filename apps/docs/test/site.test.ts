import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { goldenAnswer } from "@ecephys/fixtures";
import { launchBrowser } from "@ecephys/fixtures/browser";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

const site = join(import.meta.dirname, "..", ".vitepress", "dist");
const TYPES: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

let server: Server;
let browser: Browser;
let origin: string;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://site");
    for (const path of [pathname, `${pathname}.html`, `${pathname}index.html`]) {
      const body = await readFile(join(site, path)).catch(() => undefined);
      if (!body) continue;
      response
        .writeHead(200, { "Content-Type": TYPES[extname(path)] ?? "application/octet-stream" })
        .end(body);
      return;
    }
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  server.close();
});

async function open(path: string): Promise<{ page: Page; problems: string[] }> {
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on(
    "response",
    (response) => response.status() >= 400 && problems.push(`${response.status()} ${response.url()}`),
  );
  await page.goto(origin + path);
  return { page, problems };
}

const PAGES = [
  "/",
  "/first-table",
  "/caches-and-backends",
  "/your-own-backend",
  "/downloads",
  "/sessions",
  "/cli",
  "/from-allensdk",
  "/notes",
  "/errata",
  "/lims",
  "/speed",
  "/live",
  "/explorer",
  "/api/",
];

test.each(PAGES)(
  "%s opens without an error, fits a desk and a phone, and its links lead somewhere",
  async (path) => {
    const { page, problems } = await open(path);
    expect(await page.locator("h1").first().textContent()).toMatch(/\w/);
    const links = await page
      .locator("main a[href^='/']")
      .evaluateAll((found) => found.map((a) => a.getAttribute("href")!));
    for (const link of new Set(links.map((href) => href.split("#")[0]!)))
      expect((await page.request.get(origin + link)).status(), link).toBe(200);
    const lost = await page
      .locator("main a[href^='#']")
      .evaluateAll((found) =>
        found
          .map((a) => decodeURIComponent(a.getAttribute("href")!.slice(1)))
          .filter((id) => !document.getElementById(id)),
      );
    expect(lost).toEqual([]);
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    expect(problems).toEqual([]);
    await page.close();
  },
);

test("the live page counts the sample's units per structure in the reader's browser", async () => {
  const { page, problems } = await open("/live");
  await page.getByRole("status").filter({ hasText: "computed in this page" }).waitFor();
  expect(await page.locator(".live thead th").allTextContents()).toEqual([
    "ecephys_structure_acronym",
    "units",
    "mean_firing_rate",
  ]);
  const counts = await page.locator(".live tbody td:nth-child(2)").allTextContents();
  expect(counts.map(Number).reduce((sum, count) => sum + count, 0)).toBe(
    frameRows("warehouse/010-get_units-defaults.json.gz"),
  );
  expect(problems).toEqual([]);
  await page.close();
});

test("every example of the live page runs, and a mistake is told", async () => {
  const { page } = await open("/live");
  const status = page.getByRole("status").filter({ hasText: "computed in this page" });
  await status.waitFor();
  for (const name of await page.locator(".live option").allTextContents()) {
    await page.locator(".live select").selectOption(name);
    await page.locator(".live button[aria-disabled=false]").waitFor();
    expect(await page.getByRole("alert").count(), name).toBe(0);
    expect(await page.locator(".live tbody tr").count(), name).toBeGreaterThan(1);
  }
  await page.locator(".live textarea").fill("return cache.getNaturalSceneTemplate(0);");
  await page.locator(".live button").click();
  await page.getByRole("alert").filter({ hasText: "natural scene" }).waitFor();
  await page.close();
});

test("the live page draws a session's response to a stimulus, and refuses what is no session", async () => {
  const { page, problems } = await open("/live");
  await page.getByRole("button", { name: "Open the sample session" }).click();
  await page.getByRole("status").filter({ hasText: "Session 715093703 (brain_observatory_1.1)" }).waitFor();
  await page.getByRole("img", { name: /around the start of flashes, at most [1-9]/ }).waitFor();
  expect(await page.locator(".live-session polyline").getAttribute("points")).toMatch(/^0\.0,\d.* 560\.0,/);

  await page.locator(".live-session select").selectOption("gabors");
  await page.getByRole("img", { name: /around the start of gabors/ }).waitFor();

  const file = { name: "notes.nwb", mimeType: "application/octet-stream", buffer: Buffer.from("no session") };
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByRole("alert").filter({ hasText: "notes.nwb" }).waitFor();
  expect(problems).toEqual([]);
  await page.close();
});

test("the live page says so where it cannot fetch, and goes on when it can", async () => {
  const { page } = await open("/live");
  const button = page.getByRole("button", { name: "Open the sample session" });
  await button.waitFor();
  await page.context().setOffline(true);
  await button.click();
  await page.getByRole("alert").filter({ hasText: "Check the connection, then try again." }).waitFor();
  await page.context().setOffline(false);
  await button.click();
  await page.getByRole("img", { name: /around the start of flashes/ }).waitFor();
  await page.close();
});

test("the live page works by keyboard alone", async () => {
  const { page } = await open("/live");
  const status = page.getByRole("status").filter({ hasText: "computed in this page" });
  await status.waitFor();
  await page.locator(".live select").focus();
  await page.keyboard.press("ArrowDown");
  await status.filter({ hasText: "5 rows" }).waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("TEXTAREA");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("return [1, 2, 3];");
  await page.keyboard.press("Control+Enter");
  await status.filter({ hasText: "3 rows" }).waitFor();
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.getAttribute("role"))).toBe("region");
  await page.close();
});

/** How many rows AllenSDK answers. */
function frameRows(file: string): number {
  const answer = goldenAnswer("mini", file);
  if (answer.kind !== "dataframe") throw new Error(`${file} is no table`);
  return answer.index.values.length;
}
