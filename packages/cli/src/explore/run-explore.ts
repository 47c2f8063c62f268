import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { explorerFiles } from "@ecephys/explorer";
import type { Runtime } from "../io.ts";
import type { SessionTarget } from "../options/session-target.ts";
import { sanitise } from "../output/sanitise.ts";
import { writeReport } from "../run/write-report.ts";
import { listen } from "../serve/listen.ts";
import { type ExploredFlags, exploredFiles } from "./explored-files.ts";
import { openBrowser } from "./open-browser.ts";
import { pageServer } from "./page-server.ts";

/** What to explore and how, from the command line. */
export interface ExploreFlags extends ExploredFlags {
  readonly port: number;
  readonly open: boolean;
}

/** Serves the explorer's page and one session to it, on loopback alone, until the signal. */
export async function runExplore(
  target: SessionTarget,
  flags: ExploreFlags,
  runtime: Runtime,
): Promise<void> {
  const { io, signal } = runtime;
  const files = await exploredFiles(target, flags, runtime);
  const token = randomBytes(24).toString("base64url");
  const answer = pageServer(explorerFiles(), files, token);
  let port = 0;
  const server = createServer(
    (request, response) => void answer(request, response, { port, origins: [], token: undefined }),
  );
  try {
    port = await listen(server, flags.port);
    const url = `http://127.0.0.1:${port}/${token}/`;
    const isOpened = flags.open && (await openBrowser(url, io.env));
    const how = isOpened
      ? "It opens in the browser."
      : flags.open
        ? "No browser could be opened: open this address."
        : "Open this address.";
    const text = () =>
      `Exploring ${sanitise(files.name)}\n  ${url}\n${how} Only programs of this machine that know it can read, and only this session. Ctrl-C ends it.\n`;
    await writeReport({ text, json: () => ({ url, name: files.name }) }, flags, runtime);
    if (!signal.aborted) await once(signal, "abort");
  } finally {
    server.close();
    server.closeAllConnections();
    await files.close();
  }
}
