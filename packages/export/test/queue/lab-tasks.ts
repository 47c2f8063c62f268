import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openProjectCache } from "@ecephys/core/node";
import { fixed } from "@ecephys/fetch-fixed";
import { defineTask, type ExportTask, planExport, type RowSource, type SessionCache } from "./entries.ts";

/** The sample's sessions. */
export const SESSIONS = [715093703, 777821539, 782942878, 815201807, 841091071];
const ROWS = 3000;

/** A session that is no more than its id: what is tested is not the reading. */
interface LabSession {
  readonly id: number;
  close(): Promise<void>;
}

/** Tasks whose rows tell the session that they are of, in several blocks. */
export const TASKS = ["alpha", "beta", "gamma", "delta"].map((name, at) =>
  defineTask({
    name,
    version: 1,
    run: async (session): Promise<RowSource> => {
      const { id } = session as unknown as LabSession;
      return {
        columns: [{ name: "value", type: "float64", nullable: false }],
        async *blocks() {
          for (let start = 0; start < ROWS; start += 1000) {
            const value = Float64Array.from({ length: 1000 }, (_, row) => id + at + (start + row) / ROWS);
            yield { rowCount: 1000, columns: { value } };
          }
        },
      };
    },
  }),
);

/** The values of a task's file. */
export function expectedValues({ kind, session }: ExportTask): number[] {
  const at = TASKS.findIndex(({ name }) => name === kind);
  return Array.from({ length: ROWS }, (_, row) => session! + at + row / ROWS);
}

/** Puts files in the place of the sessions that the sample lacks. */
export function giveAllFiles(root: string): void {
  for (const session of SESSIONS) {
    const directory = join(root, `session_${session}`);
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, `session_${session}.nwb`), `session ${session}`.repeat(session % 1000));
  }
}

export async function labCache(root: string): Promise<SessionCache> {
  const session = {
    open: async (_: unknown, { sessionId }: { sessionId: number }): Promise<LabSession> => ({
      id: sessionId,
      close: async () => {},
    }),
  };
  const manifest = join(root, "ecephys_project_manifest.json");
  const cache = await openProjectCache({ api: fixed(), readers: { session }, manifest, onWarning: () => {} });
  return cache as unknown as SessionCache;
}

export async function labPlan(cache: SessionCache, dataset: string): Promise<readonly ExportTask[]> {
  const kinds = TASKS.map(({ name }) => name);
  return (await planExport(cache, { kinds, sessions: SESSIONS, tasks: TASKS }, { dataset })).tasks;
}
