import { connect, createServer, type Server, type Socket } from "node:net";
import { isEcephysError } from "@ecephys/files";
import { afterAll, beforeAll, expect, test } from "vitest";
import { activeQueries } from "./locked.ts";
import { failureOf, limsBench } from "./support.ts";

const bench = limsBench();
const sockets = new Set<Socket>();
let proxy: Server;
let port = 0;
/** How many bytes the server may send before the network between goes silent, without closing anything. */
let limit = Number.POSITIVE_INFINITY;
let onSilence = (): void => {};

beforeAll(async () => {
  proxy = createServer((client) => {
    const server = connect(bench.server.port, bench.server.host);
    let sent = 0;
    client.pipe(server);
    server.on("data", (chunk) => {
      sent += chunk.length;
      if (sent <= limit) client.write(chunk);
      else onSilence();
    });
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on("error", () => {});
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  port = (proxy.address() as { port: number }).port;
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  proxy.close();
});

test("a server that stops answering during a result is abandoned, and the next call connects again", async () => {
  const api = bench.lims({
    port,
    statementTimeout: 1_500,
    silenceTimeout: 300,
    batchRows: 100,
    maxConnections: 1,
  });
  await api.getProbes();
  limit = 20_000;
  const error = await failureOf(api.getChannels());
  expect(isEcephysError(error, "database")).toBe(true);
  expect(error.message).toMatch(/stopped answering for 1\.8 s/);
  limit = Number.POSITIVE_INFINITY;
  expect((await api.getProbes()).numRows()).toBeGreaterThan(0);
});

test("an abort at the end does not wait either", async () => {
  const api = bench.lims({ port, maxConnections: 1 });
  const controller = new AbortController();
  onSilence = () => controller.abort("enough");
  const onProgress = () => {
    limit = 0;
  };
  await expect(api.getSessions({ signal: controller.signal, onProgress })).rejects.toBe("enough");
  limit = Number.POSITIVE_INFINITY;
  expect((await api.getProbes()).numRows()).toBeGreaterThan(0);
});

test("an abort does not wait for a server that stopped answering", async () => {
  const api = bench.lims({ port, batchRows: 100, maxConnections: 1 });
  limit = 20_000;
  const controller = new AbortController();
  onSilence = () => controller.abort("enough");
  await expect(api.getChannels({ signal: controller.signal })).rejects.toBe("enough");
  expect(await activeQueries(bench)).toBe(0);
  limit = Number.POSITIVE_INFINITY;
  expect((await api.getProbes()).numRows()).toBeGreaterThan(0);
});
