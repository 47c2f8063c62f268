import { createHash } from "node:crypto";
import {
  DANDI_KEY,
  DANDI_LFP,
  DANDI_SESSION,
  type SampleDandi,
  startSampleDandi,
} from "@ecephys/fixtures/dandi";
import { answer, failure, readAll, refusal, serve } from "@ecephys/fixtures/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type DandiOptions, dandi, parseDandiAddress } from "../src/index.ts";

let archive: SampleDandi;
beforeAll(async () => {
  archive = await startSampleDandi();
});
afterEach(() => {
  archive.intercept = undefined;
  archive.requests.length = 0;
});
afterAll(() => archive?.close());

const retry = { tries: 2, baseDelay: 1 };
const open = (id = "000021", options: DandiOptions = {}) =>
  dandi(id, { apiUrl: archive.apiUrl, retry, ...options });

async function paths(set = open(), glob?: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { path } of set.assets({ glob })) found.push(path);
  return found;
}

describe("a dandiset", () => {
  it("tells its name, its versions, and which of them is read", async () => {
    expect(await open().info()).toEqual({
      id: "000021",
      name: "Visual Coding - Neuropixels",
      isEmbargoed: false,
      published: "0.210914.1900",
    });
    expect(await open().version()).toBe("0.210914.1900");
    expect(await open("000021", { version: "draft" }).version()).toBe("draft");
    expect((await open().versions()).map(({ version }) => version)).toEqual(["0.210914.1900", "draft"]);
  });

  it("lists its assets over pages, by the number of the page", async () => {
    const all = ["dataset_description.json", DANDI_LFP, DANDI_SESSION];
    expect(await paths(open("000021", { pageSize: 1 }))).toEqual(all);
    const lists = archive.requests.filter((request) => request.includes("/assets/"));
    expect(lists).toHaveLength(3);
    expect(lists[2]).toContain("page=3");
    expect(await paths(open(), "*_ses-715093703.nwb")).toEqual([DANDI_SESSION]);
    expect(await paths(open(), "nothing*")).toEqual([]);
  });

  it("stops listing where the reader does", async () => {
    for await (const asset of open("000021", { pageSize: 1 }).assets()) {
      expect(asset.path).toBe("dataset_description.json");
      break;
    }
    expect(archive.requests.filter((request) => request.includes("/assets/"))).toHaveLength(1);
  });

  it("gives an asset by its path, with size, digests and address", async () => {
    const asset = await open().asset(DANDI_SESSION);
    const bytes = await readAll((await asset.file().open()).stream);
    expect(asset).toMatchObject({ path: DANDI_SESSION, byteLength: bytes.byteLength, isEmbargoed: false });
    expect(asset.digests.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
    expect(asset.digests.dandiEtag).toMatch(/^[\da-f]{32}-1$/);
    expect(asset.contentUrl).toBe(`${archive.bucketUrl}/blobs/${asset.id}`);
    const { byteLength, sha256 } = await asset.file().info();
    expect({ byteLength, sha256 }).toEqual({ byteLength: bytes.byteLength, sha256: asset.digests.sha256 });
  });

  it("names a similar path where there is no such asset", async () => {
    const error = await failure(open().asset(DANDI_SESSION.slice(0, -4)), "not-found");
    expect(error.remedy).toBe(`Did you mean ${DANDI_SESSION}?`);
    const none = await failure(open().asset("sub-0/nothing.nwb"), "not-found");
    expect(none.remedy).toContain("ecephys dandi ls 000021");
    const set = await failure(open("000777").info(), "not-found");
    expect(set.remedy).toBe("Check the dandiset (000777), its version and the path");
  });

  it("throws the signal's reason", async () => {
    const reason = new Error("enough");
    const signal = AbortSignal.abort(reason);
    await expect(open().asset(DANDI_SESSION, { signal })).rejects.toBe(reason);
    await expect(open().assets({ signal })[Symbol.asyncIterator]().next()).rejects.toBe(reason);
  });
});

describe("an embargoed set", () => {
  it("needs a key, which only the API gets, also where it redirects", async () => {
    const asset = await open("000999", { token: DANDI_KEY }).asset(DANDI_SESSION);
    expect(asset).toMatchObject({ isEmbargoed: true });
    expect(asset.contentUrl).toBe(`${archive.apiUrl}/assets/${asset.id}/download/`);
    const { stream } = await asset.file().open({ start: 8, end: 16 });
    expect(await readAll(stream)).toHaveLength(8);
    const toBucket = archive.requests.filter((request) => request.startsWith("bucket "));
    expect(toBucket).toHaveLength(1);
    expect(toBucket[0]).not.toContain("(key)");
    expect(archive.requests.filter((request) => request.includes("(key)")).length).toBeGreaterThan(2);
  });

  it("says without a key, and with a wrong one, what to do, and shows no key", async () => {
    const without = await failure(open("000999").info(), "fetch");
    expect(without).toMatchObject({ status: 401 });
    expect(without.remedy).toContain("DANDI_API_KEY");
    const wrong = await failure(open("000999", { token: "wrong-key-wrong-key" }).info(), "fetch");
    expect(wrong.remedy).toContain("Check that the API key is valid");
    expect(wrong.message).not.toContain("wrong-key");
  });

  it("shows neither key nor signature where the bucket fails", async () => {
    const asset = await open("000999", { token: DANDI_KEY }).asset(DANDI_SESSION);
    archive.intercept = (request, response) => {
      if (!request.url?.startsWith("/blobs/")) return false;
      response.writeHead(500).end();
      return true;
    };
    const error = await failure(asset.file().open(), "fetch");
    expect(error.message).toContain("the server answered 500");
    expect(error.message).not.toMatch(/secret|0123456789abcdef/);
  });
});

describe("an answer of the archive", () => {
  const list = (entry: object) => JSON.stringify({ count: 1, next: null, previous: null, results: [entry] });
  const json = (body: string) => answer(200, { "content-type": "application/json" }, body);

  it.each([
    ["a page", "<p>Down for maintenance", /not a JSON object/],
    ["a list in place of an object", "[]", /not a JSON object/],
    ["no results", "{}", /no list of results/],
    [
      "an endless list",
      '{"next":"https://x.example/","results":[]}',
      /an empty page says that more pages follow/,
    ],
    [
      "an asset without a size",
      list({ asset_id: "a", path: "b" }),
      /an asset lacks its id, path, size or time/,
    ],
  ])("that is %s is refused", async (_, body, reason) => {
    const server = await serve(json(body));
    const set = dandi("000021", { apiUrl: server.url, version: "draft", retry });
    const error = await failure(set.assets()[Symbol.asyncIterator]().next(), "response");
    await server.close();
    expect(error.reason).toMatch(reason);
    expect(error.remedy).toContain("apiUrl");
  });

  it("that fails once is requested again", async () => {
    let failures = 0;
    archive.intercept = (_, response) => {
      if (failures++ > 0) return false;
      response.writeHead(503, { "retry-after": "0" }).end();
      return true;
    };
    expect(await open().version()).toBe("0.210914.1900");
  });

  it("that says that an asset is a Zarr archive gives no file", async () => {
    const asset_id = "00000000-0000-4000-a000-000000000000";
    const server = await serve(
      json(list({ asset_id, zarr: "z", path: "a.zarr", size: 5, modified: "2024" })),
    );
    const asset = await dandi("000021", { apiUrl: server.url, version: "draft" }).asset("a.zarr");
    await server.close();
    expect(() => asset.file()).toThrow("it is a Zarr asset, which is a folder of many files");
  });
});

describe("arguments", () => {
  it.each([
    ["21", {}, "six digits"],
    ["000021", { version: "newest" }, "the option version"],
    ["000021", { apiUrl: "https://user:secret@api.example/api" }, "the option apiUrl"],
    ["000021", { apiUrl: "api.example" }, "the option apiUrl"],
    ["000021", { token: "secret\nsecret" }, "the option token"],
    ["000021", { pageSize: 2000 }, "the option pageSize"],
  ])("dandi(%j, %j) is refused", async (id, options, text) => {
    const message = await refusal(Promise.resolve().then(() => dandi(id, options)));
    expect(message).toContain(text);
    expect(message).not.toContain("secret");
  });

  it("addresses name a set, a version and a path", () => {
    expect(parseDandiAddress("dandi://000021")).toEqual({ dandiset: "000021", version: undefined, path: "" });
    const draft = { dandiset: "000021", version: "draft", path: "a/b c.nwb" };
    expect(parseDandiAddress("dandi://000021@draft/a/b c.nwb")).toEqual(draft);
    expect(parseDandiAddress("dandi://dandi/000021@0.210914.1900/a.nwb").version).toBe("0.210914.1900");
    for (const wrong of ["dandi://21/a", "https://dandiarchive.org/dandiset/000021", "dandi://000021@x/a"])
      expect(() => parseDandiAddress(wrong)).toThrow("dandi://DANDISET/PATH");
  });
});
