import { readFile } from "node:fs/promises";
import { SESSION_FIGURES } from "@ecephys/charts";
import { fixtureFile, nwbFile } from "@ecephys/fixtures";
import { temporaryFile } from "@ecephys/fixtures/testing";
import { openSession } from "@ecephys/nwb/node";
import { File, type Group, ready } from "h5wasm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { longestTask, openSite, type Site, seriousFindings, type Tab } from "./support/site.ts";
import { PRESENTATIONS, UNITS, wideSession } from "./support/wide-session.ts";

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
  expect(await page.getByRole("combobox", { name: "Stimulus", exact: true }).inputValue()).toBe("flashes");
  expect(await page.getByLabel("Split by").inputValue()).toBe("color");
  expect(problems).toEqual([]);
});

test("over time it counts the spikes of what is shown, moves by mouse, wheel and keyboard, and saves it", async () => {
  const { page, problems } = tab;
  const said = page.locator(".over-time [role=status]");
  const view = page.getByRole("application", { name: "Session over time" });
  const session = await openSession(fixtureFile("mini", "session_715093703.nwb"), { warn: () => {} });
  const spikes = [...(await session.spikeTimes()).values()];
  await session.close();
  const within = (from: number, to: number) =>
    spikes.reduce((sum, times) => sum + times.filter((time) => time >= from && time <= to).length, 0);
  await said.filter({ hasText: `${within(0, 1e9)} spikes of ${spikes.length} units` }).waitFor();
  await page.getByLabel("From second").fill("40");
  await page.getByLabel("From second").press("Enter");
  await page.getByLabel("to second").fill("50");
  await page.getByLabel("to second").press("Enter");
  await said.filter({ hasText: `${within(40, 50)} spikes of ${spikes.length} units` }).waitFor();
  expect(await said.textContent()).toMatch(
    /^From 40\.00 to 50\.00 s: gabors.*running .* cm\/s.*pupil .* px²/s,
  );
  await view.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("+");
  await said.filter({ hasText: "From 42.67 to 49.33 s" }).waitFor();
  const box = (await view.boundingBox())!;
  await page.mouse.move(box.x + 600, box.y + 60);
  await page.mouse.wheel(0, 200);
  await page.mouse.down();
  await page.mouse.move(box.x + 500, box.y + 60);
  await page.mouse.up();
  const shown = new URLSearchParams(new URL(page.url()).hash.slice(1)).get("time")!.split(",").map(Number);
  expect(shown[1]! - shown[0]!).toBeCloseTo(6.6667 * Math.exp(0.4), 2);
  expect(shown[0]).toBeGreaterThan(41);
  const saving = page.waitForEvent("download");
  await page.getByRole("group", { name: "Save over-time" }).getByRole("button", { name: "CSV" }).click();
  const rows = (await readFile(await (await saving).path(), "utf8")).split("\n");
  expect(rows.filter((row) => row.startsWith("spike,"))).toHaveLength(within(shown[0]!, shown[1]!));
  expect(problems).toEqual([]);
});

test("LFP is shown as traces, heat map and CSD once its file is there", async () => {
  const { page, problems } = tab;
  const name = "probe_752552876_lfp.nwb";
  const buffer = Buffer.from(fixtureFile("mini", name));
  await page
    .getByLabel("LFP of a probe")
    .setInputFiles({ name, mimeType: "application/octet-stream", buffer });
  await page.locator("[data-figure=csd] .ec-figure").waitFor();
  await page.getByLabel("From second").fill("38.7");
  await page.getByLabel("From second").press("Enter");
  await page.getByLabel("to second").fill("38.9");
  await page.getByLabel("to second").press("Enter");
  for (const [view, figure] of [
    ["traces", "lfp"],
    ["csd", "csd"],
  ] as const) {
    await page.getByLabel("LFP as").selectOption(view);
    await page.getByRole("group", { name: `Save ${figure}` }).waitFor();
    expect(page.url().includes(`lfpView=${view}`)).toBe(true);
  }
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
  await page.getByLabel("choose a session file").setInputFiles(file);
  await page.getByRole("alert").filter({ hasText: "notes.nwb" }).waitFor();
});

test("the gallery draws every figure of the sample", async () => {
  const { page, problems } = tab;
  await tab.open("/figures");
  await expect.poll(() => page.locator(".figure-card .ec-figure").count()).toBe(SESSION_FIGURES.length);
  expect(await page.getByRole("alert").count()).toBe(0);
  expect(problems).toEqual([]);
});

test("of another lab's file it shows what there is, around its trials, and text of a file is never markup", async () => {
  const { page, problems } = tab;
  await tab.open("/explorer");
  const name = "<img src=x onerror=alert(1)>.nwb";
  const buffer = await withMarkup(nwbFile("n01_lab_everything"));
  await page
    .getByLabel("choose a session file")
    .setInputFiles({ name, mimeType: "application/octet-stream", buffer });
  await page.locator("[data-figure=raster] .ec-figure").waitFor();
  expect(await page.getByRole("combobox", { name: "Stimulus", exact: true }).inputValue()).toBe(
    "/intervals/trials",
  );
  await page.getByLabel("Split by").selectOption(MARKUP);
  await page.locator("[data-figure=tuning] .ec-figure").waitFor();
  await page.locator(".over-time [role=status]", { hasText: "units" }).waitFor();
  expect(await page.locator("[data-figure=raster] title").first().textContent()).toContain("trials");
  expect(await page.locator(".explorer img").count()).toBe(0);
  expect(problems).toEqual([]);
});

/** The name of a column that would be markup. */
const MARKUP = "<img src=x onerror=alert(1)>";

async function withMarkup(file: Uint8Array): Promise<Buffer> {
  const { FS } = await ready;
  FS.writeFile("/marked-up.nwb", file);
  const opened = new File("/marked-up.nwb", "a");
  (opened.get("/intervals/trials") as Group).create_dataset({
    name: MARKUP,
    data: Float64Array.of(1, 2, 1, 2, 1, 2, 1, 2),
  });
  opened.close();
  return Buffer.from(FS.readFile("/marked-up.nwb"));
}

test("opening 2,779 units and 70,000 presentations never keeps the page busy for long, and tells how far it is", async () => {
  const { page, problems } = tab;
  const file = temporaryFile("wide.nwb", await wideSession());
  // About as long as sorting, 3.5 to 8 times as long without turns; other work can prolong a task, not shorten it.
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 3 && least > 2; attempt++) {
    await tab.open("/explorer");
    const chooser = page.getByLabel("choose a session file");
    await chooser.waitFor({ state: "attached" });
    const sorting = await longestTask(page, () => page.evaluate(sortRows, PRESENTATIONS));
    const told = page.evaluate(stepsTold);
    const opening = await longestTask(page, async () => {
      await chooser.setInputFiles(file);
      await page.locator("[data-figure=psth] .ec-figure").waitFor();
      await page.locator(".over-time [role=status]", { hasText: "spikes of 100 units" }).waitFor();
    });
    least = Math.min(least, opening / sorting);
    expect(await told).toEqual(
      ["Opening", "Reading the units of", "Reading the stimuli of", "Looking through"].map(
        (step, i) => `${step} wide.nwb (step ${i + 1} of 4)…`,
      ),
    );
  }
  expect(least).toBeLessThanOrEqual(2);
  const shown = page.getByRole("status").filter({ hasText: "presentations." });
  expect(await shown.textContent()).toContain(`${UNITS} units, 0 probes, ${PRESENTATIONS} presentations`);
  expect(problems).toEqual([]);
});

/** Work whose time says how fast this machine is: rows that are out of order, sorted and written as text. */
function sortRows(length: number): number {
  const rows = Array.from({ length }, (_, i) => ({ id: (i * 7919) % length, name: String(i) }));
  return JSON.stringify(rows.sort((a, b) => a.id - b.id)).length;
}

/** What the explorer says while it opens the next file. */
function stepsTold(): Promise<readonly string[]> {
  return new Promise((resolve) => {
    const steps: string[] = [];
    new MutationObserver(() => {
      const step = document.querySelector(".loading [role=status]")?.textContent;
      if (step && step !== steps.at(-1)) steps.push(step);
      if (!step && steps.length > 0) resolve(steps);
    }).observe(document.querySelector(".explorer")!, { childList: true, characterData: true, subtree: true });
  });
}

test("what is being opened can be cancelled, and opened again", async () => {
  const { page } = tab;
  await tab.open("/explorer");
  // Never answered.
  await page.route("**/sample/*.nwb", () => {});
  await page.getByRole("button", { name: "Open the sample session" }).click();
  await page.getByText("Opening the sample session (step 1 of 4)…").waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.locator(".loading").waitFor({ state: "detached" });
  expect(await page.getByRole("alert").count()).toBe(0);
  await page.unroute("**/sample/*.nwb");
});

test("the explorer keeps every choice in its address, which shows the same again", async () => {
  const { page } = tab;
  await page.getByRole("button", { name: "Open the sample session" }).click();
  await page.locator("[data-figure=raster] .ec-figure").waitFor();
  await page.getByLabel("Filter").fill("snr > 2");
  await page.getByLabel("Filter").press("Enter");
  await page.getByRole("button", { name: "firing_rate" }).click();
  await page.getByRole("checkbox").first().check();
  await page.getByRole("combobox", { name: "Stimulus", exact: true }).selectOption("drifting_gratings");
  await page.getByLabel("Split by").selectOption("orientation");
  await page.locator("[data-figure=tuning] .ec-figure").first().waitFor();
  await page.getByText("How it is opened", { exact: true }).click();
  await page.getByRole("combobox", { name: "Units" }).selectOption("all");
  await page.getByRole("status").filter({ hasText: "30 units, 3 probes" }).waitFor();
  await page.getByText("Code").first().click();
  expect(await page.locator("[data-figure] pre").first().textContent()).toContain("filterByValidity: false");
  await page.getByText("Code").first().click();
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
