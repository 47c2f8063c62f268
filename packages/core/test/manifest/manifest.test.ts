import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isEcephysError, memoryStorage } from "@ecephys/files";
import { directoryStorage } from "@ecephys/files/node";
import { cacheFiles } from "@ecephys/fixtures";
import { withoutRightsTo } from "@ecephys/fixtures/testing";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { MANIFEST_FILE_NAME, ManifestBuilder, projectManifest } from "../../src/manifest/builder.ts";
import * as KEYS from "../../src/manifest/keys.ts";
import { Manifest } from "../../src/manifest/manifest.ts";
import { openManifest } from "../../src/manifest/open.ts";
import { manifestText, parseManifest } from "../../src/manifest/text.ts";

const theirs = new TextDecoder().decode(cacheFiles("mini").get(MANIFEST_FILE_NAME));
const resource = "the test's manifest";

function withEntries(entries: readonly unknown[], version: unknown = "0.3.0"): string {
  return JSON.stringify({ manifest: [{ type: "manifest_version", value: version }, ...entries] });
}

function manifestOf(text: string): Manifest {
  return new Manifest(parseManifest(text, { resource }), resource);
}

describe("the text of a manifest", () => {
  it("is byte for byte what AllenSDK writes", () => {
    expect(manifestText(projectManifest())).toBe(theirs);
  });

  it("is read in both versions", () => {
    for (const version of ["0.2.1", "0.3.0"]) {
      const parsed = parseManifest(theirs.replace("0.3.0", version), { resource });
      expect(parsed.version).toBe(version);
      expect(parsed.entries).toEqual(projectManifest().entries);
    }
  });

  it("may have a byte order mark, CRLF, a format, sections and entries of unknown types", () => {
    const text = `\uFEFF${theirs.replaceAll("\n", "\r\n")}`;
    expect(parseManifest(text, { resource }).entries).toHaveLength(14);
    const odd = withEntries([
      { type: "file", key: "k", spec: "k.h5", format: "h5", parent_key: null },
      { type: "link" },
    ]);
    const parsed = parseManifest(odd.replace("{", '{"other": 1,'), { resource });
    expect(parsed.entries).toEqual([{ type: "file", key: "k", spec: "k.h5", format: "h5" }]);
    expect(parsed.unknownTypes).toEqual(["link"]);
  });

  it.each([
    ["no JSON at all", "<html>", /it is not JSON.*Remove this file/],
    ["nothing", "", /it is not JSON/],
    ["half a file", theirs.slice(0, 300), /it is not JSON/],
    ["another JSON", "[1]", /no list named "manifest"/],
    ["null", "null", /no list named "manifest"/],
    ["a manifest that is no list", '{"manifest": {}}', /no list named "manifest"/],
    ["an entry that is no object", withEntries([7]), /entry 1 is not an object/],
    ["an entry without type", withEntries([{ key: "a", spec: "b" }]), /type of an entry is missing/],
    ["a key that is no text", withEntries([{ type: "file", key: 3, spec: "b" }]), /key of an entry is 3/],
    ["a path that is no text", withEntries([{ type: "file", key: "a", spec: null }]), /path of "a" is null/],
    [
      "a parent that is no text",
      withEntries([{ type: "file", key: "a", spec: "b", parent_key: 1 }]),
      /parent_key of "a"/,
    ],
    ["no version", '{"manifest": []}', /it has no version/],
    ["a version that is no text", withEntries([], 0.3), /its version is 0.3, not text/],
    ["an unknown version", withEntries([], "0.9.0"), /"0.9.0"; known versions are 0.2.1 and 0.3.0. Remove/],
    ["a version like text only", withEntries([], "0.10.0"), /"0.10.0"; known/],
  ])("is refused where it is %s", (_, text, message) => {
    expect(() => parseManifest(text, { resource })).toThrow(message);
    expect(() => parseManifest(text, { resource })).toThrow(/the test's manifest/);
  });

  it("is refused if it does not have the requested version", () => {
    expect(() => parseManifest(theirs, { resource, version: "0.2.1" })).toThrow(
      /"0.3.0", not "0.2.1".*Omit the version to open it/,
    );
    expect(() => parseManifest(theirs, { resource, version: "1.2.3" })).toThrow(/not "1.2.3"/);
    expect(parseManifest(theirs, { resource, version: "0.3.0" }).version).toBe("0.3.0");
  });
});

describe("the paths of a manifest", () => {
  it("are those of AllenSDK", () => {
    const manifest = manifestOf(theirs);
    expect(manifest.path(KEYS.SESSIONS_KEY)).toBe("sessions.csv");
    expect(manifest.path(KEYS.SESSION_DIR_KEY, 7)).toBe("session_7");
    expect(manifest.path(KEYS.SESSION_NWB_KEY, 715093703, 715093703)).toBe(
      "session_715093703/session_715093703.nwb",
    );
    expect(manifest.path(KEYS.PROBE_LFP_NWB_KEY, 1, 2)).toBe("session_1/probe_2_lfp.nwb");
    expect(manifest.path(KEYS.NATURAL_MOVIE_KEY, 3)).toBe("natural_movie_templates/natural_movie_3.h5");
    expect(manifest.path(KEYS.NATURAL_SCENE_KEY, -1)).toBe("natural_scene_templates/natural_scene_-1.tiff");
    expect(manifest.path(KEYS.TYPEWISE_ANALYSIS_METRICS_KEY, "brain_observatory_1.1")).toBe(
      "brain_observatory_1.1_analysis_metrics.csv",
    );
  });

  it("may be nested, and contain a percent sign", () => {
    const entries = [
      { type: "dir", key: "BASEDIR", spec: "./data/" },
      { type: "file", key: "a", spec: "100%%/%s.csv", parent_key: "BASEDIR" },
    ];
    expect(manifestOf(withEntries(entries)).path("a", "x")).toBe("data/100%/x.csv");
  });

  it.each([
    ["/etc", /is absolute/],
    ["C:\\data", /is absolute/],
    ["\\\\host\\share", /is absolute/],
    ["../other", /leaves the manifest's directory/],
    ["a/../../b", /leaves the manifest's directory/],
    ["a\\..\\b", /leaves the manifest's directory/],
    ["a\\b", /has a backslash/],
    ["a\0", /zero character/],
    [".", /does not name a file/],
    ["a%5d", /only %d and %s are known/],
    ["a%", /only %d and %s are known/],
  ])("are refused where they are %j", (spec, message) => {
    expect(() => manifestOf(withEntries([{ type: "file", key: "a", spec }]))).toThrow(message);
  });

  it("are refused if a parent is missing or comes later, or a key is listed twice", () => {
    const file = { type: "file", key: "a", spec: "a" };
    const parent = { type: "dir", key: "b", spec: "b" };
    const below = { ...file, parent_key: "b" };
    expect(() => manifestOf(withEntries([below]))).toThrow(/parent "b"/);
    expect(() => manifestOf(withEntries([below, parent]))).toThrow(/is not listed before it/);
    expect(() => manifestOf(withEntries([file, file]))).toThrow(/is listed twice/);
  });

  it("accept only values that match them", () => {
    const manifest = manifestOf(theirs);
    const isArgument = (error: unknown) => isEcephysError(error, "argument");
    expect(() => manifest.path(KEYS.SESSION_NWB_KEY, 1)).toThrow(/not an integer/);
    expect(() => manifest.path(KEYS.SESSION_NWB_KEY, 1, 1, 1)).toThrow(/takes 2 values, not 3.*session_%d/);
    expect(() => manifest.path(KEYS.SESSION_DIR_KEY, 1.5)).toThrow(expect.toSatisfy(isArgument));
    expect(() => manifest.path(KEYS.SESSION_DIR_KEY, "1")).toThrow(/1 is not an integer/);
    for (const name of ["../x", "..", "a/b", "a\\b", ""]) {
      expect(() => manifest.path(KEYS.TYPEWISE_ANALYSIS_METRICS_KEY, name)).toThrow(/file's name/);
    }
    expect(() => manifest.path("nothing")).toThrow(/the manifest has no "nothing", only BASEDIR, sessions/);
  });
});

describe("opening a manifest", () => {
  const made: string[] = [];
  let root = "";
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "ecephys-manifest-"));
    made.push(root);
  });
  afterAll(() => Promise.all(made.map((path) => rm(path, { recursive: true, force: true }))));

  it("writes version 0.3.0 if there is none, and opens it the next time", async () => {
    const storage = directoryStorage(join(root, "new"));
    expect((await openManifest(storage)).version).toBe("0.3.0");
    expect(await readFile(join(root, "new", MANIFEST_FILE_NAME), "utf8")).toBe(theirs);
    expect([...(await openManifest(storage)).paths.keys()]).toContain("natural_scene");
  });

  it("can skip writing", async () => {
    const manifest = await openManifest(directoryStorage(join(root, "new")), { create: false });
    expect(manifest.path(KEYS.UNITS_KEY)).toBe("units.csv");
    expect(await readdir(root)).toEqual([]);
  });

  it("follows the paths of the file, and takes missing ones from the defaults", async () => {
    const entries = [
      { type: "dir", key: "BASEDIR", spec: "deep" },
      { type: "file", key: "units", spec: "my_units.csv", parent_key: "BASEDIR" },
      { type: "odd" },
    ];
    await writeFile(join(root, "m.json"), withEntries(entries, "0.2.1"));
    const warnings: string[] = [];
    const manifest = await openManifest(directoryStorage(root), {
      name: "m.json",
      onWarning: (message) => warnings.push(message),
    });
    expect(manifest.version).toBe("0.2.1");
    expect(manifest.path(KEYS.UNITS_KEY)).toBe("deep/my_units.csv");
    expect(manifest.path(KEYS.SESSION_NWB_KEY, 1, 1)).toBe("deep/session_1/session_1.nwb");
    expect(warnings).toEqual([expect.stringContaining('unknown type "odd"')]);
  });

  it("refuses a path over which a fetch would write the manifest", async () => {
    const text = withEntries([{ type: "file", key: "units", spec: "m.json" }]);
    await writeFile(join(root, "m.json"), text);
    const opening = openManifest(directoryStorage(root), { name: "m.json" });
    await expect(opening).rejects.toSatisfy((error) => isEcephysError(error, "manifest"));
    await expect(opening).rejects.toThrow(/path of "units" is the manifest itself/);
    expect(await readFile(join(root, "m.json"), "utf8")).toBe(text);
  });

  it("lets a plugin add paths, also to an existing manifest", async () => {
    const storage = memoryStorage();
    await openManifest(storage);
    const addManifestPaths = (builder: ManifestBuilder) =>
      builder.addPath({ key: "notes", type: "file", spec: "notes_%d.txt", parentKey: "BASEDIR" });
    expect((await openManifest(storage, { addManifestPaths })).path("notes", 1)).toBe("notes_1.txt");
    const fresh = memoryStorage();
    await openManifest(fresh, { addManifestPaths });
    expect(new TextDecoder().decode(await fresh.read(MANIFEST_FILE_NAME))).toContain('"notes_%d.txt"');
  });

  it("says that a directory is not a manifest, and what to pass instead", async () => {
    await mkdir(join(root, "m.json"));
    const opening = openManifest(directoryStorage(root), { name: "m.json" });
    await expect(opening).rejects.toSatisfy((error) => isEcephysError(error, "manifest"));
    await expect(opening).rejects.toThrow(/directory where a file should be. Give the path of a file/);
  });

  it("refuses to write a version that it cannot write", async () => {
    await expect(openManifest(memoryStorage(), { version: "0.2.1" })).rejects.toThrow(/only 0.3.0/);
    await expect(openManifest(memoryStorage(), { version: "1.2.3" })).rejects.toSatisfy((error) =>
      isEcephysError(error, "manifest"),
    );
  });

  it("uses the defaults in a read-only directory", async () => {
    const warnings: string[] = [];
    await withoutRightsTo(root, async () => {
      const manifest = await openManifest(directoryStorage(root), {
        onWarning: (text) => warnings.push(text),
      });
      expect(manifest.path(KEYS.UNITS_KEY)).toBe("units.csv");
    });
    expect(warnings).toEqual([expect.stringMatching(/access is denied.*opened without a manifest file/)]);
    expect(await readdir(root)).toEqual([]);
  });

  it("replaces a path of the same key", () => {
    const builder = new ManifestBuilder()
      .addPath({ key: "a", type: "file", spec: "1" })
      .addPath({ key: "a", type: "file", spec: "2" });
    expect(new Manifest(builder, resource).path("a")).toBe("2");
  });
});
