import { fetchApiContract } from "@ecephys/core/testing";
import { s3 } from "@ecephys/fetch-s3";
import { type SampleDandi, startSampleDandi } from "@ecephys/fixtures/dandi";
import { type SampleBucket, startSampleBucket } from "@ecephys/fixtures/s3";
import { failure, KNOWN, knownFiles } from "@ecephys/fixtures/testing";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { dandi, dandiFiles } from "../src/index.ts";

let archive: SampleDandi;
let bucket: SampleBucket;
beforeAll(async () => {
  [archive, bucket] = await Promise.all([startSampleDandi(), startSampleBucket()]);
});
afterAll(async () => {
  await archive?.close();
  await bucket?.close();
});

const open = () =>
  dandiFiles({ tables: s3({ baseUrl: bucket.url }), dandiset: dandi("000021", { apiUrl: archive.apiUrl }) });

const contract = fetchApiContract({
  api: open,
  known: KNOWN,
  contents: knownFiles(),
  refuses: ["hasEyeTracking"],
  requests: () => bucket.requests.length + archive.requests.length,
});

describe("dandiFiles() over a dandiset and a bucket", () => {
  for (const { title, run } of contract) test(title, run);

  it("does not choose between several files of a session", async () => {
    const own = archive.assets;
    archive.assets = [...own, { path: "sub-1/sub-1_ses-715093703.nwb", bytes: new Uint8Array(1) }];
    const error = await failure(open().getSessionData(KNOWN.sessionId), "response");
    archive.assets = own;
    expect(error.reason).toContain("several paths match: ");
  });
});
