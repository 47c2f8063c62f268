import { refusal } from "@ecephys/fixtures/testing";
import { ready } from "h5wasm";
import { afterAll, expect, it } from "vitest";
import { loadHdf5 } from "../src/library.ts";
import { memoryBytes } from "../src/memory-bytes.ts";
import { bytesOf, openHere } from "./files.ts";

const page = memoryBytes(new TextEncoder().encode("<!doctype html>".repeat(100)));

afterAll(async () => {
  (await ready).deactivate_throwing_error_handler();
});

it("gives the same reasons when the library throws", async () => {
  const quiet = await refusal(openHere(page));
  (await ready).activate_throwing_error_handler();
  expect(await refusal(openHere(page))).toBe(quiet);
  expect(quiet).toMatch(/file signature not found/);
  const file = await openHere(memoryBytes(bytesOf("stored.h5")));
  expect(await refusal(file.read("/unknown"))).toMatch(/filter "lzf"/);
  expect((await file.read("/deflate"))!.data).toHaveLength(1000);
  file.close();
});

it("still reads after thousands of failures", async () => {
  (await ready).deactivate_throwing_error_handler();
  for (let i = 0; i < 4000; i++) await expect(openHere(page)).rejects.toMatchObject({ code: "format" });
  const file = await openHere(memoryBytes(bytesOf("stored.h5")));
  expect((await file.read("/deflate"))!.data).toHaveLength(1000);
  file.close();
});

it("is one in a thread, also for code that is loaded twice", async () => {
  const twice = "../src/library.ts?twice";
  const again = (await import(twice)) as { readonly loadHdf5: typeof loadHdf5 };
  expect(again.loadHdf5).not.toBe(loadHdf5);
  expect(await again.loadHdf5()).toBe(await loadHdf5());
});
