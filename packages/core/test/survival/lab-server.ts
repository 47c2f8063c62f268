import { EventEmitter, on } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { cacheFiles } from "@ecephys/fixtures";
import { hdf5Bytes, serve, type TestServer } from "@ecephys/fixtures/testing";

/** The session's file that the lab serves. */
export const session = hdf5Bytes(900_000);

/** Over how long the session's file is sent, in milliseconds. */
export const DURATION = 2400;

/** A request with this header gets the file at once. */
export const HURRY = "x-hurry";

const tables = cacheFiles("mini");
const METRICS = "session_715093703/session_715093703_analysis_metrics.csv";

export interface LabServer extends TestServer {
  /** Over how long the session's file comes to those who ask from now on; `DURATION` at first. */
  duration: number;
  /** How many requests there were for a path. */
  count(path: string): number;
  /** An address of the same lab for one client alone, so that `sent` can tell it from others. */
  urlFor(client: string): string;
  /** Comes back when that share of the session's file has been sent to a client. */
  sent(client: string, share: number): Promise<void>;
}

/** Serves tables at once and the session's file in drips (unless asked to hurry), by ranges and with a validator, as good servers do. */
export async function serveLab(): Promise<LabServer> {
  const pace = { duration: DURATION };
  const sending = new EventEmitter().setMaxListeners(0);
  const server = await serve((request, response) => {
    const [path = "", client = ""] = new URL(request.url ?? "/", "http://lab").pathname.split("/").reverse();
    if (path === "session_1.nwb")
      return drip(request, response, pace.duration, (share) => sending.emit(client, share));
    const table = tables.get(path === "metrics.csv" ? METRICS : path);
    if (table === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": "text/csv", "content-length": table.length });
    response.end(table);
  });
  const count = (path: string) => server.requests.filter((line) => line.split(" ")[1] === `/${path}`).length;
  const urlFor = (client: string) => `${server.url}/${client}`;
  const sent = async (client: string, share: number) => {
    for await (const [now] of on(sending, client)) if (now >= share) return;
  };
  return Object.assign(pace, server, { count, urlFor, sent });
}

function drip(
  request: IncomingMessage,
  response: ServerResponse,
  duration: number,
  onSent: (share: number) => void,
): void {
  const start = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
  const part = { "content-range": `bytes ${start}-${session.length - 1}/${session.length}` };
  response.writeHead(start > 0 ? 206 : 200, {
    "content-length": session.length - start,
    etag: '"v1"',
    ...(start > 0 ? part : {}),
  });
  const isHurried = HURRY in request.headers;
  const step = isHurried ? session.length : Math.ceil((session.length / duration) * 20);
  let at = start;
  const send = () => {
    response.write(session.subarray(at, at + step));
    at += step;
    onSent(at / session.length);
    if (at < session.length) return;
    clearInterval(timer);
    response.end();
  };
  const timer = setInterval(send, 20);
  response.on("close", () => clearInterval(timer));
  send();
}
