import { goldenAnswer } from "@ecephys/fixtures";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { allCellsHaveRun, openSite, type Site, seriousFindings } from "./support/site.ts";

let site: Site;
let page: Page;
let problems: string[];

beforeAll(async () => {
  site = await openSite();
  const tab = await site.tab();
  ({ page, problems } = tab);
  await tab.open("/live");
});

afterAll(() => site?.close());

test("the live page counts the sample's units per structure in the reader's browser", async () => {
  await allCellsHaveRun(page);
  expect(await page.getByRole("alert").count()).toBe(0);
  const first = page.locator(".live-cell").first();
  expect(await first.locator("thead th").allTextContents()).toEqual([
    "ecephys_structure_acronym",
    "units",
    "mean_firing_rate",
  ]);
  const counts = new Map<string, number>();
  for (const value of frameColumn("warehouse/010-get_units-defaults.json.gz", "ecephys_structure_acronym")) {
    const name = typeof value === "string" ? value : "–";
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  expect(await first.locator(".scroll .note").textContent()).toContain(`${counts.size} rows`);
  const shown = await first
    .locator("tbody tr")
    .evaluateAll((rows) => rows.map((row) => Array.from(row.children, (cell) => cell.textContent ?? "")));
  expect(shown.length).toBeGreaterThan(10);
  for (const [structure = "", units] of shown) expect(units, structure).toBe(String(counts.get(structure)));
  expect(problems).toEqual([]);
});

test("axe finds nothing serious on the live page", async () => {
  expect(await seriousFindings(page)).toEqual([]);
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

/** A column of a table that AllenSDK answers. */
function frameColumn(file: string, name: string): readonly unknown[] {
  const answer = goldenAnswer("mini", file);
  if (answer.kind !== "dataframe") throw new Error(`${file} is no table`);
  const column = answer.columns.find((one) => one.name === name);
  if (!column) throw new Error(`${file} has no column ${name}`);
  return column.values ?? [];
}
