import { failure, refusal } from "@ecephys/fixtures/testing";
import { expect, it } from "vitest";
import { s3 } from "../src/index.ts";

it.each([
  [{ baseUrl: "no address of user:secret@host" }, "the option baseUrl: it is not an address"],
  [{ baseUrl: "ftp://host/cache" }, "the option baseUrl"],
  [{ baseUrl: "https://user:secret@host/cache?versions" }, "the option baseUrl"],
  [{ bucketUrl: "bucket" }, "the option bucketUrl: it is not an address"],
  [{ rawDataUrl: "https://host/#raw" }, "the option rawDataUrl"],
  [{ stallTimeout: 0 }, "the option stallTimeout"],
  [{ retry: { tries: 0 } }, "the option retry.tries"],
])("refuses %j", async (options, text) => {
  const message = await refusal(Promise.resolve(options).then(s3));
  expect(message).toContain(text);
  expect(message).not.toContain("secret");
});

it("shows no credentials, and refuses folders that lead elsewhere", async () => {
  const api = s3({ baseUrl: "http://user:secret@127.0.0.1:1/cache", retry: { tries: 1 } });
  const error = await failure(api.getSessions(), "fetch");
  expect(error.message).toContain("http://127.0.0.1:1/cache/sessions.csv");
  expect(error.message).not.toContain("secret");
  await failure(api.listFiles("a/../../b"), "argument");
});
