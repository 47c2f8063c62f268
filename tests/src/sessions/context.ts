import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openProjectCache } from "@ecephys/core/node";
import {
  cacheFiles,
  type GoldenProject,
  goldenEntries,
  type SampleProject,
  startSampleWarehouse,
} from "@ecephys/fixtures";
import type { EcephysSession } from "@ecephys/nwb";
import { nwbReaders, openSession } from "@ecephys/nwb/node";
import { type Args, unitFilters } from "../arguments.ts";
import { MANIFEST, temporaryDirectory, warehouseOf } from "../project.ts";

/** An open session, through a cache or from its file alone. */
export interface SessionTestContext {
  readonly session: EcephysSession;
  close(): Promise<void>;
}

/** Whether the group's session was opened from a path. */
export function isFromPath(group: string): boolean {
  return /^session-\d+-path/.test(group);
}

/** Opens the session of a group as the group's recorded call did: its first entry has the arguments. */
export function openGroupSession(project: GoldenProject, group: string): Promise<SessionTestContext> {
  const { args, id } = sessionOfGroup(project, group);
  const sample = project as SampleProject;
  return isFromPath(group) ? fromPath(sample, id, args) : throughCache(sample, id, args);
}

/** As `openGroupSession`, through a cache that reads files from the warehouse in parts. */
export function openStreamedSession(project: GoldenProject, group: string): Promise<SessionTestContext> {
  const { args, id } = sessionOfGroup(project, group);
  return throughCache(project as SampleProject, id, args, true);
}

function sessionOfGroup(project: GoldenProject, group: string): { readonly id: number; readonly args: Args } {
  const id = Number(/^session-(\d+)/.exec(group)?.[1]);
  const first = goldenEntries(project, group).find(({ method }) => method === "session");
  return { id, args: (first?.args.api_kwargs ?? first?.args ?? {}) as Args };
}

async function throughCache(
  project: SampleProject,
  id: number,
  args: Args,
  stream = false,
): Promise<SessionTestContext> {
  const server = await startSampleWarehouse({ project });
  const directory = await temporaryDirectory();
  const cache = await openProjectCache({
    api: warehouseOf(server),
    manifest: join(directory, MANIFEST),
    readers: nwbReaders(),
    onWarning: () => {},
  });
  const session = await cache.getSessionData(id, { ...unitFilters(args), stream });
  return {
    session,
    close: async () => {
      await session.close();
      await cache.close();
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The session's file is in a cache of AllenSDK, next to its LFP files. */
async function fromPath(project: SampleProject, id: number, args: Args): Promise<SessionTestContext> {
  const directory = await temporaryDirectory();
  const lfp: Record<number, string> = {};
  for (const [name, bytes] of cacheFiles(project)) {
    if (!name.startsWith(`session_${id}/`) || !name.endsWith(".nwb")) continue;
    const path = join(directory, name);
    await mkdir(join(directory, `session_${id}`), { recursive: true });
    await writeFile(path, bytes);
    const probe = /probe_(\d+)_lfp/.exec(name)?.[1];
    if (probe !== undefined) lfp[Number(probe)] = path;
  }
  const path = join(directory, `session_${id}`, `session_${id}.nwb`);
  const session = await openSession(path, { ...unitFilters(args), lfp, warn: () => {} });
  return {
    session,
    close: async () => {
      await session.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
