import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../src/commands/index.ts";
import { sourceOptionsLast } from "../../src/options/source-options-last.ts";
import { createProgram } from "../../src/program.ts";

const io = { stdout: new PassThrough(), stderr: new PassThrough(), env: {} };
const program = createProgram({ io, signal: new AbortController().signal }, COMMANDS);

describe("options of where data come from", () => {
  it.each([
    ["--offline units --limit 3", "units --offline --limit 3"],
    ["--cache units units", "units --cache units"],
    ["--cache=x -q units --offline", "-q units --cache=x --offline"],
    ["--json --source fixed cache --cache x status", "--json cache status --source fixed --cache x"],
    ["--published-at 2019-10-03 session 1 units", "session --published-at 2019-10-03 1 units"],
    ["units --cache x", "units --cache x"],
    ["--nothing units", "--nothing units"],
    ["--offline", ""],
    ["--offline unit", "unit --offline"],
    ["-- --offline", "-- --offline"],
  ])("in %j are read by the command: %j", (before, after) => {
    expect(sourceOptionsLast(before.split(" "), program).join(" ")).toBe(after);
  });
});
