import { mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { httpFile } from "@ecephys/files";
import { directoryStorage } from "@ecephys/files/node";
import { fixtureFile } from "@ecephys/fixtures";
import {
  failure,
  type Handler,
  refusal,
  serve,
  serveFile,
  type TestServer,
  temporaryDirectory,
} from "@ecephys/fixtures/testing";
import { afterEach, describe, expect, it } from "vitest";
import type { EcephysSession } from "../../src/index.ts";
import { openSession, type SessionSource } from "../../src/node.ts";
import { edited } from "../edited.ts";
import { fileOf } from "../files.ts";

const PROBE = 752552876;
const SESSION = fixtureFile("mini", "session_715093703.nwb");
const LFP = fixtureFile("mini", `probe_${PROBE}_lfp.nwb`);
const RETRY = { tries: 2, baseDelay: 1 };

let server: TestServer | undefined;
let session: EcephysSession | undefined;
afterEach(async () => {
  await session?.close();
  await server?.close();
  [session, server] = [undefined, undefined];
});

const quiet = { warn: () => {} };

async function answersOf(source: SessionSource, lfpFile: SessionSource) {
  const open = await openSession(source, { lfp: { [PROBE]: lfpFile }, ...quiet });
  session = open;
  const units = await open.units();
  const unitIds = [...units.array("unit_id")] as number[];
  const lfp = await open.getLfp(PROBE);
  const { channel, data } = {
    channel: lfp.channels,
    data: (await lfp.isel({ time: { start: 90, end: 120 } })).data,
  };
  return {
    metadata: await open.metadata(),
    units: units.objects(),
    presentations: (await open.stimulusPresentations()).objects(),
    spikes: await open.spikeTimes({ unitIds: unitIds.slice(3, 6) }),
    running: (await open.runningSpeed()).objects(),
    waveform: (await open.meanWaveforms({ unitIds: unitIds[7]! })).get(unitIds[7]!)?.data,
    channel,
    data,
  };
}

describe("a session on a server", () => {
  it("answers as one on the disk, and counts what was transferred", async () => {
    const files: Readonly<Record<string, Handler>> = {
      "/session.nwb": serveFile(SESSION),
      "/lfp.nwb": serveFile(LFP),
    };
    server = await serve((request, response) => files[request.url ?? ""]?.(request, response));
    const found = await answersOf(`${server.url}/session.nwb`, new URL(`${server.url}/lfp.nwb`));
    const transferred = session?.transferred;
    await session?.close();
    expect(found).toEqual(await answersOf(SESSION, LFP));
    expect(session?.transferred).toEqual({ requests: 0, bytes: 0 });
    expect(transferred?.requests).toBe(server.requests.length);
    expect(transferred?.bytes).toBeLessThanOrEqual(SESSION.length + LFP.length);
  });

  it("finds a second of a long recording in few requests, and the next in fewer", async () => {
    const length = 1_200_000;
    const series = "/acquisition/probe_11_lfp/probe_11_lfp_data";
    const path = await edited("small.nwb", (file) => {
      file.add(
        `${series}/timestamps`,
        Float64Array.from({ length }, (_, i) => 5 + i / 1250),
      );
      file.add(
        `${series}/data`,
        Float64Array.from({ length: length * 2 }, (_, i) => i),
        [length, 2],
      );
      file.add(`${series}/electrodes`, Float64Array.of(0, 1));
    });
    server = await serve(serveFile(new Uint8Array(readFileSync(path))));
    session = await openSession(fileOf("small.nwb"), { lfp: { 11: server.url }, ...quiet });
    const lfp = await session.getLfp(11);
    const second = await lfp.sel({ time: { from: 805, to: 806 } });
    expect([second.shape, second.data[0]]).toEqual([[1251, 2], 2_000_000]);
    const before = session.transferred;
    expect(before.requests).toBeLessThanOrEqual(6);
    await lfp.sel({ time: { from: 505, to: 506 } });
    expect(session.transferred.requests - before.requests).toBeLessThanOrEqual(2);
    expect(session.transferred.bytes - before.bytes).toBeLessThanOrEqual(4 * 32_768);
  });

  it("can be what a backend gives", async () => {
    server = await serve(serveFile(SESSION));
    session = await openSession(httpFile({ url: server.url }), quiet);
    expect(await session.ecephysSessionId()).toBe(715093703);
    expect(session.location).toBe(`${server.url}/`);
  });

  it("keeps what was read of its files where that is wanted, and transfers it once", async () => {
    const files: Readonly<Record<string, Handler>> = {
      "/a/session.nwb": serveFile(SESSION),
      "/a/lfp.nwb?of=1": serveFile(LFP),
    };
    server = await serve((request, response) => files[request.url ?? ""]?.(request, response));
    const keep = { storage: directoryStorage(mkdtempSync(join(temporaryDirectory(), "kept-"))) };
    const look = async () => {
      const lfp = { [PROBE]: `${server?.url}/a/lfp.nwb?of=1` };
      session = await openSession(`${server?.url}/a/session.nwb`, { lfp, stream: { keep }, ...quiet });
      const found = [(await session.units()).objects(), (await (await session.getLfp(PROBE)).load()).data];
      const { transferred } = session;
      await session.close();
      return { found, transferred };
    };
    const first = await look();
    expect(first.transferred.bytes).toBe(SESSION.length + LFP.length);
    expect(await look()).toEqual({ found: first.found, transferred: { requests: 2, bytes: 0 } });
    expect((await keep.storage.list()).sort()).toEqual(
      [".part", ".part.json"]
        .flatMap((end) => [`.ecephys/lfp.nwb${end}`, `.ecephys/session.nwb${end}`])
        .sort(),
    );
  });

  it("is refused where it is not there, is no HDF5 file, or the server serves no parts", async () => {
    const page = readFileSync(import.meta.filename);
    const whole: Handler = (_request, response) =>
      void response.writeHead(200, { "content-length": 2 ** 30 }).write("\x89HDF");
    for (const [handler, code] of [
      [(_, response) => void response.writeHead(404).end(), "not-found"],
      [serveFile(page), "format"],
      [whole, "response"],
    ] as const satisfies readonly (readonly [Handler, string])[]) {
      const { close, url } = await serve(handler);
      await failure(openSession(url, quiet), code);
      await close();
    }
  });

  it("refuses misspelt options of the stream", async () => {
    const wrong = { stream: { memroy: 1 } } as never;
    expect(await refusal(openSession("http://127.0.0.1:1/", wrong))).toContain("Did you mean memory?");
  });
});

/** The file in a form that is larger than what is requested at once. */
function padded(bytes: Uint8Array, length: number): Uint8Array {
  const result = new Uint8Array(length);
  result.set(bytes);
  return result;
}

describe("a session whose server fails in the middle", () => {
  /** A session of which only the first block is there, as 4 MiB would hold all of this one. */
  async function openedSlowly(then: Handler): Promise<EcephysSession> {
    const parts = serveFile(padded(SESSION, 5 * 2 ** 20));
    let isBroken = false;
    server = await serve((request, response) => (isBroken ? then : parts)(request, response));
    // With so little memory the file's beginning is gone again, which is where everything lies.
    session = await openSession(`${server.url}/`, { stream: { memory: 2 ** 20, retry: RETRY }, ...quiet });
    isBroken = true;
    return session;
  }

  it.each<[string, Handler, "fetch" | "response", string]>([
    ["is gone", (_, response) => void response.socket?.destroy(), "fetch", "Check the connection"],
    ["is busy", (_, response) => void response.writeHead(503).end(), "fetch", "Try again later"],
    ["has another version", serveFile(padded(LFP, 5 * 2 ** 20), '"v2"'), "response", "Open it again"],
  ])("says so, and is still there afterwards: %s", async (_what, then, code, remedy) => {
    const open = await openedSlowly(then);
    const error = await failure(open.stimulusPresentations(), code);
    expect(error.remedy).toContain(remedy);
    expect(error.resource).toContain("127.0.0.1");
  });

  it("reads on when the server is back", async () => {
    let isGone = true;
    const parts = serveFile(padded(SESSION, 5 * 2 ** 20));
    const open = await openedSlowly((request, response) =>
      isGone ? void response.socket?.destroy() : parts(request, response),
    );
    await failure(open.units(), "fetch");
    isGone = false;
    expect(await open.numUnits()).toBe(19);
  });

  it("lets go at once of a call that is aborted, and reads on", async () => {
    let isSilent = true;
    const parts = serveFile(padded(SESSION, 5 * 2 ** 20));
    let asked = () => {};
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const open = await openedSlowly((request, response) => (isSilent ? asked() : parts(request, response)));
    const abort = new AbortController();
    const units = open.units({ signal: abort.signal });
    units.catch(() => {});
    await isAsked;
    isSilent = false;
    abort.abort("enough");
    await expect(units).rejects.toBe("enough");
    expect(await open.numUnits()).toBe(19);
  });
});
