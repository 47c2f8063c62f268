import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { writeCacheDirectory } from "@ecephys/fixtures";
import { temporaryDirectory } from "@ecephys/fixtures/testing";
import { expect, it, vi } from "vitest";

/** The stacks of all calls that opened an HDF5 file, async frames included. */
const stacks = vi.hoisted(() => [] as string[]);

vi.mock("@ecephys/hdf5/node", async (original) => {
  const hdf5 = await original<typeof import("@ecephys/hdf5/node")>();
  const openHdf5: typeof hdf5.openHdf5 = (...args) => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = Number.POSITIVE_INFINITY;
    stacks.push(new Error("opened").stack ?? "");
    Error.stackTraceLimit = stackTraceLimit;
    return hdf5.openHdf5(...args);
  };
  return { ...hdf5, openHdf5 };
});

const PACKAGES = fileURLToPath(new URL("../../packages/", import.meta.url));

it("`ecephys session ID` passes through at most eight source files before it opens an HDF5 file", async () => {
  const cache = temporaryDirectory();
  writeCacheDirectory("mini", cache);
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const errors = text(stderr);
  // Other tests of this process have loaded the packages already, without the mock.
  vi.resetModules();
  const { main } = await import("@ecephys/cli");
  const code = await main(["session", "715093703", "--offline", "--quiet"], {
    stdout: stdout.resume(),
    stderr,
    env: { ECEPHYS_CACHE: cache },
  });
  stderr.end();
  expect({ code, errors: await errors }).toEqual({ code: 0, errors: "" });
  expect(stacks).toHaveLength(1);
  const frames = stacks[0]!.split("\n").filter((line) => line.includes(PACKAGES) && line.includes("/src/"));
  const files = new Set(frames.map((line) => /packages\/(.*?\.ts)/.exec(line)?.[1]));
  expect([...files]).toContain("cli/src/main.ts");
  // With the file of the HDF5 package that opens it.
  expect(files.size + 1, [...files].join("\n")).toBeLessThanOrEqual(8);
});
