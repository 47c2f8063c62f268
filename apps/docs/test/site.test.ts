import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSite, type Site, seriousFindings, type Tab } from "./support/site.ts";

const PAGES = [
  ...readdirSync(join(import.meta.dirname, ".."))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `/${name.replace(/(?:index)?\.md$/, "")}`),
  "/api/",
];

let site: Site;
let tab: Tab;

beforeAll(async () => {
  site = await openSite();
  tab = await site.tab();
});

afterAll(() => site?.close());

// One tab goes from page to page: what all pages share is fetched and compiled once.
test.each(PAGES)(
  "%s opens without an error, fits a desk and a phone, and its links lead somewhere",
  async (path) => {
    const { page, problems } = tab;
    await tab.open(path);
    const found = await page.evaluate(() => {
      const links = Array.from(
        document.querySelectorAll("main a[href^='/'], main a[href^='#']"),
        (a) => a.getAttribute("href")!,
      );
      return {
        heading: document.querySelector("h1")?.textContent,
        pages: links.filter((href) => href.startsWith("/")).map((href) => href.split("#")[0]!),
        lost: links
          .filter((href) => href.startsWith("#"))
          .map((href) => decodeURIComponent(href.slice(1)))
          .filter((id) => !document.getElementById(id)),
      };
    });
    expect(found.heading).toMatch(/\w/);
    expect(found.pages.filter((link) => !site.has(link))).toEqual([]);
    expect(found.lost).toEqual([]);
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    expect(problems).toEqual([]);
  },
);

test("axe finds nothing serious on /", async () => {
  await tab.open("/");
  expect(await seriousFindings(tab.page)).toEqual([]);
});

test("the sample session is streamed from the site, and what was transferred is shown", async () => {
  const { page, problems } = tab;
  await tab.open("/streaming");
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
});
