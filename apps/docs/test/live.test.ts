import { goldenAnswer } from "@ecephys/fixtures";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSite, type Site, seriousFindings, type Tab } from "./support/site.ts";

let site: Site;
let tab: Tab;
let page: Page;
let problems: string[];

beforeAll(async () => {
  site = await openSite();
  tab = await site.tab();
  ({ page, problems } = tab);
  await tab.open("/live");
});

afterAll(() => site?.close());

test("the live page counts the sample's units per structure in the reader's browser", async () => {
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
});

test("axe finds nothing serious on the live page", async () => {
  expect(await seriousFindings(page)).toEqual([]);
});

test("every example of the live page runs, and a mistake is told", async () => {
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
});

test("the live page draws a session's response to a stimulus, and refuses what is no session", async () => {
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
});

test("the live page says so where it cannot fetch, and goes on when it can", async () => {
  const button = page.getByRole("button", { name: "Open the sample session" });
  await button.waitFor();
  await page.context().setOffline(true);
  await button.click();
  await page.getByRole("alert").filter({ hasText: "Check the connection, then try again." }).waitFor();
  await page.context().setOffline(false);
  await button.click();
  await page.getByRole("img", { name: /around the start of flashes/ }).waitFor();
});

test("the live page works by keyboard alone", async () => {
  await tab.open("/live");
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
});

/** How many rows AllenSDK answers. */
function frameRows(file: string): number {
  const answer = goldenAnswer("mini", file);
  if (answer.kind !== "dataframe") throw new Error(`${file} is no table`);
  return answer.index.values.length;
}
