import { createReadStream, statSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream";
import { setTimeout } from "node:timers/promises";

/** Usage: file-server FILE [RATE]: serves one file, by ranges and with a validator, at RATE MB/s; prints its address. */
const [file = "", rate = "0"] = process.argv.slice(2);
const { size } = statSync(file);

const server = createServer((request, response) => {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
  const start = Number(from ?? 0);
  const end = to ? Number(to) + 1 : size;
  response.writeHead(from === undefined ? 200 : 206, {
    "content-type": "application/octet-stream",
    "content-length": end - start,
    etag: '"large"',
    ...(from === undefined ? {} : { "content-range": `bytes ${start}-${end - 1}/${size}` }),
  });
  if (request.method === "HEAD") response.end();
  else send(response, start, end);
});

function send(response: ServerResponse, start: number, end: number): void {
  const stream = createReadStream(file, { start, end: end - 1, highWaterMark: 1 << 20 });
  response.on("close", () => stream.destroy());
  if (rate === "0") stream.pipe(response);
  else pipeline(stream, paced, response, () => {});
}

/** At the speed of a connection of that rate, shared by all requests. */
let due = performance.now();
async function* paced(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    const now = performance.now();
    due = Math.max(due, now) + chunk.byteLength / (Number(rate) * 1000);
    if (due - now > 5) await setTimeout(due - now);
    yield chunk;
  }
}

server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
