import { once } from "node:events";
import { createServer } from "node:http";
import type { Runtime } from "../io.ts";
import { sanitise } from "../output/sanitise.ts";
import { writeReport } from "../run/write-report.ts";
import type { Access } from "./access.ts";
import type { ServeFlags } from "./flags.ts";
import { listen } from "./listen.ts";
import { placesOf } from "./places.ts";
import { respond } from "./respond.ts";

/** Serves until the signal: on loopback alone, so that nobody else on the network can read. */
export async function runServe(
  directory: string | undefined,
  flags: ServeFlags,
  runtime: Runtime,
): Promise<void> {
  const { io, signal } = runtime;
  const places = await placesOf(directory, flags, io);
  const token = flags.token ?? (io.env.ECEPHYS_SERVE_TOKEN || undefined);
  let access: Access = { port: flags.port, origins: flags.allowOrigin ?? [], token };
  const server = createServer((request, response) => void respond(request, response, places, access));
  const port = await listen(server, flags.port);
  access = { ...access, port };
  const url = `http://127.0.0.1:${port}/`;
  const width = Math.max(...places.map(({ prefix }) => prefix.length - 1));
  const lines = places.map(
    ({ prefix, shown }) => `  ${url}${prefix.slice(1).padEnd(width)} ${sanitise(shown)}`,
  );
  const end = token === undefined ? "Ctrl-C ends it." : "Requests need the token. Ctrl-C ends it.";
  const json = () => ({
    url,
    places: places.map(({ prefix, shown }) => ({ url: url + prefix.slice(1), shown })),
  });
  try {
    await writeReport({ text: () => `Serving\n${lines.join("\n")}\n${end}\n`, json }, flags, runtime);
    if (!signal.aborted) await once(signal, "abort");
  } finally {
    server.close();
    server.closeAllConnections();
  }
}
