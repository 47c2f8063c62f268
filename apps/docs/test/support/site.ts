import { statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { launchBrowser } from "@ecephys/fixtures/browser";
import axe from "axe-core";
import type { Page } from "playwright-core";

const root = join(import.meta.dirname, "..", "..", ".vitepress", "dist");
const TYPES: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** The built site in a browser. */
export interface Site {
  readonly origin: string;
  /** Whether the site has a page or file of this path, with which its server answers 200. */
  has(path: string): boolean;
  /** A new tab; tabs share what they fetched, as a reader's do. */
  tab(): Promise<Tab>;
  close(): Promise<void>;
}

/** A tab, and what went wrong in it: errors of its scripts and console, and answers of 400 and above. */
export interface Tab {
  readonly page: Page;
  readonly problems: string[];
  /** Opens a path of the site, with no problems yet. */
  open(path: string): Promise<void>;
}

/** Serves the built site as web servers do, and opens it in a browser. */
export async function openSite(): Promise<Site> {
  const server = createServer(async (request, response) => {
    const path = fileOf(new URL(request.url ?? "/", "http://site").pathname);
    if (path === undefined) response.writeHead(404).end();
    else answer(request, response, path, await readFile(path));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await launchBrowser();
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  return {
    origin,
    has: (path) => fileOf(path) !== undefined,
    tab: async () => {
      const page = await context.newPage();
      page.setDefaultTimeout(80_000);
      const problems: string[] = [];
      page.on("pageerror", (error) => problems.push(error.message));
      page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
      page.on(
        "response",
        (response) => response.status() >= 400 && problems.push(`${response.status()} ${response.url()}`),
      );
      const open = async (path: string) => {
        problems.length = 0;
        // Otherwise another part of the same page would be no new page.
        if (new URL(page.url()).pathname === new URL(path, origin).pathname) await page.goto("about:blank");
        await page.goto(origin + path);
      };
      return { page, problems, open };
    },
    close: async () => {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The file that is served for a path: itself, or the page of that name. */
function fileOf(pathname: string): string | undefined {
  return [pathname, `${pathname}.html`, `${pathname}index.html`]
    .map((path) => join(root, decodeURIComponent(path)))
    .find((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

/** Whole, or the range that was asked for; what has a hash in its name is kept by the browser. */
function answer(request: IncomingMessage, response: ServerResponse, path: string, body: Buffer): void {
  const headers = {
    "Content-Type": TYPES[extname(path)] ?? "application/octet-stream",
    "Accept-Ranges": "bytes",
    ETag: `"${body.length}"`,
    ...(path.startsWith(join(root, "assets")) && { "Cache-Control": "max-age=31536000, immutable" }),
  };
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

/** What axe finds serious in a page. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // Not as a script of the page, which its policy refuses.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    // The theme labels its search button otherwise than it reads.
    const within = { exclude: [".DocSearch-Button"] };
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(within, {
      resultTypes: ["violations"],
    });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" ; ")}`);
  });
}

/**
 * Milliseconds of processor time of the longest task of a page's main thread during some work: how long the page cannot
 * answer its reader where nothing else runs on the machine. What others take of the processor does not count.
 */
export async function longestTask(page: Page, work: () => Promise<unknown>): Promise<number> {
  const cdp = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  cdp.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await cdp.send("Tracing.start", { traceConfig: { includedCategories: TRACED } });
  await work();
  const ended = new Promise((resolve) => cdp.once("Tracing.tracingComplete", resolve));
  await cdp.send("Tracing.end");
  await ended;
  await cdp.detach();
  const isMain = (of: TraceEvent) =>
    events.some(
      ({ args, name, pid, tid }) =>
        name === "thread_name" && args.name === "CrRendererMain" && pid === of.pid && tid === of.tid,
    );
  const tasks = events.filter(({ name, tdur }) => name === "RunTask" && tdur !== undefined).filter(isMain);
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur / 1000));
}

const TRACED = ["disabled-by-default-devtools.timeline", "__metadata"];

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly args: { readonly name?: string };
  /** Microseconds of processor time. */
  readonly tdur?: number;
}

/** Until every cell of the page has run, or one has failed. */
export async function allCellsHaveRun(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.querySelector(".live-cell .failure") ||
      (document.querySelector(".live-cell") &&
        !document.querySelector('.live-cell:not([data-state="ended"])')),
  );
}
