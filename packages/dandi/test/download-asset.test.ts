import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { memoryDataFile } from "@ecephys/files";
import { fixtureFile } from "@ecephys/fixtures";
import { DANDI_SESSION, type SampleDandi, sampleEtag, startSampleDandi } from "@ecephys/fixtures/dandi";
import { failure, temporaryDirectory } from "@ecephys/fixtures/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { dandi } from "../src/index.ts";
import { dandiEtag, downloadAsset } from "../src/node.ts";

const SESSION = fixtureFile("mini", "session_715093703.nwb");
const ETAG = sampleEtag(SESSION);

let archive: SampleDandi;
let directory: string;
let all: SampleDandi["assets"];
beforeAll(async () => {
  archive = await startSampleDandi();
  all = archive.assets;
});
beforeEach(() => {
  archive.assets = all;
  directory = mkdtempSync(join(temporaryDirectory(), "dandi-"));
});
afterAll(() => archive?.close());

/** The archive knows these digests of the session, and sends these bytes. */
function archiveHas(digests: { sha256?: string; etag?: string }, bytes: Uint8Array = SESSION): void {
  archive.assets = [{ path: DANDI_SESSION, bytes, ...digests }];
}

const asset = (path = DANDI_SESSION) =>
  dandi("000021", { apiUrl: archive.apiUrl, retry: { tries: 1 } }).asset(path);
const files = () =>
  readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith("nwb"));

describe("downloadAsset", () => {
  it("puts the file under its path and compares the SHA-256; a second call finds it there", async () => {
    const found = await asset();
    const path = join(directory, DANDI_SESSION);
    const first = await downloadAsset(found, { directory });
    expect(first).toEqual({ path, byteLength: SESSION.byteLength, checked: "sha256", wasThere: false });
    expect(Buffer.compare(readFileSync(path), SESSION)).toBe(0);
    archive.requests.length = 0;
    expect(await downloadAsset(found, { directory })).toMatchObject({ wasThere: true });
    expect(archive.requests).toEqual([]);
  });

  it("keeps nothing that has another SHA-256", async () => {
    archiveHas({ sha256: "0".repeat(64) });
    const error = await failure(downloadAsset(await asset(), { directory }), "response");
    expect(error.message).toContain("SHA-256");
    expect(files()).toEqual([]);
  });

  it("compares the dandi-etag where the archive has no SHA-256 yet", async () => {
    archiveHas({ etag: ETAG });
    expect(await downloadAsset(await asset(), { directory })).toMatchObject({ checked: "dandi-etag" });
    expect(await downloadAsset(await asset(), { directory })).toMatchObject({ wasThere: true });
  });

  it("keeps nothing that has another dandi-etag, and says which", async () => {
    archiveHas({ etag: `${"0".repeat(32)}-1` });
    const error = await failure(downloadAsset(await asset(), { directory }), "response");
    expect(error.reason).toBe(`its dandi-etag is ${ETAG}, but the archive says ${"0".repeat(32)}-1`);
    expect(files()).toEqual([]);
  });

  it("says where only the size could be compared", async () => {
    archiveHas({});
    expect(await downloadAsset(await asset(), { directory })).toMatchObject({ checked: "size" });
  });

  it("downloads again what is on disk but is not the asset", async () => {
    await downloadAsset(await asset(), { directory });
    const other = SESSION.slice();
    other[100] = 1 + (other[100] ?? 0);
    archiveHas({ sha256: createHash("sha256").update(other).digest("hex") }, other);
    expect(await downloadAsset(await asset(), { directory })).toMatchObject({ wasThere: false });
    expect(readFileSync(join(directory, DANDI_SESSION))[100]).toBe(other[100]);
  });

  it("leads no path out of the directory", async () => {
    archive.assets = [{ path: "../outside.nwb", bytes: SESSION }];
    await expect(downloadAsset(await asset("../outside.nwb"), { directory })).rejects.toThrow("outside");
    expect(readdirSync(join(directory, "..")).filter((name) => name.includes("outside"))).toEqual([]);
  });
});

describe("dandiEtag", () => {
  const etag = async (bytes: Uint8Array) => dandiEtag(await memoryDataFile("a", bytes).source());

  it("is that of an upload in one part, and of none for an empty file", async () => {
    expect(await etag(SESSION)).toBe(ETAG);
    expect(await etag(new Uint8Array())).toBe("d41d8cd98f00b204e9800998ecf8427e-0");
  });

  it("counts parts of 64 MiB", async () => {
    // The MD5 of the MD5s of 64 MiB of zeros and of one zero, as Python's hashlib computes it.
    expect(await etag(new Uint8Array(64 * 2 ** 20 + 1))).toBe("d4b4f6056a5f5a23cda477d1895a2bbd-2");
  });
});
