import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "tsup";
import { expect, it } from "vitest";

it("tables can be filtered, derived and read if no text may be compiled", async () => {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const cache = join(root, "node_modules", ".cache");
  mkdirSync(cache, { recursive: true });
  const outDir = mkdtempSync(join(cache, "without-compiler-"));
  try {
    await build({
      config: false,
      entry: { program: join(root, "test/without-compiler/program.ts") },
      outDir,
      format: "esm",
      target: "es2022",
      silent: true,
      clean: false,
      noExternal: [/.*/],
    });
    const program = join(outDir, "program.js");
    const output = execFileSync(process.execPath, ["--disallow-code-generation-from-strings", program], {
      encoding: "utf8",
    });
    expect(JSON.parse(output)).toEqual({
      where: [1, 3],
      filter: [1, 3],
      derive: [
        { id: 1, snr: 3, area: "VISp", twice: 6, whole: 3 },
        { id: 3, snr: 2, area: "VISl", twice: 4, whole: 3 },
      ],
      columns: [{ twice: 6 }],
      select: { id: 3 },
      iteration: [2, 3],
      text: expect.stringContaining("where(table, text)"),
      order: expect.stringContaining("unsafe-eval"),
    });
  } finally {
    rmSync(outDir, { recursive: true });
  }
});
