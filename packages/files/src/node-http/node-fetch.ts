import { proxyFor } from "./proxy.ts";

/** A new connection costs a few round trips, the parser a millisecond per megabyte. */
const TAKEN_FROM = 16 * 2 ** 20;

/**
 * A `fetch` for large files in Node, to be given as `fetch` to a backend or to `httpFile`: over node:http and
 * node:https, it takes two thirds of the processor time of Node's own (over https nine tenths) and memory that
 * does not grow with what comes. Only what a download asks is sent this way (GET of an address, `redirect: "manual"`); everything else
 * is left to the platform's `fetch`, and so is everything where Node itself is set to use a proxy
 * (NODE_USE_ENV_PROXY). Elsewhere the proxies of HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY are used, in any
 * version of Node. A dispatcher that was set for the platform's `fetch` does not apply here.
 * @throws a TypeError with the system's error as its cause where there is no answer; the signal's reason.
 */
export const nodeFetch: typeof globalThis.fetch = newNodeFetch(TAKEN_FROM);

/** @param takenFrom How many bytes a body has at least for which its connection is given up. */
export function newNodeFetch(takenFrom: number): typeof globalThis.fetch {
  return async (input, init) => {
    const address = input instanceof URL ? input : typeof input === "string" ? parsed(input) : undefined;
    const { method = "GET", redirect, signal } = init ?? {};
    const protocol = address?.protocol;
    const isPlain = redirect === "manual" && process.env.NODE_USE_ENV_PROXY !== "1";
    if (!isPlain || address === undefined || !isKnown(protocol)) return globalThis.fetch(input, init);
    const proxy = proxyFor(address, process.env);
    // Node's own parser is as good for what has no large body, but knows no proxy.
    const isOurs = method === "GET" || (method === "HEAD" && proxy !== undefined);
    if (!isOurs) return globalThis.fetch(input, init);
    const headers = new Headers(init?.headers);
    // Loaded only when it is needed: it imports all of Node's HTTP and TLS.
    const { send } = await import("./send.ts");
    signal?.throwIfAborted();
    return send({ address, protocol, method, proxy, headers, signal: signal ?? undefined }, takenFrom);
  };
}

function isKnown(protocol: string | undefined): protocol is "http:" | "https:" {
  return protocol === "http:" || protocol === "https:";
}

function parsed(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
