import { type ClientRequest, Agent as HttpAgent, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import type { Socket } from "node:net";
import { type ConnectionOptions, connect as connectTls } from "node:tls";
import { AGENTS } from "./lines.ts";
import { type HttpProxy, proxyAuthorization, proxyError } from "./proxy.ts";

type Connected = (error: Error | null, socket?: Socket) => void;
interface Target extends ConnectionOptions {
  readonly host: string;
  readonly port: number;
}

const PLAIN = { "http:": new HttpAgent({ keepAlive: true }), "https:": new HttpsAgent({ keepAlive: true }) };
const TUNNELS = new Map<string, HttpsAgent>();

/** A GET or HEAD of an http address, which the proxy makes itself. */
export function requestThrough(
  { url }: HttpProxy,
  address: URL,
  method: string,
  headers: Readonly<Record<string, string>>,
): ClientRequest {
  const request = url.protocol === "https:" ? requestHttps : requestHttp;
  const authorization = proxyAuthorization(url);
  return request(url, {
    agent: PLAIN[url.protocol === "https:" ? "https:" : "http:"],
    method,
    path: address.href,
    headers: {
      ...headers,
      host: address.host,
      ...(authorization && { "proxy-authorization": authorization }),
    },
  });
}

/** Connections to https servers through a proxy, which sees their names alone (CONNECT). */
export function tunnelAgent(proxy: HttpProxy): HttpsAgent {
  const key = `${proxy.variable} ${proxy.url.href}`;
  const known = TUNNELS.get(key);
  if (known) return known;
  // With the authorities that were set for direct connections.
  const agent = new HttpsAgent({ ...AGENTS["https:"].options, keepAlive: true });
  // Meant to be replaced (Node's documentation of http.Agent); the types do not have it.
  const own = agent as unknown as { createConnection(options: Target, done: Connected): void };
  own.createConnection = (options, done) => {
    openTunnel(proxy, `${options.host}:${options.port}`).then(
      (socket) =>
        done(null, connectTls({ ...options, socket, servername: options.servername ?? options.host })),
      (error: Error) => done(error),
    );
  };
  TUNNELS.set(key, agent);
  return agent;
}

function openTunnel(proxy: HttpProxy, target: string): Promise<Socket> {
  const { url } = proxy;
  const authorization = proxyAuthorization(url);
  const send = url.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const request = send(url, {
      method: "CONNECT",
      path: target,
      agent: false,
      headers: { host: target, ...(authorization && { "proxy-authorization": authorization }) },
    });
    request.on("connect", ({ statusCode }, socket: Socket) => {
      if (statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(proxyError(`ERR_PROXY_STATUS_${statusCode}`, proxy));
    });
    request.on("error", (error: NodeJS.ErrnoException) => {
      reject(proxyError(error.code ?? "ERR_PROXY", proxy, error));
    });
    request.end();
  });
}
