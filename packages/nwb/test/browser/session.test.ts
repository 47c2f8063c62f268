import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fixtureFile, nwbFile } from "@ecephys/fixtures";
import { type ModulePage, openModulePage } from "@ecephys/fixtures/browser";
import { serve, serveFile } from "@ecephys/fixtures/testing";
import { build } from "tsup";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { analysisWorkerBuild } from "../../../analysis/analysis-worker.build.ts";
import { workerBuild } from "../../../hdf5/tsup.config.ts";
import { openNwb, openSession } from "../../src/node.ts";
import type { Library } from "./session-page.ts";

declare const library: Library;

/** The session's file as a Blob of the page, as if the user had chosen it. */
declare const chosen: (name: string) => Promise<Blob>;

const SESSION = "session_715093703.nwb";
const LFP = "probe_752552876_lfp.nwb";
const LFP_START = 39.19;
/** A choice of the reference: columns of every kind, MatNWB's layouts, faults, every kind of text. */
const OTHER_LABS = ["n01_lab_everything", "n06_matnwb", "n10_faults", "n15_text_and_enums"];
/** A file with links, and the one that they lead to. */
const LINKED = ["n11_linked", "n11_linked_raw"];
let opened: ModulePage;
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "ecephys-worker-"));
  await build({
    ...workerBuild,
    config: false,
    outDir: directory,
    dts: false,
    minify: false,
    silent: true,
    esbuildOptions: (options) => {
      options.charset = "utf8";
      options.conditions = ["ecephys-source"];
    },
  });
  await build({ ...analysisWorkerBuild, config: false, outDir: directory, silent: true });
  const bytes = fixtureFile("mini", SESSION);
  opened = await openModulePage(join(import.meta.dirname, "session-page.ts"), {
    "/worker.ts": readFileSync(join(directory, "worker.js")),
    "/analysis-worker.ts": readFileSync(join(directory, "analysis-worker.js")),
    [`/${SESSION}`]: bytes,
    [`/${LFP}`]: fixtureFile("mini", LFP),
    ...Object.fromEntries([...OTHER_LABS, ...LINKED].map((name) => [`/${name}.nwb`, nwbFile(name)])),
    "/truncated.nwb": bytes.subarray(0, bytes.length / 2),
    "/page.nwb": Buffer.from("<!doctype html><title>Not found</title>"),
  });
  await opened.page.addInitScript(() => {
    const fetchBlob = async (name: string) => (await fetch(`/${name}`)).blob();
    Object.assign(globalThis, { chosen: fetchBlob });
  });
  await opened.page.goto(opened.url);
  await opened.page.waitForFunction(() => "library" in globalThis);
}, 120_000);

afterAll(async () => {
  await opened?.close();
  rmSync(directory, { recursive: true, force: true });
});

it("answers as in Node, from a Blob that a worker reads", async () => {
  const found = await opened.page.evaluate(
    async ([session, lfp, start]) => {
      const file = new File([await chosen(session)], "mine.nwb");
      const open = await library.openSession(file, { lfp: { 752552876: await chosen(lfp) }, warn: () => {} });
      const units = await open.units();
      const unitIds = Array.from(units.array("unit_id") as ArrayLike<number>);
      const second = await (await open.getLfp(752552876)).sel({
        time: { from: start, to: start + 0.01 },
      });
      const result = {
        location: open.location,
        metadata: JSON.stringify(await open.metadata()),
        units: JSON.stringify(units.objects()),
        presentations: JSON.stringify((await open.stimulusPresentations()).objects()),
        spikes: [...(await open.spikeTimes({ unitIds: unitIds[3]! })).values()].map((times) => [...times]),
        lfp: [second.shape.join(), ...second.data.slice(0, 5)],
      };
      await open.close();
      return result;
    },
    [SESSION, LFP, LFP_START] as const,
  );
  const session = await openSession(fixtureFile("mini", SESSION), {
    lfp: { 752552876: fixtureFile("mini", LFP) },
    warn: () => {},
  });
  const units = await session.units();
  const unitId = (units.array("unit_id") as ArrayLike<number>)[3]!;
  const second = await (await session.getLfp(752552876)).sel({
    time: { from: LFP_START, to: LFP_START + 0.01 },
  });
  expect(found).toEqual({
    location: "mine.nwb",
    metadata: JSON.stringify(await session.metadata()),
    units: JSON.stringify(units.objects()),
    presentations: JSON.stringify((await session.stimulusPresentations()).objects()),
    spikes: [...(await session.spikeTimes({ unitIds: unitId })).values()].map((times) => [...times]),
    lfp: [second.shape.join(), ...second.data.slice(0, 5)],
  });
  expect(second.shape[0]).toBeGreaterThan(5);
  await session.close();
});

describe("a session on a server", () => {
  /** What a page that streams the session finds, and what it was when the page is isolated. */
  const streamed = (session: string, lfp: string) =>
    opened.page.evaluate(
      async ([sessionUrl, lfpUrl, start]) => {
        const open = await library.openSession(sessionUrl, { lfp: { 752552876: lfpUrl }, warn: () => {} });
        const units = await open.units();
        const unitIds = Array.from(units.array("unit_id") as ArrayLike<number>);
        const second = await (await open.getLfp(752552876)).sel({ time: { from: start, to: start + 0.01 } });
        const result = {
          metadata: JSON.stringify(await open.metadata()),
          units: JSON.stringify(units.objects()),
          presentations: JSON.stringify((await open.stimulusPresentations()).objects()),
          spikes: [...(await open.spikeTimes({ unitIds: unitIds[3]! })).values()].map((times) => [...times]),
          waveforms: [...(await open.meanWaveforms({ unitIds: unitIds[5]! })).values()].map(({ data }) => [
            ...data,
          ]),
          running: JSON.stringify((await open.runningSpeed()).objects()),
          lfp: [second.shape.join(), ...second.data],
        };
        const { transferred } = open;
        const flashes = await open.stimulusMetrics({ stimuli: "flashes", workers: 1 });
        await open.close();
        const metrics = JSON.stringify(flashes.objects());
        return { result, metrics, transferred, isIsolated: globalThis.crossOriginIsolated };
      },
      [session, lfp, LFP_START] as const,
    );

  afterAll(async () => {
    await opened.page.goto(opened.url);
    await opened.page.waitForFunction(() => "library" in globalThis);
  });

  it.each([
    ["isolated", true],
    ["", false],
  ])("answers as in Node, with shared memory and without: /%s", async (path, isIsolated) => {
    await opened.page.goto(`${opened.url}${path}`);
    await opened.page.waitForFunction(() => "library" in globalThis);
    const found = await streamed(`${opened.url}${SESSION}`, `${opened.url}${LFP}`);
    expect(found.isIsolated).toBe(isIsolated);
    expect(found.transferred).toMatchObject({ requests: 2 });
    const session = await openSession(fixtureFile("mini", SESSION), {
      lfp: { 752552876: fixtureFile("mini", LFP) },
      warn: () => {},
    });
    const units = await session.units();
    const unitIds = units.array("unit_id") as ArrayLike<number>;
    const second = await (await session.getLfp(752552876)).sel({
      time: { from: LFP_START, to: LFP_START + 0.01 },
    });
    const spikes = await session.spikeTimes({ unitIds: unitIds[3]! });
    const waveforms = await session.meanWaveforms({ unitIds: unitIds[5]! });
    expect(found.result).toEqual({
      metadata: JSON.stringify(await session.metadata()),
      units: JSON.stringify(units.objects()),
      presentations: JSON.stringify((await session.stimulusPresentations()).objects()),
      spikes: [...spikes.values()].map((times) => [...times]),
      waveforms: [...waveforms.values()].map(({ data }) => [...data]),
      running: JSON.stringify((await session.runningSpeed()).objects()),
      lfp: [second.shape.join(), ...second.data],
    });
    const flashes = await session.stimulusMetrics({ stimuli: "flashes" });
    expect(found.metrics).toBe(JSON.stringify(flashes.objects()));
    await session.close();
  });

  it.each<[string, Record<string, string>, string]>([
    ["refuses it and says why where the server does not let the page read it", {}, "CORS"],
    [
      "reads it where the server lets it, and hides its headers",
      { "Access-Control-Allow-Origin": "*" },
      "19",
    ],
  ])("of another origin: %s", async (_what, headers, expected) => {
    const serveBytes = serveFile(fixtureFile("mini", SESSION));
    const other = await serve((request, response) => {
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      serveBytes(request, response);
    });
    const found = await opened.page.evaluate(async (url) => {
      try {
        const session = await library.openSession(url, { warn: () => {} });
        const count = await session.numUnits();
        await session.close();
        return String(count);
      } catch (error) {
        return (error as Error).message;
      }
    }, `${other.url}/`);
    await other.close();
    expect(found).toContain(expected);
    if (expected === "CORS") expect(found).toContain("ecephys serve");
  });
});

it("does not read a Blob whole: three gigabytes are more than the library could hold", async () => {
  const [byteLength, probes] = await opened.page.evaluate(async (name) => {
    const part = new Blob([new Uint8Array(64 << 20)]);
    const big = new Blob([await chosen(name), ...new Array<Blob>(48).fill(part)]);
    const session = await library.openSession(big, { warn: () => {} });
    const found = [big.size, await session.numProbes()] as const;
    await session.close();
    return found;
  }, SESSION);
  expect(byteLength).toBeGreaterThan(3e9);
  expect(probes).toBe(3);
});

it.each([
  ["truncated.nwb", "format"],
  ["page.nwb", "format"],
])("refuses %s with an error of code %s", async (name, code) => {
  const found = await opened.page.evaluate(async (bad) => {
    const file = new File([await chosen(bad)], bad);
    return library.openSession(file).then(
      () => undefined,
      (error: { code: string; resource: string; name: string }) => [error.name, error.code, error.resource],
    );
  }, name);
  expect(found).toEqual(["FormatError", code, name]);
});

it("refuses calls after close, and says where a worker is missing", async () => {
  const found = await opened.page.evaluate(async (name) => {
    const code = (error: { code: string }) => error.code;
    const session = await library.openSession(await chosen(name), { warn: () => {} });
    const nobody = () => new Worker("/nowhere.js", { type: "module" });
    const alone = session.stimulusMetrics({ stimuli: "flashes", workers: 1, worker: nobody });
    const uncomputed = await alone.then(() => undefined, code);
    await session.close();
    await session.close();
    const closed = await session.units().then(() => undefined, code);
    const worker = () => new Worker("/nowhere.js", { type: "module" });
    const missing = await library.openSession(await chosen(name), { worker }).then(() => undefined, code);
    return [closed, missing, uncomputed];
  }, SESSION);
  expect(found).toEqual(["argument", "storage", "storage"]);
});

it("leaves a read that is aborted with its reason", async () => {
  const found = await opened.page.evaluate(async (name) => {
    const session = await library.openSession(await chosen(name), { warn: () => {} });
    const abort = new AbortController();
    const units = session.units({ signal: abort.signal });
    abort.abort("enough");
    const reason = await units.catch((thrown: unknown) => thrown);
    const count = await session.numUnits();
    await session.close();
    return [reason, count];
  }, SESSION);
  expect(found).toEqual(["enough", 19]);
});

it("reads the files of a cache, those with a Blob without their bytes", async () => {
  const found = await opened.page.evaluate(async (name) => {
    const content = await chosen(name);
    const asked: string[] = [];
    const file = (blob: (() => Promise<Blob>) | undefined) => ({
      name: `opfs:${name}`,
      byteLength: content.size,
      source: async () => ({
        byteLength: content.size,
        slice: async (start: number, end: number) => {
          asked.push("bytes");
          return new Uint8Array(await content.slice(start, end).arrayBuffer());
        },
      }),
      ...(blob && { blob }),
    });
    const context = { sessionId: 715093703, filters: {}, warn: () => {} };
    const readers = library.nwbReaders();
    const counts: number[] = [];
    for (const blob of [async () => content, undefined]) {
      const session = await readers.session.open(file(blob), context as never);
      counts.push(await session.numProbes());
      await session.close();
    }
    return { counts, asked };
  }, SESSION);
  expect(found).toEqual({ counts: [3, 3], asked: ["bytes"] });
});

/** All that a file of another lab holds, as text; runs in the page, too. */
async function wholeText(file: Awaited<ReturnType<typeof openNwb>>, warnings: string[]): Promise<string> {
  const tables = await Promise.all(
    (await file.tableNames()).map(async (path) => (await file.table(path)).objects()),
  );
  const series = await Promise.all(
    (await file.seriesNames()).map(async (path) => {
      const one = await file.series(path);
      const values = await one.values().catch((error: Error) => error.name);
      return [one.shape, one.unit, await one.timestamps(), values];
    }),
  );
  const spikes = [...((await file.spikeTimes()) ?? [])];
  const all = [(await file.contents()).objects(), await file.metadata(), tables, series, spikes];
  await file.close();
  return JSON.stringify([all, warnings.length], (_, value: unknown) =>
    typeof value === "bigint" ? `${value}n` : ArrayBuffer.isView(value) ? Array.from(value as never) : value,
  );
}

it.each(OTHER_LABS)("reads %s of another lab as in Node, from a Blob", async (name) => {
  const here: string[] = [];
  const own = await wholeText(await openNwb(nwbFile(name), { warn: (text) => here.push(text) }), here);
  const inPage = await opened.page.evaluate(
    async ([file, text]) => {
      const read = new Function(`return ${text}`)() as typeof wholeText;
      const warnings: string[] = [];
      const blob = await chosen(`${file}.nwb`);
      return read(await library.openNwb(blob, { warn: (message) => warnings.push(message) }), warnings);
    },
    [name, wholeText.toString()] as const,
  );
  expect(inPage).toBe(own);
});

it("reads what links lead to from a Blob that is handed in", async () => {
  const read = async (open: typeof openNwb, file: Blob, raw: Blob) => {
    const linkedFiles = { "n11_linked_raw.nwb": raw };
    const recording = await open(file, { warn: () => {}, linkedFiles });
    const found = [];
    for (const path of ["/acquisition/far", "/acquisition/whole"]) {
      const series = await recording.series(path);
      const { data, shape } = await series.load();
      found.push([shape, Array.from(data), Array.from((await series.timestamps())!)]);
    }
    await recording.close();
    return found;
  };
  const [own, raw] = LINKED.map((name) => new Blob([Uint8Array.from(nwbFile(name))]));
  const inPage = await opened.page.evaluate(async (text) => {
    const run = new Function(`return ${text}`)() as typeof read;
    return run(library.openNwb as never, await chosen("n11_linked.nwb"), await chosen("n11_linked_raw.nwb"));
  }, read.toString());
  expect(inPage[0]![0]).toEqual([200, 4]);
  expect(inPage).toEqual(await read(openNwb, own!, raw!));
});
