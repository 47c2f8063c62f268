import { fetchApiContract } from "@ecephys/core/testing";
import { type SampleBucket, startSampleBucket } from "@ecephys/fixtures/s3";
import { KNOWN, knownFiles } from "@ecephys/fixtures/testing";
import { afterAll, beforeAll, describe, test } from "vitest";
import { type S3Api, s3 } from "../src/index.ts";

let bucket: SampleBucket;
let api: S3Api;
beforeAll(async () => {
  bucket = await startSampleBucket();
  api = s3({ baseUrl: bucket.url, bucketUrl: bucket.bucketUrl });
});
afterAll(() => bucket?.close());

const contract = fetchApiContract({
  api: () => api,
  known: KNOWN,
  contents: knownFiles(),
  refuses: ["hasEyeTracking"],
  requests: () => bucket.requests.length,
});

describe("s3() on a server of S3", () => {
  for (const { title, run } of contract) test(title, run);
});
