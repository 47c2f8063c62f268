import { existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dataFileBytes, EcephysError, isEcephysError, type RemoteFile } from "@ecephys/files";
import { newDirectory } from "@ecephys/fixtures/testing";
import { describe, expect, it } from "vitest";
import {
  createProjectCache,
  type FileReader,
  type ManifestBuilder,
  type RemoteFileKind,
} from "../../src/index.ts";
import { directoryStorage } from "../../src/node.ts";
import { labBackend } from "../project/backend.ts";

const text = new TextEncoder().encode("pupil,x,y\n1,2,3\n");

function remoteFile(id: number): RemoteFile {
  const byteLength = text.byteLength;
  return {
    url: `lab:gaze_${id}`,
    info: async () => ({ byteLength, validator: `gaze ${id}` }),
    open: async () => ({ start: 0, byteLength, validator: `gaze ${id}`, stream: new Blob([text]).stream() }),
  };
}

/** A kind of file that no release knows: its row … */
const gaze: RemoteFileKind<readonly [sessionId: number]> = {
  kind: "gaze",
  label: "gaze recordings",
  isData: true,
  key: "gaze",
  arguments: [{ name: "a session id", type: "id" }],
  inPath: [0, 0],
  resource: (id) => `the gaze of session ${id}`,
  request: {
    name: "gaze",
    form: "ids",
    ofSessions: { name: "gaze", description: "the gaze recordings of these sessions" },
  },
  holds: "file",
  fetch: async (_, [id]) => remoteFile(id),
};

/** … and its reader. */
const gazeReader: FileReader<string[]> = {
  async open(file) {
    const lines = new TextDecoder()
      .decode(await dataFileBytes(file))
      .trimEnd()
      .split("\n");
    if (lines[0] === "pupil,x,y") return lines.slice(1);
    throw new EcephysError("format", { action: "Reading gaze", resource: file.name, reason: "no header" });
  },
};

const PATH = "session_7/gaze_7.csv";

async function newCache() {
  const root = newDirectory();
  const cache = await createProjectCache({
    api: labBackend(),
    storage: directoryStorage(root),
    kinds: [gaze],
    addManifestPaths: (builder: ManifestBuilder) =>
      builder.addPath({ key: "gaze", type: "file", spec: "gaze_%d.csv", parentKey: "session_data" }),
    onWarning: () => {},
  });
  return { cache, at: (path: string) => join(root, path) };
}

describe("a kind of file that is a row and a reader", () => {
  it("is fetched, stored at its path and read, and fetched again if it is damaged", async () => {
    const { at, cache } = await newCache();
    const file = await cache.ensureFile("gaze", [7]);
    expect(file).toMatchObject({ name: at(PATH), byteLength: text.byteLength, validator: "gaze 7" });
    expect(await cache.openFile("gaze", [7], gazeReader)).toEqual(["1,2,3"]);
    writeFileSync(at(PATH), "<html>");
    expect(await cache.openFile("gaze", [7], gazeReader)).toEqual(["1,2,3"]);
    expect(readFileSync(at(PATH), "utf8")).toMatch(/^pupil/);
  });

  it("is prefetched by name, one by one and for complete sessions, and plans are data", async () => {
    const { at, cache } = await newCache();
    const one: object = { gaze: [7] };
    const plan = JSON.parse(JSON.stringify(await cache.planPrefetch(one)));
    expect(plan.files).toMatchObject([
      { kind: "gaze", key: "gaze", args: [7], path: PATH, state: "missing" },
    ]);
    expect((await cache.prefetch(plan)).downloaded).toMatchObject([{ resource: "the gaze of session 7" }]);
    expect(existsSync(at(PATH))).toBe(true);
    const ofSession: object = { sessions: [715093703], gaze: true };
    const { files } = await cache.planPrefetch(ofSession);
    expect(files.map(({ kind }) => kind)).toEqual(["session", "gaze"]);
  });

  it("is counted, verified and repaired; pruning leaves it", async () => {
    const { at, cache } = await newCache();
    await cache.ensureFile("gaze", [7]);
    expect((await cache.status()).byKind.gaze).toEqual({ files: 1, bytes: text.byteLength });
    truncateSync(at(PATH), 3);
    const report = await cache.verify();
    expect(report.problems).toMatchObject([{ path: PATH, kind: "gaze", problem: "short" }]);
    expect((await cache.repair({ report })).downloaded).toMatchObject([{ path: PATH }]);
    expect((await cache.verify()).problems).toEqual([]);
    await cache.prune({ dryRun: false });
    expect(existsSync(at(PATH))).toBe(true);
  });

  it("is a stray if its path contains two different ids", async () => {
    const { at, cache } = await newCache();
    await cache.ensureFile("gaze", [7]);
    writeFileSync(at("session_7/gaze_8.csv"), "whose?");
    expect((await cache.verify()).strays.map(({ path }) => path)).toEqual(["session_7/gaze_8.csv"]);
  });

  it("is refused under other names or with other arguments", async () => {
    const { cache } = await newCache();
    const refusal = (error: unknown) => isEcephysError(error, "argument");
    await expect(cache.ensureFile("gaz", [7])).rejects.toThrow(
      /The kinds are scene, movie, session, lfp, gaze/,
    );
    for (const args of [[], [7, 7], ["seven"], [1.5]])
      await expect(cache.ensureFile("gaze", args)).rejects.toSatisfy(refusal);
  });
});
