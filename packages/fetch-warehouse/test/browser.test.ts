import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fixtureFile, type SampleWarehouse, startSampleWarehouse } from "@ecephys/fixtures";
import { launchBrowser } from "@ecephys/fixtures/browser";
import { build } from "tsup";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { Library } from "./browser-entry.ts";

declare const library: Library;

/** Pages of another origin than the warehouse, in a real browser. */
let browser: Awaited<ReturnType<typeof launchBrowser>>;
let page: Awaited<ReturnType<typeof browser.newPage>>;
let site: Server;
let warehouse: SampleWarehouse;
let directory: string;

const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "ecephys-browser-"));
  await build({
    entry: { bundle: join(import.meta.dirname, "browser-entry.ts") },
    config: false,
    outDir: directory,
    format: "esm",
    platform: "browser",
    noExternal: [/./],
    silent: true,
    esbuildOptions: (options) => {
      options.conditions = ["ecephys-source"];
    },
  });
  const script = await readFile(join(directory, "bundle.js"));
  site = createServer(({ url }, response) => {
    const isScript = url === "/bundle.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? script : '<!doctype html><script type="module" src="/bundle.js"></script>');
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  warehouse = await startSampleWarehouse();
  browser = await launchBrowser();
  page = await browser.newPage();
  await page.goto(urlOf(site), { waitUntil: "load" });
  await page.waitForFunction(() => "library" in globalThis);
});

afterEach(() => warehouse.reset());

afterAll(async () => {
  await browser?.close();
  await warehouse?.close();
  site?.close();
  await rm(directory, { recursive: true, force: true });
});

it("fetches tables", async () => {
  const found = await page.evaluate(async (baseUrl) => {
    const api = library.warehouse({ baseUrl, pageRows: 300 });
    const units = await api.getUnits();
    const metrics = await api.getUnitAnalysisMetrics({ sessionIds: [715093703] });
    return [units.numRows(), units.columnNames()[0], metrics.columnNames()[0]];
  }, warehouse.url);
  expect(found).toEqual([909, "id", "ecephys_unit_id"]);
});

it("reads a file whole and in ranges, and resumes where it is the same", async () => {
  const bytes = fixtureFile("mini", "stimuli/natural_scene_0.tiff");
  const found = await page.evaluate(async (baseUrl) => {
    const file = await library.warehouse({ baseUrl }).getNaturalSceneTemplate(0);
    const read = async (stream: ReadableStream<Uint8Array>) => [
      ...new Uint8Array(await new Response(stream).arrayBuffer()),
    ];
    const { byteLength, validator } = await file.info();
    const whole = await read((await file.open()).stream);
    const rest = await file.open({ start: 100, validator });
    const changed = await file.open({ start: 100, validator: '"another"' });
    await changed.stream.cancel();
    const source = await library.httpByteSource({ url: file.url });
    const slice = [...(await source.slice(50, 60))];
    return {
      byteLength,
      whole,
      start: rest.start,
      rest: await read(rest.stream),
      changed: changed.start,
      slice,
    };
  }, warehouse.url);
  expect(found).toEqual({
    byteLength: bytes.byteLength,
    whole: [...bytes],
    start: 100,
    rest: [...bytes.subarray(100)],
    changed: 0,
    slice: [...bytes.subarray(50, 60)],
  });
});

it("follows redirects, and survives transient failures", async () => {
  warehouse.setFaults([`redirect:/api/v2/well_known_file_download/1026123516@download#1`, "500@query#1"]);
  const length = await page.evaluate(async (baseUrl) => {
    const api = library.warehouse({ baseUrl, retry: { baseDelay: 1 } });
    const { stream } = await (await api.getNaturalMovieTemplate(1)).open();
    return (await new Response(stream).arrayBuffer()).byteLength;
  }, warehouse.url);
  // The movie's address redirects (once, then again when the browser is told to follow it) to a scene.
  expect([
    fixtureFile("mini", "stimuli/natural_movie_1.npy").byteLength,
    fixtureFile("mini", "stimuli/natural_scene_0.tiff").byteLength,
  ]).toContain(length);
});

it.each([
  ["500@download", "fetch"],
  ["404@download", "not-found"],
  ["html@download", "response"],
  ["truncate@download", "fetch"],
  ["reset@download", "fetch"],
  ["hang:9@download", "fetch"],
] as const)("%s is an error of code %s", async (fault, code) => {
  warehouse.setFaults([fault]);
  const options = { baseUrl: warehouse.url, stallTimeout: fault.startsWith("hang") ? 1000 : 20_000 };
  const found = await page.evaluate(async (given) => {
    const api = library.warehouse({ ...given, retry: { tries: 1 } });
    const file = await api.getNaturalMovieTemplate(1);
    // Not by way of a Response: Chromium hides a stream's own error behind one of its own.
    const transfer = async () => {
      const reader = (await file.open()).stream.getReader();
      while (!(await reader.read()).done);
    };
    return transfer().then(
      () => "nothing",
      (error: unknown) => (library.isEcephysError(error) ? error.code : String(error)),
    );
  }, options);
  expect(found).toBe(code);
});

it("rejects with the reason of an abort", async () => {
  warehouse.setFaults(["delay:9@query"]);
  const found = await page.evaluate(async (baseUrl) => {
    const abort = new AbortController();
    const units = library.warehouse({ baseUrl }).getUnits({ signal: abort.signal });
    setTimeout(() => abort.abort("enough"), 50);
    return units.catch((reason: unknown) => reason);
  }, warehouse.url);
  expect(found).toBe("enough");
});

it("checks parts by their length where the server hides Content-Range", async () => {
  const hiding = createServer((_request, response) => {
    const headers = {
      "access-control-allow-origin": "*",
      "content-range": "bytes 2-4/9",
      "content-length": "3",
    };
    response.writeHead(206, headers).end("abc");
  });
  await new Promise<void>((resolve) => hiding.listen(0, "127.0.0.1", resolve));
  const found = await page.evaluate(async (url) => {
    const file = library.httpFile({ url, retry: { tries: 1 } });
    const code = (error: unknown) => (library.isEcephysError(error) ? error.code : String(error));
    const part = await file.open({ start: 2, end: 5 });
    const text = await new Response(part.stream).text();
    return [text, await file.open({ start: 2, end: 8 }).catch(code)];
  }, urlOf(hiding));
  hiding.close();
  expect(found).toEqual(["abc", "response"]);
});
