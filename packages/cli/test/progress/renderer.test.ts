import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import type { Output } from "../../src/io.ts";
import { progressKind } from "../../src/progress/kinds.ts";
import { progressRenderer } from "../../src/progress/renderer.ts";
import { prefetchView } from "../../src/progress/view.ts";
import { done, planned, progress, started } from "./events.ts";

const terminal = (isTTY: boolean): Output =>
  Object.assign(new PassThrough(), { isTTY, columns: 90, rows: 20 });

describe("how progress is shown", () => {
  it.each([
    ["auto", true, "xterm", false, "bars"],
    ["auto", true, "dumb", false, "log"],
    ["auto", false, "xterm", false, "none"],
    ["log", false, undefined, false, "log"],
    ["bars", false, undefined, false, "bars"],
    ["none", true, "xterm", false, "none"],
    ["log", true, "xterm", true, "none"],
  ] as const)("--progress %s, terminal %s, TERM %s, --quiet %s: %s", (progress, tty, term, quiet, kind) => {
    expect(progressKind({ progress, quiet }, terminal(tty), term)).toBe(kind);
  });

  it("bars are redrawn in place, and removed at the end", () => {
    const stream = new PassThrough();
    const renderer = progressRenderer("bars", prefetchView(), stream, false);
    renderer.update(planned);
    renderer.update(started(1));
    renderer.print("warning: something\n");
    renderer.close();
    const text = String(stream.read());
    expect(screenOf(text)).toEqual(["warning: something", ""]);
    expect(text).toContain("session 1");
  });

  it("many events cause few drawings", () => {
    const stream = new PassThrough();
    const renderer = progressRenderer("bars", prefetchView(), stream, false);
    renderer.update(planned);
    for (let at = 0; at < 10_000; at++) renderer.update(progress(1, at));
    renderer.close();
    expect(String(stream.read()).split("\n").length).toBeLessThan(200);
  });

  it("none writes nothing", () => {
    const stream = new PassThrough();
    const renderer = progressRenderer("none", prefetchView(), stream, false);
    for (const event of [planned, started(1), done(1)]) renderer.update(event);
    renderer.close();
    expect(stream.read()).toBeNull();
  });
});

/** The lines that a terminal shows at the end: only "up" and "clear below" are used. */
function screenOf(text: string): string[] {
  const lines = [""];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the escape sequences to look for
  for (const part of text.split(/(\u001b\[\d+A\r\u001b\[J|\n)/)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
    const up = /^\u001b\[(\d+)A/.exec(part)?.[1];
    if (up !== undefined) {
      lines.length -= Number(up);
      lines[lines.length - 1] = "";
    } else if (part === "\n") lines.push("");
    else lines[lines.length - 1] += part;
  }
  return lines;
}
