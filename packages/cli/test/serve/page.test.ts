import { join } from "node:path";
import { PassThrough } from "node:stream";
import { type ModulePage, openModulePage } from "@ecephys/fixtures/browser";
import { rawSample, type SampleBucket, startSampleBucket } from "@ecephys/fixtures/s3";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runServe } from "../../src/serve/run-serve.ts";
import type { PageLibrary } from "./page-entry.ts";

declare const library: PageLibrary;

let bucket: SampleBucket;
let opened: ModulePage;
let url: string;
const controller = new AbortController();
let running: Promise<void>;
beforeAll(async () => {
  [bucket, opened] = await Promise.all([
    startSampleBucket(),
    openModulePage(join(import.meta.dirname, "page-entry.ts")),
  ]);
  const { origin } = new URL(opened.page.url());
  const stdout = new PassThrough();
  const io = { stdout, stderr: new PassThrough(), env: { ECEPHYS_S3_URL: bucket.url } };
  const flags = { source: "public", color: false, port: 0, json: true, from: ["s3"], allowOrigin: [origin] };
  running = runServe(undefined, { ...flags, cache: import.meta.dirname }, { io, signal: controller.signal });
  url = JSON.parse(String(await new Promise((resolve) => stdout.once("data", resolve)))).url;
});
afterAll(async () => {
  controller.abort();
  await running;
  await opened.close();
  await bucket.close();
});

it("a page of another origin reads tables and raw recordings of the bucket", async () => {
  const found = await opened.page.evaluate(async (baseUrl) => {
    const api = library.s3({ baseUrl });
    const probes = await api.getProbes();
    const band = await api.getLfpBand(752552876);
    const part = await band.read({ samples: { start: 10, end: 12 }, channels: [5] });
    return { probes: probes.numRows(), shape: band.shape, values: [...part.data] };
  }, `${url}s3/`);
  expect(found).toEqual({ probes: 20, shape: [500, 384], values: [rawSample(10, 5), rawSample(11, 5)] });
});

it("a page cannot read the bucket itself, and is told what helps", async () => {
  bucket.intercept = (_, response) => {
    response.writeHead(200, { "content-type": "text/csv" }).end("id\n1\n");
    return true;
  };
  const error = await opened.page.evaluate(
    (baseUrl) =>
      library
        .s3({ baseUrl, retry: { tries: 1 } })
        .getProbes()
        .catch((reason: { code: string; remedy: string }) => [reason.code, reason.remedy]),
    bucket.url,
  );
  expect(error).toEqual(["fetch", expect.stringContaining("ecephys serve")]);
});
