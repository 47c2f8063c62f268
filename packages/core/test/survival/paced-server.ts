import type { IncomingMessage, ServerResponse } from "node:http";
import { serve, type TestServer } from "@ecephys/fixtures/testing";

export interface PacedServer extends TestServer {
  /** Bytes of the file that were sent in all, what was sent again included. */
  sent: number;
  /** Comes back when so many bytes were sent in all. */
  reached(bytes: number): Promise<void>;
}

interface Sending {
  readonly response: ServerResponse;
  readonly end: number;
  at: number;
}

const TICK = 5;

/** Sends a file at so many bytes a second, over however many connections, and counts them. */
export async function servePaced(file: Uint8Array, rate: number): Promise<PacedServer> {
  const sending = new Set<Sending>();
  let waiting: { readonly bytes: number; readonly resolve: () => void }[] = [];
  const server = await serve((request, response) => {
    const [start, end] = rangeOf(request, file.length);
    const range = { "content-range": `bytes ${start}-${end - 1}/${file.length}` };
    response.writeHead(request.headers.range ? 206 : 200, {
      "content-length": end - start,
      etag: '"v1"',
      ...(request.headers.range ? range : {}),
    });
    if (request.method === "HEAD") return void response.end();
    const own = { response, end, at: start };
    sending.add(own);
    response.on("close", () => sending.delete(own));
  });
  const paced = Object.assign(server, {
    sent: 0,
    reached: (bytes: number) => new Promise<void>((resolve) => waiting.push({ bytes, resolve })),
  });
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    const share = Math.ceil((rate * (now - last)) / 1000 / Math.max(1, sending.size));
    last = now;
    for (const own of sending) {
      // What does not fit into the connection is not sent: the client is behind, and this waits for it.
      if (own.response.writableNeedDrain) continue;
      const piece = file.subarray(own.at, Math.min(own.end, own.at + share));
      own.at += piece.length;
      paced.sent += piece.length;
      own.response.write(piece);
      if (own.at === own.end) own.response.end();
      if (own.at === own.end) sending.delete(own);
    }
    for (const { bytes, resolve } of waiting) if (paced.sent >= bytes) resolve();
    waiting = waiting.filter(({ bytes }) => paced.sent < bytes);
  }, TICK);
  const { close } = server;
  return Object.assign(paced, {
    close: () => {
      clearInterval(timer);
      return close();
    },
  });
}

function rangeOf(request: IncomingMessage, length: number): [start: number, end: number] {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
  return [Number(from ?? 0), to ? Number(to) + 1 : length];
}
