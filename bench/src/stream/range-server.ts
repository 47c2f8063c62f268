import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Serves files by ranges over a line of so much latency and throughput, which all connections share. */
const [latency, rate, ...paths] = process.argv.slice(2);
const LATENCY = Number(latency);
const BYTES_PER_MS = (Number(rate) * 1e6) / 1000;
const PIECE = 64 * 1024;

const files: ReadonlyMap<string, { readonly descriptor: number; readonly size: number }> = new Map(
  paths.map((path) => {
    const descriptor = openSync(path, "r");
    return [`/${basename(path)}`, { descriptor, size: fstatSync(descriptor).size }] as const;
  }),
);
let count = { requests: 0, bytes: 0 };
/** When the line has sent what it was given. */
let lineFree = 0;

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url === "/count") {
    response.end(JSON.stringify(count));
    count = { requests: 0, bytes: 0 };
    return;
  }
  const file = files.get(request.url ?? "");
  if (!file) return void response.writeHead(404).end();
  count.requests++;
  await sleep(LATENCY);
  const several = rangesOf(request.headers.range, file.size);
  if (several) return sendSeveral(file, several, response);
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
  const start = Number(from ?? 0);
  const end = to ? Math.min(file.size, Number(to) + 1) : file.size;
  response.writeHead(from === undefined ? 200 : 206, {
    "accept-ranges": "bytes",
    "content-type": "application/octet-stream",
    "content-length": end - start,
    etag: `"${file.size}"`,
    ...(from !== undefined && { "content-range": `bytes ${start}-${end - 1}/${file.size}` }),
  });
  if (request.method === "HEAD") return void response.end();
  await send(file.descriptor, start, end, response);
  response.end();
}

/** Several ranges of one request; undefined where there are not several. */
function rangesOf(range: string | undefined, size: number): (readonly [number, number])[] | undefined {
  const list = /^bytes=(\d+-\d+(?:,\d+-\d+)+)$/.exec(range ?? "")?.[1]?.split(",");
  return list?.map((one) => {
    const [from = 0, to = 0] = one.split("-").map(Number);
    return [from, Math.min(size, to + 1)] as const;
  });
}

/** All parts in one answer, as nginx, Apache and Go's servers send them. */
async function sendSeveral(
  { descriptor, size }: { readonly descriptor: number; readonly size: number },
  ranges: readonly (readonly [number, number])[],
  response: ServerResponse,
): Promise<void> {
  const heads = ranges.map(
    ([start, end]) => `\r\n--part\r\ncontent-range: bytes ${start}-${end - 1}/${size}\r\n\r\n`,
  );
  const last = "\r\n--part--\r\n";
  const length = ranges.reduce((sum, [start, end]) => sum + end - start, heads.join("").length + last.length);
  response.writeHead(206, {
    "content-type": "multipart/byteranges; boundary=part",
    "content-length": length,
    etag: `"${size}"`,
  });
  const closed = isClosed(response);
  for (const [i, [start, end]] of ranges.entries()) {
    response.write(heads[i]!);
    await send(descriptor, start, end, response, closed);
  }
  response.end(last);
}

const isClosed = (response: ServerResponse) =>
  new Promise<void>((resolve) => response.once("close", resolve));

async function send(
  descriptor: number,
  start: number,
  end: number,
  response: ServerResponse,
  closed = isClosed(response),
): Promise<void> {
  for (let at = start; at < end && !response.destroyed; at += PIECE) {
    const piece = Buffer.allocUnsafe(Math.min(PIECE, end - at));
    readSync(descriptor, piece, 0, piece.length, at);
    count.bytes += piece.length;
    const now = performance.now();
    lineFree = Math.max(now, lineFree) + piece.length / BYTES_PER_MS;
    // A timer is late by a millisecond or two.
    if (lineFree - now > 4) await sleep(lineFree - now);
    if (response.write(piece)) continue;
    await Promise.race([new Promise<void>((resolve) => response.once("drain", resolve)), closed]);
  }
}

const server = createServer((request, response) => void answer(request, response));
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.stdin.on("end", () => {
  for (const { descriptor } of files.values()) closeSync(descriptor);
  process.exit();
});
process.stdin.resume();
