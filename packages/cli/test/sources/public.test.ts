import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFiles, type SampleWarehouse, startSampleWarehouse } from "@ecephys/fixtures";
import { type SampleBucket, startSampleBucket } from "@ecephys/fixtures/s3";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inProcess, temporaryDirectory } from "../support/ecephys.ts";

let bucket: SampleBucket;
let warehouse: SampleWarehouse;
let scratch: ReturnType<typeof temporaryDirectory>;
beforeAll(async () => {
  [bucket, warehouse] = await Promise.all([startSampleBucket(), startSampleWarehouse()]);
  scratch = temporaryDirectory();
});
beforeEach(() => {
  bucket.requests.length = 0;
  bucket.intercept = undefined;
  warehouse.reset();
});
afterAll(async () => {
  await bucket.close();
  await warehouse.close();
  scratch.remove();
});

const newCache = () => mkdtempSync(join(scratch.path, "cache-"));
const down: NonNullable<SampleBucket["intercept"]> = (_, response) => {
  response.writeHead(403).end();
  return true;
};

describe("without --source", () => {
  it("tables come from the bucket, and are kept as they came", async () => {
    const cache = newCache();
    const env = { ECEPHYS_S3_URL: bucket.url, ECEPHYS_WAREHOUSE_URL: warehouse.url };
    const { code, stderr, stdout } = await inProcess(["units", "--cache", cache, "--format", "csv"], { env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.trim().split("\n")).toHaveLength(368);
    expect(warehouse.requests).toHaveLength(0);
    expect(readFileSync(join(cache, "units.csv"))).toEqual(
      Buffer.from(cacheFiles("mini").get("units.csv") ?? []),
    );
    const offline = await inProcess(["units", "--cache", cache, "--format", "csv", "--offline"], { env });
    expect(offline).toMatchObject({ code: 0, stderr: "", stdout });
  });

  it("a bucket that does not answer is named once, and the warehouse is asked", async () => {
    bucket.intercept = down;
    const env = { ECEPHYS_S3_URL: bucket.url, ECEPHYS_WAREHOUSE_URL: warehouse.url };
    const args = ["units", "--cache", newCache(), "--format", "csv"];
    const { code, stderr, stdout } = await inProcess(args, { env });
    expect(code).toBe(0);
    expect(stderr).toBe(
      "warning: the S3 bucket cannot be used (the server answered 403 Forbidden), so the warehouse is asked instead; --source warehouse does that at once\n",
    );
    expect(stdout.trim().split("\n")).toHaveLength(368);
    const again = await inProcess([...args, "--source", "s3"], { env });
    expect(again).toMatchObject({ code: 0, stderr: "", stdout });
  });

  it("a warehouse that is named is asked at once", async () => {
    for (const [flags, env] of [
      [["--base-url", warehouse.url], { ECEPHYS_S3_URL: bucket.url }],
      [[], { ECEPHYS_WAREHOUSE_URL: warehouse.url }],
    ] as const) {
      const cache = newCache();
      const run = await inProcess(["session-types", "--cache", cache, ...flags], { env });
      expect(run).toMatchObject({ code: 0, stderr: "" });
      expect(
        JSON.parse(readFileSync(join(cache, ".ecephys", "sessions.csv.record.json"), "utf8")),
      ).toMatchObject({
        source: "warehouse",
      });
    }
    expect(bucket.requests).toEqual([]);
  });
});

describe("--source s3", () => {
  it("fails where the bucket does not answer", async () => {
    bucket.intercept = down;
    const args = ["units", "--source", "s3", "--s3-url", bucket.url, "--cache", newCache(), "--json-errors"];
    const { code, stderr } = await inProcess(args);
    expect(code).toBe(5);
    expect(JSON.parse(stderr.trim().split("\n").at(-1) ?? "")).toMatchObject({
      error: { code: "fetch", remedy: "Check that you may read it." },
    });
    expect(warehouse.requests).toHaveLength(0);
  });

  it("downloads files too, and refuses an address that is none", async () => {
    const cache = newCache();
    const args = ["download", "--scene", "0", "--source", "s3", "--s3-url", bucket.url, "--cache", cache];
    expect(await inProcess(args)).toMatchObject({ code: 0 });
    expect(readdirSync(join(cache, "natural_scene_templates"))).toContain("natural_scene_0.tiff");
    const wrong = await inProcess(["units", "--s3-url", "bucket"]);
    expect(wrong).toMatchObject({ code: 2 });
    expect(wrong.stderr).toContain("it is not a URL that starts with https:// or http://");
  });
});
