import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { SESSION_FIGURES } from "@ecephys/charts";
import { fixtureFile, goldenAnswer } from "@ecephys/fixtures";
import { launchBrowser } from "@ecephys/fixtures/browser";
import { openSession } from "@ecephys/nwb/node";
import axe from "axe-core";
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
      answer(request, response, TYPES[extname(path)] ?? "application/octet-stream", body);
      return;
    }
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await launchBrowser();
});

/** As web servers do: whole, or the range that was asked for. */
function answer(request: IncomingMessage, response: ServerResponse, type: string, body: Buffer): void {
  const headers = { "Content-Type": type, "Accept-Ranges": "bytes", ETag: `"${body.length}"` };
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
  if (!range) {
    response.writeHead(200, headers).end(body);
    return;
  }
  const [start, last] = [Number(range[1]), Math.min(Number(range[2] || body.length - 1), body.length - 1)];
  response
    .writeHead(206, { ...headers, "Content-Range": `bytes ${start}-${last}/${body.length}` })
    .end(body.subarray(start, last + 1));
}

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

const EXPLORED = "/explorer#source=sample&units=950906426&stimulus=flashes&by=color&window=-0.2,1";

const PAGES = [
  ...readdirSync(join(import.meta.dirname, ".."))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `/${name.replace(/(?:index)?\.md$/, "")}`),
  "/api/",
];

test.concurrent.each(PAGES)(
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

test.concurrent.each(["/", "/live", EXPLORED])("axe finds nothing serious on %s", async (path) => {
  const { page } = await open(path);
  if (path === EXPLORED) await page.locator("[data-figure=quality] .ec-figure").waitFor();
  await page.addScriptTag({ content: axe.source });
  const found = await page.evaluate(async () => {
    // The theme labels its search button otherwise than it reads.
    const within = { exclude: [".DocSearch-Button"] };
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(within, {
      resultTypes: ["violations"],
    });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" ; ")}`);
  });
  expect(found).toEqual([]);
  await page.close();
});

test("the sample session is streamed from the site, and what was transferred is shown", async () => {
  const { page, problems } = await open("/streaming");
  await page.getByRole("button", { name: "Stream the sample session" }).click();
  const transferred = page.locator(".live-stream [role=status]", { hasText: "Transferred" });
  expect(await transferred.textContent()).toMatch(/Transferred 2\.98 MB in\s+1\s+request\./);
  expect(await page.locator(".live-stream tbody tr").allTextContents()).toEqual([
    expect.stringContaining("session 715093703"),
    expect.stringContaining("19 units"),
    expect.stringMatching(/\d+ spikes/),
    expect.stringMatching(/\d+ presentations/),
  ]);
  expect(problems).toEqual([]);
  await page.close();
});

test("the explorer draws the session, units and stimulus of its address, every spike once", async () => {
  const { page, problems } = await open(EXPLORED);
  const raster = page.locator("[data-figure=raster] svg.ec-figure");
  await raster.waitFor();
  const path = await raster
    .locator("path[stroke-width]")
    .evaluateAll((paths) => paths.map((one) => one.getAttribute("d")).join(""));
  const session = await openSession(fixtureFile("mini", "session_715093703.nwb"), { warn: () => {} });
  const shown = await session.getStimulusTable("flashes");
  const ticks = await session.rasterTable({
    unitIds: 950906426,
    stimulusPresentationIds: shown.array("stimulus_presentation_id"),
    window: [-0.2, 1],
  });
  await session.close();
  expect(path.match(/M[\d.]+,[\d.]+v/g)).toHaveLength(ticks.numRows());
  expect(await page.getByRole("checkbox", { name: "Unit 950906426" }).isChecked()).toBe(true);
  expect(await page.getByRole("checkbox", { checked: true }).count()).toBe(1);
  expect(await page.getByLabel("Stimulus").inputValue()).toBe("flashes");
  expect(await page.getByLabel("Split by").inputValue()).toBe("color");
  expect(problems).toEqual([]);
  await page.close();
});

test("the gallery draws every figure of the sample", async () => {
  const { page, problems } = await open("/figures");
  await expect.poll(() => page.locator(".figure-card .ec-figure").count()).toBe(SESSION_FIGURES.length - 2);
  expect(await page.getByRole("alert").count()).toBe(0);
  expect(problems).toEqual([]);
  await page.close();
});

test("the explorer keeps every choice in its address, which shows the same again", async () => {
  const { page } = await open("/explorer");
  await page.getByRole("button", { name: "Open the sample session" }).click();
  await page.locator("[data-figure=raster] .ec-figure").waitFor();
  await page.getByLabel("Filter").fill("snr > 2");
  await page.getByLabel("Filter").press("Enter");
  await page.getByRole("button", { name: "firing_rate" }).click();
  await page.getByRole("checkbox").first().check();
  await page.getByLabel("Stimulus").selectOption("drifting_gratings");
  await page.getByLabel("Split by").selectOption("orientation");
  await page.locator("[data-figure=tuning] .ec-figure").first().waitFor();
  expect(await page.locator("[data-figure=raster]").count()).toBe(2);
  const titles = await page.locator("svg.ec-figure > title").allTextContents();
  const again = await open(new URL(page.url()).pathname + new URL(page.url()).hash);
  await again.page.locator("[data-figure=tuning] .ec-figure").nth(1).waitFor();
  await again.page.locator("[data-figure=quality] .ec-figure").waitFor();
  expect((await again.page.locator("svg.ec-figure > title").allTextContents()).sort()).toEqual(titles.sort());
  expect(await again.page.getByLabel("Filter").inputValue()).toBe("snr > 2");
  await again.page.close();
  await page.close();
});

test("the explorer saves figures, shows their code, and refuses what is no session", async () => {
  const { page } = await open(EXPLORED);
  const card = page.locator("[data-figure=psth]");
  await card.locator(".ec-figure").waitFor();
  for (const [name, start] of [
    ["SVG", "<svg"],
    ["PNG", "\u2030PNG"],
    ["CSV", "series,time_relative_to_stimulus_onset,firing_rate"],
  ] as const) {
    const saving = page.waitForEvent("download");
    await card.getByRole("button", { name }).click();
    const saved = await readFile(await (await saving).path());
    expect(saved.toString("latin1").replace("\x89PNG", "\u2030PNG").startsWith(start), name).toBe(true);
  }
  await card.getByText("Code").click();
  expect(await card.locator("pre").first().textContent()).toContain('sessionFigure(session, "psth", {');
  const file = { name: "notes.nwb", mimeType: "application/octet-stream", buffer: Buffer.from("no session") };
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByRole("alert").filter({ hasText: "notes.nwb" }).waitFor();
  await page.close();
});

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
