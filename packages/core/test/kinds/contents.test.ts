import { memoryStorage } from "@ecephys/files";
import { directoryStorage } from "@ecephys/files/node";
import { cacheFiles, fixtureFile, fixtureFileNames } from "@ecephys/fixtures";
import { failure, hdf5Bytes, newDirectory, sampleBytes, tried } from "@ecephys/fixtures/testing";
import { describe, expect, it } from "vitest";
import { createProjectCache } from "../../src/create-project-cache.ts";
import { FILE_KINDS, LFP, MOVIE, SCENE, SESSION } from "../../src/kinds/file-kinds.ts";
import { labBackend } from "../project/backend.ts";

const HEAD = 1 << 16;
const ofKind = { session: SESSION, probe: LFP, natural_movie: MOVIE, natural_scene: SCENE };
const text = (value: string) => new TextEncoder().encode(value);
const session = [...cacheFiles("mini")].find(([path]) => path.endsWith("session_715093703.nwb"))?.[1];
if (session === undefined) throw new Error("The sample has no session 715093703");

const POINTER = `version https://git-lfs.github.com/spec/v1
oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
size 2978904
`;
const BAD: readonly (readonly [string, Uint8Array, RegExp])[] = [
  ["15 bytes of text", text("no such session"), /not an HDF5 file: it begins with "no such session"/],
  ["JSON", text('{"success":false,"msg":"x"}'), /not an HDF5 file: it begins with .*success/],
  ["zeros of the right length", new Uint8Array(session.length), /not an HDF5 file: it begins with zeros/],
  ["a pointer of Git LFS", text(POINTER), /a pointer of Git LFS/],
  ["a pointer of git-annex", text("/annex/objects/MD5E-s3--900.nwb\n"), /a pointer of git-annex/],
  ["a truncated file", session.subarray(0, 500_000), /truncated: its header says .* but 500000 came/],
  ["a TIFF file", text("II*\0 and so on"), /not an HDF5 file/],
  [
    "a superblock of no version",
    Uint8Array.of(...hdf5Bytes(100).subarray(0, 8), 9, 8, 8, 0, ...sampleBytes(90)),
    /superblock is damaged/,
  ],
];

describe.each([
  ["a directory", () => directoryStorage(newDirectory())],
  ["memory", () => memoryStorage()],
])("in %s, a session is not put in place where the server sends", (_, newStorage) => {
  it.each(BAD)("%s", async (_name, bytes, reason) => {
    tried("bad inputs");
    const api = labBackend();
    api.damage = () => [bytes];
    const remote = await api.getSessionData(715093703);
    const open = async () => ({ ...(await remote.open()), byteLength: bytes.byteLength });
    api.getSessionData = async () => ({ ...remote, open });
    const storage = newStorage();
    const cache = await createProjectCache({ api, storage, fetchTries: 1, onWarning: () => {} });
    const error = await failure(cache.getSessionData(715093703), "response");
    expect(error.reason).toMatch(reason);
    expect(error.retryable).toBe(true);
    expect((await storage.list()).filter((path) => !path.endsWith("manifest.json"))).toEqual([]);
  });
});

describe("a file is recognised by its beginning:", () => {
  it.each(
    (["mini", "legacy"] as const).flatMap((project) =>
      fixtureFileNames(project).map((name) => [project, name] as const),
    ),
  )("%s %s", (project, name) => {
    const bytes = fixtureFile(project, name);
    const [prefix] = Object.keys(ofKind).filter((start) => name.split("/").at(-1)?.startsWith(start));
    const { content } = ofKind[prefix as keyof typeof ofKind];
    expect(content?.(bytes.subarray(0, HEAD), bytes.length)).toBeUndefined();
    expect(content?.(sampleBytes(100), 100)).toMatch(/^it is not an? /);
  });

  it("an HDF5 file behind a user block, and one that is longer than its end", () => {
    const shifted = Uint8Array.of(...new Uint8Array(512), ...hdf5Bytes(600, 1112));
    expect(SESSION.content?.(shifted, 1112)).toBeUndefined();
    expect(SESSION.content?.(shifted, 1111)).toMatch(/truncated/);
    expect(SESSION.content?.(hdf5Bytes(600, 500), 600)).toBeUndefined();
  });

  it("every kind that a backend has as a file", () => {
    const files = FILE_KINDS.filter((kind) => kind.holds === "file");
    expect(files.filter(({ content }) => content === undefined)).toEqual([]);
  });
});
