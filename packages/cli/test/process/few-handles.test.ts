import { spawn } from "node:child_process";
import { type SampleWarehouse, startSampleWarehouse } from "@ecephys/fixtures";
import { afterAll, beforeAll, expect, it } from "vitest";
import { BIN, cleanEnv, finished, temporaryDirectory } from "../support/ecephys.ts";

let warehouse: SampleWarehouse;
beforeAll(async () => {
  warehouse = await startSampleWarehouse();
});
afterAll(async () => {
  directory.remove();
  await warehouse.close();
});

const directory = temporaryDirectory();

/** Runs the command with at most so many open files. */
function limited(handles: number, args: readonly string[]) {
  const command = ["-c", `ulimit -n ${handles}; exec "$@"`, "sh", process.execPath, BIN, ...args];
  return finished(spawn("sh", command, { env: cleanEnv({}) }));
}

it("works with 64 open files at most: help, tables, a download, and a session", async () => {
  const what = ["--cache", directory.path, "--base-url", warehouse.url, "--quiet"];
  const commands = [
    ["--help"],
    ["units", "--format", "csv", ...what],
    ["download", "--yes", "--session", "715093703", ...what],
    ["session", "715093703", "units", "--format", "csv", ...what],
  ];
  for (const args of commands) {
    const { code, stderr } = await limited(64, args);
    expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: "" });
  }
  // Some are left for what will be added.
  expect((await limited(48, ["--help"])).code).toBe(0);
});
