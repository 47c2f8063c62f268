import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { siteFiles } from "../scripts/site-sizes.mjs";
import { openSite, type Site, seriousFindings, type Tab } from "./support/site.ts";

const PAGES = [
  ...["", "notebooks/"].flatMap((directory) =>
    readdirSync(join(import.meta.dirname, "..", directory))
      .filter((name) => name.endsWith(".md"))
      .map((name) => `/${directory}${name.replace(/(?:index)?\.md$/, "")}`),
  ),
  "/api/",
];

/** Bytes of the site; `node scripts/size.mjs` says what they are of. */
const LIMIT = 3e6;

/** Pages that draw when they are open, or have nothing to draw. */
const WITHOUT_FIGURE = /^\/(?:notebooks\/|api\/|explorer$|figures$|live$|page-policy$)/;

let site: Site;
let tab: Tab;

beforeAll(async () => {
  site = await openSite();
  tab = await site.tab();
});

afterAll(() => site?.close());

// One tab goes from page to page: what all pages share is fetched and compiled once.
test.each(PAGES)(
  "%s opens without an error, shows a figure, fits a desk and a phone, and its links lead somewhere",
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
        figures: document.querySelectorAll("main figure, .VPHero picture, .VPHero img").length,
        undescribed: document.querySelectorAll("main figure:not([aria-label]) img:not([alt]), img[alt='']")
          .length,
        pages: links.filter((href) => href.startsWith("/")).map((href) => href.split("#")[0]!),
        lost: links
          .filter((href) => href.startsWith("#"))
          .map((href) => decodeURIComponent(href.slice(1)))
          .filter((id) => !document.getElementById(id)),
      };
    });
    expect(found.heading).toMatch(/\w/);
    if (!WITHOUT_FIGURE.test(path)) expect(found.figures).toBeGreaterThan(0);
    expect(found.undescribed).toBe(0);
    expect(found.pages.filter((link) => !site.has(link))).toEqual([]);
    expect(found.lost).toEqual([]);
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    expect(problems).toEqual([]);
  },
);

/** What the page's policy refuses of a foreign script, a foreign connection and code of text; "nothing" is no refusal. */
function refusals() {
  const refused: string[] = [];
  document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
    refused.push(`${effectiveDirective} ${blockedURI}`),
  );
  const script = document.createElement("script");
  const tried = new Promise((resolve) => {
    script.onload = script.onerror = resolve;
  });
  script.src = "https://foreign.invalid/script.js";
  document.head.append(script);
  const fetched = fetch("https://foreign.invalid/data").catch(() => undefined);
  const inline = document.createElement("script");
  inline.textContent = "document.title = 'taken over'";
  document.head.append(inline);
  // Later, by the page itself: what a debugger evaluates may run text.
  const evaluated = new Promise((resolve) => {
    setTimeout(() => {
      try {
        new Function("return 1")();
      } catch {}
      setTimeout(resolve);
    });
  });
  return Promise.all([tried, fetched, evaluated]).then(() => ({
    refused: refused.sort(),
    title: document.title,
  }));
}

test("a page refuses foreign scripts and connections, and to run text, but for what its reader asks of it", async () => {
  const { page } = tab;
  const script = "script-src-elem https://foreign.invalid/script.js";
  const expected = {
    "/sessions": [
      "connect-src https://foreign.invalid/data",
      "script-src eval",
      "script-src-elem inline",
      script,
    ],
    "/live": [
      "connect-src https://foreign.invalid/data",
      "script-src eval",
      "script-src-elem inline",
      script,
    ],
    "/explorer": ["script-src eval", "script-src-elem inline", script],
  };
  for (const [path, refused] of Object.entries(expected)) {
    await tab.open(path);
    const found = await page.evaluate(refusals);
    expect(found.refused, path).toEqual([...refused].sort());
    expect(found.title).not.toBe("taken over");
  }
});

/** In the page: whether a heading is in sight and twenty frames go by without the page being scrolled. */
async function isAtHeading(id: string): Promise<boolean> {
  const before = window.scrollY;
  for (let frame = 0; frame < 20; frame++) {
    await new Promise(requestAnimationFrame);
    if (window.scrollY !== before) return false;
  }
  const { top } = document.getElementById(decodeURIComponent(id))!.getBoundingClientRect();
  return top >= 0 && top < window.innerHeight;
}

test("links load pages with their own policies; links within a page, back and forward keep it", async () => {
  const { page, problems } = tab;
  await tab.open("/figures");
  await page.evaluate(() => Object.assign(window, { isFirst: true }));
  const isFirst = () => page.evaluate(() => "isFirst" in window);
  const anchor = page.locator(".vp-doc a.header-anchor").last();
  const hash = await anchor.getAttribute("href");
  await anchor.evaluate((link: HTMLElement) => link.click());
  await page.waitForURL(`**/figures${hash}`);
  await page.goBack();
  await page.waitForURL("**/figures");
  await page.goForward();
  await page.waitForURL(`**/figures${hash}`);
  expect(await isFirst()).toBe(true);
  expect(await page.locator(".vp-doc h2").count()).toBeGreaterThan(0);
  // The page scrolls smoothly to the heading, which would go on after a step of the reader's own.
  await page.waitForFunction(isAtHeading, hash!.slice(1));
  await page.evaluate(() => window.scrollTo(0, 250));
  expect(await page.evaluate(() => window.scrollY)).toBe(250);
  await page.locator("a[href='/explorer']").first().click();
  await page.waitForURL("**/explorer");
  await page.getByRole("heading", { level: 1, name: "Session explorer" }).waitFor();
  expect(await isFirst()).toBe(false);
  expect(await page.locator("meta[http-equiv]").first().getAttribute("content")).toContain("https:");
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: "Figures" }).waitFor();
  expect(new URL(page.url()).hash).toBe(hash);
  await page.waitForFunction(() => window.scrollY === 250);
  expect(problems).toEqual([]);
});

test("the search finds sections, shows their text and leads to them, with the scheme that was chosen", async () => {
  const { page, problems } = tab;
  await tab.open("/figures");
  await page.locator(".VPNavBarAppearance button").click();
  const isDark = () => page.evaluate(() => document.documentElement.classList.contains("dark"));
  const chosen = await isDark();
  await page.keyboard.press("Control+k");
  await page.locator("#localsearch-input").fill("quality metrics");
  const found = page.locator(".result[href^='/notebooks/quality-metrics#']").first();
  await found.waitFor();
  await page.getByRole("button", { name: "Display detailed list" }).click();
  await found.locator(".excerpt mark").first().waitFor();
  await found.click();
  await page.waitForURL("**/notebooks/quality-metrics#*");
  await page.getByRole("heading", { level: 1, name: "Quality metrics" }).waitFor();
  expect(await isDark()).toBe(chosen);
  await page.locator(".VPNavBarAppearance button").click();
  expect(problems).toEqual([]);
});

test("the site is small, but for the API reference, the sample and h5wasm", () => {
  const files = [...siteFiles(join(import.meta.dirname, "../.vitepress/dist"))];
  const sum = files.reduce((total, { bytes }) => total + bytes.length, 0);
  expect(sum).toBeLessThan(LIMIT);
});

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
