import { once } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Fetch } from "@ecephys/files";
import { nodeFetch } from "@ecephys/files/node";
import { type SampleWarehouse, startSampleWarehouse } from "@ecephys/fixtures";
import { type Handler, serve } from "@ecephys/fixtures/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { warehouse } from "../src/index.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const SILENT: Readonly<Record<string, Handler>> = {
  "before its head": () => {},
  "within its body": (_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": 1000 });
    response.write('{"success":');
  },
};
const FETCHES: Readonly<Record<string, Fetch | undefined>> = { nodeFetch, "the platform's fetch": undefined };

let sample: SampleWarehouse;
let collecting: ReturnType<typeof setTimeout>;

/** Collects now and again, and leaves most of the time to the requests, however much there is to collect. */
function collect(): void {
  const start = performance.now();
  collectGarbage();
  collecting = setTimeout(collect, Math.max(200, 4 * (performance.now() - start)));
}

beforeAll(async () => {
  sample = await startSampleWarehouse();
  collect();
});
afterAll(async () => {
  clearTimeout(collecting);
  await sample.close();
});

it.concurrent.each(
  Object.keys(FETCHES).flatMap((name) => Object.keys(SILENT).map((place) => [name, place] as const)),
)(
  "with %s, the connection of a page that stalls %s is closed, so that it does not keep the process alive",
  async (name, place) => {
    let closed: Promise<unknown> | undefined;
    const server = await serve((request, response) => {
      if (closed === undefined) {
        closed = once(response, "close");
        return SILENT[place]?.(request, response);
      }
      response.writeHead(307, { location: new URL(request.url ?? "/", sample.url).href }).end();
    });
    const options = { stallTimeout: 700, retry: { tries: 20, baseDelay: 1 }, fetch: FETCHES[name] };
    const api = warehouse({ baseUrl: server.url, ...options });
    expect((await api.getProbes()).numRows()).toBeGreaterThan(0);
    await closed;
    expect(server.requests.length).toBeGreaterThan(1);
    await server.close();
  },
);
