import { type DataFile, isEcephysError } from "@ecephys/files";
import { fixtureFile, goldenAnswer } from "@ecephys/fixtures";
import { File, ready } from "h5wasm";
import { describe, expect, it } from "vitest";
import { naturalMovieReader, naturalSceneReader } from "../../src/arrays/index.ts";
import { countingSource, makeNpy } from "./make-npy.ts";

function cached(bytes: Uint8Array, path = "natural_movie_1.h5") {
  const source = countingSource(bytes);
  const file: DataFile = {
    name: `/data/${path}`,
    byteLength: bytes.length,
    source: async () => source,
  };
  return { file, source };
}

function recorded(file: string) {
  const answer = goldenAnswer("mini", file);
  if (answer.kind !== "array") throw new Error(`${file} is no array`);
  return answer.array;
}

async function hdf5(write: (file: File) => unknown): Promise<Uint8Array> {
  const { FS } = await ready;
  const file = new File("templates.h5", "w");
  write(file);
  file.close();
  const bytes = FS.readFile("templates.h5");
  FS.unlink("templates.h5");
  return bytes;
}

describe("natural movies", () => {
  it.each([
    ["1", "warehouse/050-get_natural_movie_template-1.json.gz"],
    ["3", "warehouse/051-get_natural_movie_template-3.json.gz"],
  ])(
    "of number %s equal the recorded one, whatever the file is called (note H10)",
    async (number, answer) => {
      const { file } = cached(fixtureFile("mini", `stimuli/natural_movie_${number}.npy`));
      const movie = await naturalMovieReader().open(file);
      expect(movie.dims).toEqual(["frame", "row", "column"]);
      expect(movie.shape).toEqual(recorded(answer).shape);
      expect(movie.data).toEqual(recorded(answer).data);
    },
  );

  it("give one frame without reading the others", async () => {
    const bytes = fixtureFile("mini", "stimuli/natural_movie_1.npy");
    const { file, source } = cached(bytes);
    const frame = await naturalMovieReader({ frame: 23 }).open(file);
    const whole = await naturalMovieReader().open(cached(bytes).file);
    expect(frame).toEqual(whole.isel({ frame: 23 }));
    expect(source.reads.reduce((sum, [start, end]) => sum + end - start, 0)).toBeLessThan(38 * 76 + 200);
  });

  it("are read from real HDF5 too", async () => {
    const data = Uint8Array.from({ length: 24 }, (_, i) => i);
    const bytes = await hdf5((file) => {
      const group = file.create_group("stimulus");
      group.create_dataset({ name: "movie", data, shape: [4, 2, 3] });
      group.create_dataset({ name: "rate", data: [30] });
    });
    const movie = await naturalMovieReader().open(cached(bytes).file);
    expect(movie.shape).toEqual([4, 2, 3]);
    expect(movie.data).toEqual(data);
    const frame = await naturalMovieReader({ frame: 1 }).open(cached(bytes).file);
    expect(frame.dims).toEqual(["row", "column"]);
    expect([...frame.data]).toEqual([6, 7, 8, 9, 10, 11]);
  });

  it.each([
    [
      "HDF5 with two movies",
      (file: File) => ["a", "b"].map((name) => file.create_dataset({ name, data: [1], shape: [1, 1, 1] })),
      /2 arrays of 3 dimensions \(\/a, \/b\)/,
    ],
    [
      "HDF5 without a movie",
      (file: File) => file.create_dataset({ name: "a", data: [1] }),
      /0 arrays of 3 dimensions/,
    ],
  ])("are not %s", async (_, write, message) => {
    const reading = naturalMovieReader().open(cached(await hdf5(write)).file);
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toSatisfy((error) => isEcephysError(error, "format"));
  });

  it.each([
    ["an empty file", new Uint8Array(), /it is empty/],
    ["a web page", new TextEncoder().encode("<html>"), /neither an .npy nor an HDF5/],
    ["a cut HDF5 file", Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, 0), /natural_movie_1/],
    [
      "a single picture",
      makeNpy({ descr: "|u1", shape: [2, 2], data: new Uint8Array(4) }),
      /\(2, 2\) is not a movie/,
    ],
  ])("are not %s", async (_, bytes, message) => {
    const reading = naturalMovieReader().open(cached(bytes).file);
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toSatisfy((error) => isEcephysError(error, "format"));
  });

  it("name a frame that is not there", async () => {
    const reading = naturalMovieReader({ frame: 900 }).open(
      cached(fixtureFile("mini", "stimuli/natural_movie_1.npy")).file,
    );
    await expect(reading).rejects.toThrow(/frame 900.*there are 24 frames/);
    await expect(reading).rejects.toSatisfy((error) => isEcephysError(error, "not-found"));
  });
});

describe("natural scenes", () => {
  it.each([0, 1, 2])("of number %i equal the recorded one", async (number) => {
    const { file } = cached(fixtureFile("mini", `stimuli/natural_scene_${number}.tiff`), "scene.tiff");
    const scene = await naturalSceneReader().open(file);
    const answer = recorded(`warehouse/05${3 + number}-get_natural_scene_template-${number}.json`);
    expect(scene.dims).toEqual(["row", "column"]);
    expect(scene.shape).toEqual(answer.shape);
    expect(scene.data).toEqual(answer.data);
  });
});
