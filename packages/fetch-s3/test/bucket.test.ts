import { createProjectCache, type EcephysProjectCache, memoryStorage, UNITS_KEY } from "@ecephys/core";
import { openProjectCache } from "@ecephys/core/node";
import { readRecord } from "@ecephys/files/internal";
import { cacheFiles, fixtureFile } from "@ecephys/fixtures";
import { rawSample, type SampleBucket, startSampleBucket } from "@ecephys/fixtures/s3";
import { expectSame, failure, KNOWN, temporaryDirectory } from "@ecephys/fixtures/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type S3Api, type S3Options, s3 } from "../src/index.ts";

let bucket: SampleBucket;
beforeAll(async () => {
  bucket = await startSampleBucket({ pageSize: 4 });
});
afterEach(() => {
  bucket.intercept = undefined;
  bucket.requests.length = 0;
});
afterAll(() => bucket?.close());

const retry = { tries: 2, baseDelay: 1 };
const open = (options: S3Options = {}): S3Api =>
  s3({ baseUrl: bucket.url, bucketUrl: bucket.bucketUrl, retry, ...options });

/** As a bucket whose files may not be listed: 403 for what is not there. */
function withoutListing() {
  const existing = new Set([...cacheFiles("mini").keys()]);
  bucket.intercept = (request, response) => {
    const path = request.url?.split("/ecephys-cache/")[1] ?? "";
    if (existing.has(path)) return false;
    response
      .writeHead(403, { "content-type": "application/xml" })
      .end("<Error><Code>AccessDenied</Code></Error>");
    return true;
  };
}

describe("files of a bucket", () => {
  it("are looked up by one HEAD, which tells size and ETag", async () => {
    const file = await open().getSessionData(KNOWN.sessionId);
    const { byteLength, validator } = await file.info();
    expect(byteLength).toBe(fixtureFile("mini", `session_${KNOWN.sessionId}.nwb`).byteLength);
    expect(validator).toMatch(/^"[\da-f]{32}"$/);
    expect(bucket.requests).toEqual(["HEAD ecephys-cache/session_715093703/session_715093703.nwb"]);
    await file.info();
    expect(bucket.requests).toHaveLength(2);
  });

  it("of probes cost the table of probes once", async () => {
    const api = open();
    await api.getProbeLfpData(752552876);
    await api.getProbeLfpData(752552882);
    expect(bucket.requests.filter((request) => request.startsWith("GET"))).toEqual([
      "GET ecephys-cache/probes.csv",
    ]);
  });

  it("are listed over several pages, with sizes and ETags", async () => {
    const files = await open().listFiles();
    const expected = [...cacheFiles("mini").keys()].filter((path) => !path.endsWith("manifest.json"));
    expect(files.map(({ path }) => path).sort()).toEqual(expected.sort());
    const file = await open().getNaturalSceneTemplate(0);
    const listed = files.find(({ path }) => path === "natural_scene_templates/natural_scene_0.tiff");
    expect(listed).toMatchObject(await file.info());
    expect(bucket.requests.filter((request) => request.includes("list-type=2")).length).toBeGreaterThan(3);
    expect(
      (await open().listRawFiles(`${KNOWN.sessionId}/${KNOWN.probeId}`)).map(({ path }) => path),
    ).toEqual(
      ["channel_states.npy", "event_timestamps.npy", "lfp_band.dat", "spike_band.dat"].map(
        (name) => `${KNOWN.sessionId}/${KNOWN.probeId}/${name}`,
      ),
    );
  });

  it("that do not exist are errors that say what there is", async () => {
    const scene = await failure(open().getNaturalSceneTemplate(99), "not-found");
    expect(scene.remedy).toBe("There are the natural scenes 0, 1, 2");
    const session = await failure(open().getSessionData(1), "not-found");
    expect(session.reason).toBe("there is no session of this id");
    expect(session.remedy).toMatch(/^There are the sessions 715093703, /);
    const file = await failure(open().getSessionData(841091071), "not-found");
    expect(file.reason).toBe("the session is in the table, but this file of it is not on the server");
    const raw = await failure(open().getSpikeBand(752552877), "not-found");
    expect(raw.message).toContain("there is no spike_band.dat of this probe on the server");
  });

  it("that do not exist are not found where the bucket answers 403 for them", async () => {
    withoutListing();
    expect((await failure(open().getSessionData(1), "not-found")).reason).toBe(
      "there is no session of this id",
    );
    expect((await failure(open().getNaturalMovieTemplate(2), "not-found")).remedy).toBe("Check the number");
    expect((await open().getUnitAnalysisMetrics({ sessionTypes: "no_such_type" })).numRows()).toBe(0);
  });

  it("of a bucket that may not be read at all are a matter of rights", async () => {
    bucket.intercept = (_, response) => {
      response.writeHead(403).end();
      return true;
    };
    const error = await failure(open().getSessionData(KNOWN.sessionId), "fetch");
    expect(error.reason).toBe("the server answered 403 Forbidden");
    expect(error.remedy).toBe("Check that you may read it.");
    expect(error.status).toBe(403);
  });
});

describe("tables of a bucket", () => {
  it("are kept by a cache as they came, with the validator, and are not parsed and written again", async () => {
    const directory = temporaryDirectory();
    const api = open();
    const cache: EcephysProjectCache = await openProjectCache({
      api,
      manifest: `${directory}/manifest.json`,
    });
    const units = await cache.getUnits();
    expect(units.numRows()).toBeGreaterThan(0);
    const path = cache.getCachePath(UNITS_KEY);
    const stored = await cache.storage.read(path);
    expectSame(stored ?? new Uint8Array(), cacheFiles("mini").get("units.csv") ?? new Uint8Array());
    const record = await readRecord(cache.storage, path);
    expect(record).toMatchObject({
      source: "S3 bucket",
      validator: expect.stringMatching(/^"[\da-f]{32}"$/),
    });
    bucket.requests.length = 0;
    const again = await api.getTableText({ table: "units" }, { validator: record?.validator });
    expect(again).toBe("unchanged");
    expect(bucket.requests).toEqual(["GET ecephys-cache/units.csv"]);
  });

  it("of metrics are one GET, those of a session without a file are taken from its type", async () => {
    const api = open();
    const own = await api.getUnitAnalysisMetrics({ sessionIds: KNOWN.sessionId });
    bucket.intercept = (request, response) => {
      if (!request.url?.includes("session_715093703_analysis_metrics")) return false;
      response.writeHead(404).end();
      return true;
    };
    const taken = await api.getUnitAnalysisMetrics({ sessionIds: KNOWN.sessionId });
    expect(taken.array("ecephys_unit_id")).toEqual(own.array("ecephys_unit_id"));
    expect(taken.array("firing_rate_dg")).toEqual(own.array("firing_rate_dg"));
  });

  it("of two types have every column of both, NaN or null where a unit has no such metric", async () => {
    const both = await open().getUnitAnalysisMetrics();
    const one = await open().getUnitAnalysisMetrics({ sessionTypes: KNOWN.sessionType });
    const other = await open().getUnitAnalysisMetrics({ sessionTypes: KNOWN.otherSessionType });
    expect(both.numRows()).toBe(one.numRows() + other.numRows());
    expect(new Set(both.columnNames())).toEqual(new Set([...one.columnNames(), ...other.columnNames()]));
    const dots = both.array("fano_dm") as Float64Array;
    expect(dots.filter(Number.isNaN).length).toBeGreaterThanOrEqual(one.numRows());
  });

  it("that are missing or no tables say what to do", async () => {
    const missing = await failure(open({ baseUrl: `${bucket.url}elsewhere/` }).getUnits(), "not-found");
    expect(missing.remedy).toContain("Give the address of a directory that has sessions.csv");
    bucket.intercept = (_, response) => {
      response.writeHead(200, { "content-type": "text/csv" }).end("name\nx\n");
      return true;
    };
    expect((await failure(open().getUnits(), "format")).message).toContain('it has no id column "id"');
    const cache = await createProjectCache({ api: open(), storage: memoryStorage(), onWarning: () => {} });
    await failure(cache.getUnits(), "format");
  });
});

describe("raw recordings", () => {
  it("are read in steps, 150 ms of the spike band by one request of 3.5 MB", async () => {
    const band = await open().getSpikeBand(KNOWN.probeId);
    expect(band.shape).toEqual([6000, 384]);
    expect(band.samplingRate).toBeCloseTo(30_000, 0);
    bucket.requests.length = 0;
    const part = await band.read({ samples: { start: 1000, end: 5500 } });
    expect(bucket.requests).toEqual([
      `GET raw-data/715093703/752552876/spike_band.dat bytes=${1000 * 768}-${5500 * 768 - 1}`,
    ]);
    expect(part.data).toBeInstanceOf(Int16Array);
    expect(part.data.byteLength).toBe(3_456_000);
    expect([part.at(0, 0), part.at(4499, 383)]).toEqual([rawSample(1000, 0), rawSample(5499, 383)]);
    expect(part.coord("probe_time")[0]).toBeCloseTo(1000 / 30_000, 4);
    expect(part.attributes).toMatchObject({ unit: "steps of the converter", clock: "probe" });
  });

  it("are read by channels too, in the order given", async () => {
    const band = await open().getLfpBand(KNOWN.probeId);
    expect(band.shape).toEqual([500, 384]);
    expect(band.samplingRate).toBeCloseTo(2500, 0);
    const part = await band.read({ samples: { start: -2 }, channels: [383, 0] });
    expect([...part.data]).toEqual([
      rawSample(498, 383),
      rawSample(498, 0),
      rawSample(499, 383),
      rawSample(499, 0),
    ]);
    expect((await failure(band.read({ channels: [384] }), "argument")).message).toContain("0 to 383");
    expect((await failure(band.read({ samples: 5 as never }), "argument")).message).toContain(
      "{ start, end }",
    );
  });

  it("come with the pulses of both clocks", async () => {
    const api = open();
    for (const file of [
      await api.getEventTimestamps(KNOWN.probeId),
      await api.getChannelStates(KNOWN.probeId),
      await api.getSyncData(KNOWN.sessionId),
    ])
      expect((await file.info()).byteLength).toBeGreaterThan(0);
  });

  it("that are cut off in a sample are refused", async () => {
    await bucket.put(`raw-data/${KNOWN.sessionId}/752552882/lfp_band.dat`, new Uint8Array(769));
    const error = await failure(open().getLfpBand(752552882), "format");
    expect(error.reason).toBe("its 769 bytes are no whole number of samples of 384 channels");
  });
});
