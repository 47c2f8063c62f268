import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CellSyntaxError, compileCell } from "../notebook/compile.ts";
import { allCellsHaveRun, openSite, type Site, seriousFindings, type Tab } from "./support/site.ts";

const NAMES = readdirSync(join(import.meta.dirname, "..", "notebooks")).map((name) =>
  name.replace(/\.md$/, ""),
);

describe("a cell as a module", () => {
  test("takes imports and earlier names, leaves its own, and shows its last expression", async () => {
    const code = 'import { twice as double } from "numbers";\nconst { a, b: [c] } = double(given);\nc';
    const { text, declares } = compileCell(code, ["given", "a"], "host");
    expect(declares).toEqual(["double", "a", "c"]);
    const host = new FakeHost({ given: 4, a: "earlier" });
    await run(text, host);
    expect(host.shown).toEqual([7]);
    expect(host.kept).toMatchObject({ a: 8, c: 7 });
  });

  test("keeps its lines", () => {
    const { text } = compileCell('import {\n  a,\n} from "x";\n\nthrow new Error("here");', [], "host");
    expect(text.split("\n")[4]).toBe('throw new Error("here");');
  });

  test.each([
    ["const a = 1;\nconst b = ;", 2],
    ["\nexport const a = 1;", 2],
  ])("that cannot be read is refused with its line: %j", (code, line) => {
    expect(() => compileCell(code, [], "host")).toThrow(CellSyntaxError);
    expect(() => compileCell(code, [], "host")).toThrow(expect.objectContaining({ line }));
  });
});

describe("in the reader's browser", () => {
  let site: Site;
  let tab: Tab;
  let page: Page;

  beforeAll(async () => {
    site = await openSite();
    tab = await site.tab();
    page = tab.page;
  });
  afterAll(() => site?.close());

  test.each(NAMES.filter((name) => name !== "quick-start"))(
    "all code of %s runs and shows what it gives",
    async (name) => {
      await tab.open(`/notebooks/${name}`);
      await allCellsHaveRun(page);
      expect(await page.getByRole("alert").count()).toBe(0);
      expect(await page.locator(".live-cell:not(:has(img.figure, table, pre.text))").count()).toBe(0);
      expect(await page.locator("img.figure").count()).toBeGreaterThan(0);
      expect(tab.problems).toEqual([]);
    },
  );

  test("the quick start shows the sample's sessions, its units and the response of one", async () => {
    await tab.open("/notebooks/quick-start");
    await allCellsHaveRun(page);
    const cells = page.locator(".live-cell");
    expect(await cells.nth(0).locator("tbody tr").count()).toBe(5);
    expect(await cells.nth(2).locator(".scroll .note").textContent()).toContain("19 rows");
    expect(
      await cells
        .nth(3)
        .locator("img.figure")
        .evaluateAll((found) => found.map((image) => (image as HTMLImageElement).alt)),
    ).toEqual([
      expect.stringContaining("Spikes of unit 950906401"),
      expect.stringContaining("Response of unit 950906401"),
    ]);
    expect(await seriousFindings(page)).toEqual([]);
    expect(tab.problems).toEqual([]);
  });

  test("code is edited and run by keyboard, its mistakes are told by line, and Reset brings it back", async () => {
    const cell = page.locator(".live-cell").nth(1);
    const before = await cell.locator("tbody tr").count();
    await cell.getByRole("button", { name: "Edit" }).press("Enter");
    const editor = cell.getByRole("textbox", { name: "Code of this example" });
    await editor.press("Control+A");
    await page.keyboard.insertText('const chosen = "<img src=x onerror=alert(1)>";\nchosen');
    await editor.press("Control+Enter");
    await cell.locator("pre.text", { hasText: "<img src=x onerror=alert(1)>" }).waitFor();
    await editor.press("Control+A");
    await page.keyboard.insertText("const fine = 1;\nnothing.here;");
    await cell.getByRole("button", { name: "Run" }).click();
    await cell
      .getByRole("alert")
      .filter({ hasText: "Line 2: ReferenceError: nothing is not defined" })
      .waitFor();
    await editor.press("Control+A");
    await page.keyboard.insertText('import { openSesion } from "@ecephys/nwb";');
    await editor.press("Shift+Enter");
    await cell.getByRole("alert").filter({ hasText: '"@ecephys/nwb" has no export openSesion.' }).waitFor();
    await cell.getByRole("button", { name: "Reset" }).click();
    await expect.poll(() => cell.locator("tbody tr").count()).toBe(before);
    expect(await cell.getByRole("alert").count()).toBe(0);
  });

  test("an endless loop is stopped, and what was forgotten runs again", async () => {
    const cells = page.locator(".live-cell");
    await replace(cells.nth(1), "for (;;) {}");
    await cells.nth(1).getByRole("button", { name: "Stop" }).click();
    await cells.nth(1).getByRole("alert").filter({ hasText: "Stopped" }).waitFor();
    await cells.nth(1).getByRole("button", { name: "Reset" }).click();
    await expect.poll(() => cells.nth(1).locator("tbody tr").count()).toBe(2);
  });

  test("where what runs the code cannot be loaded, a sentence says so", async () => {
    await page.route(/notebook-worker/, (route) => route.abort());
    await tab.open("/notebooks/quick-start");
    const first = page.locator(".live-cell").first();
    await first.getByRole("alert").filter({ hasText: "Check the connection, then run it again." }).waitFor();
    await page.unroute(/notebook-worker/);
    await first.getByRole("button", { name: "Run" }).click();
    await expect.poll(() => first.locator("tbody tr").count()).toBe(5);
  });
});

async function replace(cell: Locator, code: string): Promise<void> {
  const edit = cell.getByRole("button", { name: "Edit" });
  if (await edit.count()) await edit.click();
  const editor = cell.getByRole("textbox", { name: "Code of this example" });
  await editor.press("Control+A");
  await cell.page().keyboard.insertText(code);
  await editor.press("Control+Enter");
}

/** What modules of cells reach, for one that is run here. */
class FakeHost {
  readonly scope: Record<string, unknown>;
  readonly shown: unknown[] = [];
  kept: Record<string, unknown> = {};

  constructor(scope: Record<string, unknown>) {
    this.scope = scope;
  }

  take(): unknown {
    return (value: number) => ({ a: value * 2, b: [value + 3] });
  }

  show(value: unknown): void {
    this.shown.push(value);
  }

  keep(values: Record<string, unknown>): void {
    this.kept = values;
  }
}

async function run(text: string, host: FakeHost): Promise<void> {
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as new (
    ...args: string[]
  ) => (host: FakeHost) => Promise<void>;
  await new AsyncFunction("host", text)(host);
}
