import { readFile } from "node:fs/promises";
import { SESSION_FIGURES } from "@ecephys/charts";
import { fixtureFile } from "@ecephys/fixtures";
import { openSession } from "@ecephys/nwb/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSite, type Site, seriousFindings, type Tab } from "./support/site.ts";

const EXPLORED = "/explorer#source=sample&units=950906426&stimulus=flashes&by=color&window=-0.2,1";

let site: Site;
let tab: Tab;

beforeAll(async () => {
  site = await openSite();
  tab = await site.tab();
});

afterAll(() => site?.close());

test("the explorer draws the session, units and stimulus of its address, every spike once", async () => {
  const { page, problems } = tab;
  await tab.open(EXPLORED);
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
});

test("axe finds nothing serious in the explorer", async () => {
  await tab.page.locator("[data-figure=quality] .ec-figure").waitFor();
  expect(await seriousFindings(tab.page)).toEqual([]);
});

test("the explorer saves figures, shows their code, and refuses what is no session", async () => {
  const { page } = tab;
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
});

test("the gallery draws every figure of the sample", async () => {
  const { page, problems } = tab;
  await tab.open("/figures");
  await expect.poll(() => page.locator(".figure-card .ec-figure").count()).toBe(SESSION_FIGURES.length - 2);
  expect(await page.getByRole("alert").count()).toBe(0);
  expect(problems).toEqual([]);
});

test("the explorer keeps every choice in its address, which shows the same again", async () => {
  const { page } = tab;
  await tab.open("/explorer");
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
  const again = await site.tab();
  await again.open(new URL(page.url()).pathname + new URL(page.url()).hash);
  await again.page.locator("[data-figure=tuning] .ec-figure").nth(1).waitFor();
  await again.page.locator("[data-figure=quality] .ec-figure").waitFor();
  expect((await again.page.locator("svg.ec-figure > title").allTextContents()).sort()).toEqual(titles.sort());
  expect(await again.page.getByLabel("Filter").inputValue()).toBe("snr > 2");
  await again.page.close();
});
