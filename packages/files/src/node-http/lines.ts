import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { OnReadOpts, Socket } from "node:net";

/** Takes bytes, which are only lent, off a socket; false pauses it until it is resumed. */
export type Taker = (bytes: Uint8Array) => boolean;

/** What each connection reads into, again and again: memory does not grow with what comes. */
const READ_BUFFER = 1 << 20;
/** Connections to a server that are kept for the next request. */
const KEPT = 16;

type Connect = (options: object, callback?: (error: Error | null, socket: Socket) => void) => Socket;

const TAKERS = new WeakMap<Socket, Taker>();

/**
 * From now on all that comes over this connection goes to `taker`, past Node's HTTP parser. Why not undici: it
 * takes a fifth more processor time over http, and 50 MiB more memory over https too (bench/README.md).
 */
export function takeOver(socket: Socket, taker: Taker): void {
  TAKERS.set(socket, taker);
}

/** Agents, by protocol, whose connections can be taken over in the middle of an answer. */
export const AGENTS = {
  "http:": withLines(new HttpAgent({ keepAlive: true, maxFreeSockets: KEPT })),
  "https:": withLines(new HttpsAgent({ keepAlive: true, maxFreeSockets: KEPT })),
};

function withLines<Agent extends HttpAgent>(agent: Agent): Agent {
  // Meant to be replaced (Node's documentation of http.Agent); the types do not have it.
  const own = agent as unknown as { createConnection: Connect };
  const connect = own.createConnection.bind(agent);
  own.createConnection = (options, callback) => {
    const onread: OnReadOpts = {
      buffer: new Uint8Array(READ_BUFFER),
      callback(count, buffer) {
        const bytes = buffer.subarray(0, count);
        // The parser keeps what it is given for longer than the buffer is ours.
        return TAKERS.get(socket)?.(bytes) ?? socket.push(Buffer.from(bytes));
      },
    };
    const socket = connect({ ...options, onread }, callback);
    return socket;
  };
  return agent;
}
