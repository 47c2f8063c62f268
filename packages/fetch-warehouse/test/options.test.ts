import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { isEcephysError } from "@ecephys/files";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type WarehouseOptions, warehouse } from "../src/index.ts";
import { failure } from "./failure.ts";

const seen: { url: string | undefined; authorization: string | undefined; key: unknown }[] = [];
let server: Server;
let host: string;

beforeEach(async () => {
  seen.length = 0;
  server = createServer(({ headers, url }, response) => {
    seen.push({ url, authorization: headers.authorization, key: headers["x-key"] });
    response.end('{"success": true, "num_rows": 0, "total_rows": 0, "msg": []}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

/** Which address a warehouse with these options asks, by way of a fetch that answers nothing. */
const addressOf = async (options: WarehouseOptions) => {
  let address = "";
  const fetch: typeof globalThis.fetch = async (input) => {
    address = String(input);
    return new Response('{"success": true, "num_rows": 0, "total_rows": 0, "msg": []}');
  };
  await warehouse({ ...options, fetch }).getSessions();
  return address.slice(0, address.indexOf("/data/"));
};

it.each<[WarehouseOptions, string]>([
  [{}, "https://api.brain-map.org/api/v2"],
  [{ scheme: "http" }, "http://api.brain-map.org/api/v2"],
  [{ host: "mirror.test:81" }, "https://mirror.test:81/api/v2"],
  [{ scheme: "http", host: "mirror.test" }, "http://mirror.test/api/v2"],
  [{ baseUrl: "http://mirror.test:8080/brain/map/" }, "http://mirror.test:8080/brain/map/api/v2"],
  [{ baseUrl: new URL("http://mirror.test:8080"), host: "other.test" }, "http://other.test/api/v2"],
  [{ host: "[::1]:80", scheme: "http" }, "http://[::1]/api/v2"],
])("%o asks %s (note H9)", async (options, address) => {
  expect(await addressOf(options)).toBe(address);
});

it("sends headers and credentials, and shows neither", async () => {
  const options = { baseUrl: `http://me:s3cret@${host}`, headers: { "x-key": "s3cret" } };
  await warehouse(options).getProbes();
  expect(seen[0]).toMatchObject({ key: "s3cret", authorization: `Basic ${btoa("me:s3cret")}` });
  await new Promise((resolve) => server.close(resolve));
  const error = await failure(warehouse({ ...options, retry: { tries: 1 } }).getProbes(), "fetch");
  expect(`${error.message} ${String(error.cause)}`).not.toContain("s3cret");
});

it("passes addresses and plain headers to the caller's fetch", async () => {
  const inputs: unknown[] = [];
  const fetch: typeof globalThis.fetch = (input, init) => {
    inputs.push(typeof input, Object.getPrototypeOf(init?.headers) === Object.prototype, init?.method);
    return globalThis.fetch(input, init);
  };
  await warehouse({ baseUrl: `http://${host}`, fetch }).getProbes();
  expect(inputs).toEqual(["string", true, "GET"]);
});

it.each<[string, object]>([
  ["baseUrl", { baseUrl: "nothing" }],
  ["baseUrl", { baseUrl: "ftp://host" }],
  ["baseUrl", { baseUrl: "https://host/?token=s3cret" }],
  ["host", { host: "evil.test/path" }],
  ["host", { host: "user:s3cret@evil.test" }],
  ["host", { host: "" }],
  ["scheme", { scheme: "gopher" }],
  ["pageRows", { pageRows: 0 }],
  ["pageRows", { pageRows: 1.5 }],
  ["concurrency", { concurrency: 0 }],
  ["concurrency", { concurrency: Number.NaN }],
  ["timeout", { timeout: 0 }],
  ["stallTimeout", { stallTimeout: -1 }],
  ["stallTimeout", { stallTimeout: Number.NaN }],
  ["retry.tries", { retry: { tries: 0 } }],
])("refuses %s: %o", (option, options) => {
  let error: unknown;
  try {
    warehouse(options);
  } catch (thrown) {
    error = thrown;
  }
  expect(isEcephysError(error, "argument"), String(error)).toBe(true);
  expect(String(error)).toContain(`the option ${option}`);
});

it("makes no request before a method is called", async () => {
  warehouse({ baseUrl: `http://${host}` });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(seen).toEqual([]);
});
