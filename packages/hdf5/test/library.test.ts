import { refusal, temporaryFile } from "@ecephys/fixtures/testing";
import { ready } from "h5wasm";
import { afterAll, expect, it } from "vitest";
import { openHdf5 } from "../src/node.ts";
import { fileOf } from "./files.ts";

afterAll(async () => {
  (await ready).deactivate_throwing_error_handler();
});

it("gives the same reasons where the program has the library throw", async () => {
  const page = temporaryFile("page.h5", "<!doctype html>".repeat(100));
  const quiet = await refusal(openHdf5(page));
  (await ready).activate_throwing_error_handler();
  expect(await refusal(openHdf5(page))).toBe(quiet);
  expect(quiet).toMatch(/file signature not found/);
  const file = await openHdf5(fileOf("stored.h5"));
  expect(await refusal(file.read("/unknown"))).toMatch(/filter "lzf"/);
  expect((await file.read("/deflate"))!.data).toHaveLength(1000);
  await file.close();
});

it("still reads after thousands of failures", async () => {
  const page = temporaryFile("page.h5", "<!doctype html>".repeat(100));
  (await ready).deactivate_throwing_error_handler();
  for (let i = 0; i < 4000; i++) await expect(openHdf5(page)).rejects.toMatchObject({ code: "format" });
  const file = await openHdf5(fileOf("stored.h5"));
  expect((await file.read("/deflate"))!.data).toHaveLength(1000);
  await file.close();
});
