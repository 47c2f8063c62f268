import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fixtureFile } from "@ecephys/fixtures";
import { expect, it } from "vitest";
import type { Hdf5File } from "../src/model.ts";
import { openHdf5 } from "../src/node.ts";
import { NumberIndex } from "../src/number-index.ts";

const own = join(import.meta.dirname, "files");
const nwb = join(import.meta.dirname, "../../nwb/test/files");
/** Files that the library hangs, crashes or goes in circles on, whatever is asked of them, or that are only a head. */
const LEFT_OUT = ["compounds.h5", "crashing.h5", "hanging.h5", "hanging.nwb", "large-head.h5", "links.h5"];
const files = [own, nwb].flatMap((directory) =>
  readdirSync(directory)
    .filter((name) => /\.(h5|nwb)$/.test(name) && !LEFT_OUT.includes(name))
    .map((name) => join(directory, name)),
);

/** What a file says of its datasets of numbers, and their values, or why it refuses. */
async function numbersOf(file: Hdf5File, paths: readonly string[]): Promise<unknown[]> {
  const attempt = <Found>(found: Promise<Found>) => found.catch((error: Error) => error.message);
  return Promise.all(
    paths.flatMap((path) => [
      attempt(file.describe(path)),
      attempt(file.read(path)),
      attempt(file.read(path, { ranges: [[1, 3]] })),
    ]),
  );
}

it.each(files)("finds in %s what the library finds", async (path) => {
  // Of bytes in memory a worker reads everything.
  const worker = await openHdf5(new Uint8Array(readFileSync(path)), { location: path });
  const entries = (await worker.walk("/")) ?? [];
  const paths = entries.flatMap(({ object, path }) =>
    object?.kind === "dataset" && (object.type.kind === "float" || object.type.kind === "integer")
      ? [path]
      : [],
  );
  const expected = await numbersOf(worker, paths);
  await worker.close();
  const file = await openHdf5(path);
  expect(await numbersOf(file, paths)).toEqual(expected);
  await file.close();
});

it("finds spikes, waveforms and metrics of a session, and no text", () => {
  const bytes = new Uint8Array(fixtureFile("mini", "session_715093703.nwb"));
  const index = new NumberIndex((at, length) => bytes.subarray(at, at + length), bytes.length);
  for (const name of ["spike_times", "spike_amplitudes", "waveform_mean", "snr", "firing_rate"])
    expect(index.find(`/units/${name}`), name).toMatchObject({ type: { kind: "float", bytes: 8 } });
  for (const path of ["/units/quality", "/units", "/units/absent", "/absent/absent", "/", "units/snr"])
    expect(index.find(path), path).toBeUndefined();
});
