import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ModulePage, openModulePage } from "@ecephys/fixtures/browser";
import { build } from "tsup";
import { afterAll, beforeAll, expect, it } from "vitest";
import { workerBuild } from "../../tsup.config.ts";
import { bytesOf } from "../files.ts";
import type { Library } from "./page.ts";

declare const library: Library;

let opened: ModulePage;
const directory = mkdtempSync(join(tmpdir(), "ecephys-worker-"));

beforeAll(async () => {
  await build({
    ...workerBuild,
    config: false,
    outDir: directory,
    dts: false,
    minify: false,
    silent: true,
    esbuildOptions: (options) => {
      options.charset = "utf8";
      options.conditions = ["ecephys-source"];
    },
  });
  const files = ["hanging.h5", "crashing.h5", "kinds.h5"].map((name) => [`/${name}`, bytesOf(name)] as const);
  opened = await openModulePage(join(import.meta.dirname, "page.ts"), {
    "/worker.ts": readFileSync(join(directory, "worker.js")),
    ...Object.fromEntries(files),
  });
  await opened.page.waitForFunction(() => "library" in globalThis);
}, 120_000);

afterAll(async () => {
  await opened?.close();
  rmSync(directory, { recursive: true, force: true });
});

it("ends a hanging read by its signal or time limit, and reads on", async () => {
  const found = await opened.page.evaluate(async () => {
    const blob = await (await fetch("/hanging.h5")).blob();
    const file = await library.openHdf5(blob, { location: "hanging.h5" });
    const start = performance.now();
    const problems: unknown[] = [];
    for (const options of [{ timeLimit: 200 }, { signal: AbortSignal.timeout(300) }]) {
      const { name, message } = (await file
        .read("/texts", options)
        .catch((error: unknown) => error)) as Error;
      problems.push([name, message]);
    }
    const took = performance.now() - start;
    const numbers = [...(await file.read("/numbers"))!.data];
    await file.close();
    return { problems, took, numbers };
  });
  expect(found.problems).toEqual([
    [
      "StorageError",
      expect.stringContaining("hanging.h5 (/texts): it was ended after 0.2 s, its time limit"),
    ],
    ["TimeoutError", expect.any(String)],
  ]);
  expect(found.took).toBeLessThan(10_000);
  expect(found.numbers).toHaveLength(10);
});

it("goes on with all files after one crashed or hung the library", async () => {
  const found = await opened.page.evaluate(async () => {
    const open = async (name: string) => library.openHdf5(await (await fetch(`/${name}`)).blob());
    const [crashing, hanging, other] = [
      await open("crashing.h5"),
      await open("hanging.h5"),
      await open("kinds.h5"),
    ];
    const code = (error: { code: string }) => error.code;
    const texts = hanging.read("/texts", { timeLimit: 3000 }).then(() => "", code);
    const start = performance.now();
    const crash = await crashing.read("/itself").then(() => "", code);
    const numbers = [...(await other.read("/numbers/i1"))!.data];
    const took = performance.now() - start;
    const result = [crash, numbers, await texts];
    await Promise.all([crashing, hanging, other].map((file) => file.close()));
    return { result, took };
  });
  expect(found.result).toEqual(["format", [0, 1, -2], "storage"]);
  expect(found.took).toBeLessThan(20_000);
});
