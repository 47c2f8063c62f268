import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SESSION_FIGURES } from "@ecephys/charts";
import { fixtureFile } from "@ecephys/fixtures";
import { decode } from "fast-png";
import { decode as decodeSixel } from "sixel";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { protocolOf } from "../../src/run/terminal-picture.ts";
import { atTerminal, inProcess, temporaryDirectory } from "../support/ecephys.ts";

const UNIT = "950906426";
const COLOR = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, "g");
const BRAILLE = /[\u2801-\u28ff]/;

let directory: ReturnType<typeof temporaryDirectory>;
let file: string;
beforeAll(() => {
  directory = temporaryDirectory();
  file = join(directory.path, "session.nwb");
  writeFileSync(file, fixtureFile("mini", "session_715093703.nwb"));
  writeFileSync(
    join(directory.path, "probe_752552876_lfp.nwb"),
    fixtureFile("mini", "probe_752552876_lfp.nwb"),
  );
});
afterAll(() => directory.remove());

const out = (name: string) => join(directory.path, name);

describe("plot", () => {
  it("knows every figure of a session", async () => {
    const { stdout } = await inProcess(["plot", "--help"]);
    for (const name of SESSION_FIGURES) expect(stdout).toContain(`"${name}"`);
  });

  it("writes an SVG file, one tick for each spike of the raster's rows", async () => {
    const window = ["--stimulus", "flashes", "--unit", UNIT, "--to", "0.3"];
    const args = ["plot", "raster", file, ...window, "--by", "color", "--out", out("raster.svg")];
    expect(await inProcess(args)).toMatchObject({ code: 0, stdout: "", stderr: "" });
    const rows = await inProcess(["raster", file, ...window, "--format", "ndjson"]);
    const ticks = readFileSync(out("raster.svg"), "utf8").match(/M[\d.]+,[\d.]+v/g) ?? [];
    expect(ticks).toHaveLength(rows.stdout.trim().split("\n").length);
  });

  it("writes a PNG of twice the pixels, with text", async () => {
    const args = ["plot", "csd", file, "--probe", "752552876", "--out", out("csd.png"), "--theme", "dark"];
    expect(await inProcess([...args, "--width", "500"])).toMatchObject({ code: 0, stdout: "", stderr: "" });
    const { width, data } = decode(readFileSync(out("csd.png")));
    expect(width).toBe(1000);
    expect([...data.slice(0, 3)]).toEqual([0x12, 0x16, 0x1c]);
  });

  it("writes SVG to a pipe", async () => {
    const { stdout } = await inProcess(["plot", "structures", file]);
    expect(stdout).toMatch(/^<svg [\s\S]*<\/svg>$/);
  });

  it.each([
    [["plot", "raster"], 2, /choose a stimulus: --stimulus NAME/],
    [["plot", "lfp"], 2, /choose a probe: --probe ID/],
    [["plot", "units", "--out", "figure.jpg"], 2, /figure\.jpg[\s\S]*\.svg or \.png/],
    [["plot", "psth", "--stimulus", "flshes"], 3, /The stimuli are [\s\S]*flashes/],
    [["plot", "psth", "--stimulus", "flashes", "--by", "colour"], 2, /no column "colour"[\s\S]*color/],
    [["plot", "raster", "--stimulus", "flashes", "--unit", "1"], 3, /ecephys session [\s\S]* units/],
    [["plot", "psth", "--stimulus", "flashes", "--from", "1", "--to", "0"], 2, /--from must be earlier/],
  ])("%j fails and says what to do", async ([command, figure, ...options], exitCode, message) => {
    const { code, stdout, stderr } = await inProcess([command!, figure!, file, ...options]);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: exitCode, stdout: "" });
    expect(existsSync("figure.jpg")).toBe(false);
  });
});

describe("at a terminal", () => {
  it("a figure is drawn with characters, at the terminal's width", async () => {
    const args = ["plot", "psth", file, "--stimulus", "flashes", "--unit", UNIT];
    const { code, stdout } = await atTerminal(args, { columns: 70, rows: 24 });
    expect(code).toBe(0);
    expect(stdout).toMatch(BRAILLE);
    expect(stdout).toContain(`Response of unit ${UNIT}`);
    const lines = stdout.replace(COLOR, "").split(/\r?\n/);
    expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(71);
    expect(lines.length).toBeLessThanOrEqual(26);
  });

  it.each([
    ["kitty", { TERM: "xterm-kitty" }, "\u001b_Ga=T,f=100"],
    ["iTerm2", { TERM_PROGRAM: "iTerm.app" }, "\u001b]1337;File=inline=1"],
  ])("%s is sent a picture", async (_, env, sequence) => {
    const args = ["plot", "structures", file];
    const { stdout } = await atTerminal(args, { env });
    expect(stdout).toContain(sequence);
    expect(stdout).not.toMatch(BRAILLE);
    const none = await atTerminal([...args, "--picture", "text"], { env });
    expect(none.stdout).toContain("VISp");
  });

  it("a terminal that shows sixel is sent the figure's pixels", async () => {
    const { stdout } = await atTerminal(["plot", "structures", file], { env: { TERM: "foot" } });
    const begin = stdout.indexOf("\u001bP");
    expect(begin).toBeGreaterThanOrEqual(0);
    const shown = decodeSixel(Buffer.from(stdout.slice(begin + 2, stdout.indexOf("\u001b\\", begin))));
    expect(shown.width).toBe(640);
    const colors = new Set(Array.from(new Uint32Array(shown.data32), (pixel) => pixel.toString(16)));
    expect(colors.has("ffffffff")).toBe(true);
    expect(colors.size).toBeGreaterThan(8);
    expect(stdout).not.toMatch(BRAILLE);
  });

  it.each([
    [{ TERM: "foot-direct" }, "sixel"],
    [{ TERM: "mlterm-256color" }, "sixel"],
    [{ TERM: "xterm-256color", TERM_PROGRAM: "mintty" }, "sixel"],
    [{ TERM: "xterm-256color", KONSOLE_VERSION: "230804" }, "sixel"],
    [{ TERM: "xterm-256color", KONSOLE_VERSION: "211203" }, undefined],
    [{ TERM: "xterm-256color", KONSOLE_VERSION: "230804", VTE_VERSION: "7600" }, undefined],
    [{ TERM: "foot", TMUX: "/tmp/tmux-0/default,1,0" }, undefined],
    [{ TERM: "xterm-256color" }, undefined],
    [{ TERM: "dumb" }, undefined],
    [{}, undefined],
  ])("%j is known to show %s", (env, protocol) => {
    expect(protocolOf(env)).toBe(protocol);
  });

  it("psth and raster are drawn, and are rows where rows are asked for", async () => {
    const window = [file, "--stimulus", "flashes", "--unit", UNIT];
    for (const command of ["psth", "raster"]) {
      const drawn = await atTerminal([command, ...window]);
      expect(drawn.stdout).toMatch(BRAILLE);
      const asked = [
        ["--format", "table"],
        ["--limit", "3"],
        ["--columns", "unit_id"],
      ];
      for (const { stdout } of await Promise.all(
        asked.map((option) => atTerminal([command, ...window, ...option])),
      )) {
        expect(stdout).not.toMatch(BRAILLE);
        expect(stdout).toContain("unit_id");
      }
      const piped = await inProcess([command, ...window]);
      expect(piped.stdout).toMatch(/^unit_id,/);
    }
  });
});

describe("report", () => {
  it("writes one page with the figures of the session", async () => {
    const args = ["report", file, "--out", out("report.html"), "--probe", "752552876"];
    expect(await inProcess(args)).toMatchObject({ code: 0, stdout: "" });
    const html = readFileSync(out("report.html"), "utf8");
    expect(html).toMatch(/^<!doctype html>/);
    expect(html.match(/<figure>/g)!.length).toBeGreaterThan(15);
    expect(html).toContain("Current source density");
    expect(html).toContain("Made with");
  });

  it("asks for a file at a terminal", async () => {
    const { code, stdout } = await atTerminal(["report", file]);
    expect(code).toBe(2);
    expect(stdout).toContain("choose a file: --out report.html");
  });
});
