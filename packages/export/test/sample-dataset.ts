import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EcephysProjectCache } from "@ecephys/core";
import { openProjectCache } from "@ecephys/core/node";
import { warehouse } from "@ecephys/fetch-warehouse";
import { analysisFile, fixtureFile, startSampleWarehouse } from "@ecephys/fixtures";
import { temporaryDirectory } from "@ecephys/fixtures/testing";
import type { EcephysSession } from "@ecephys/nwb";
import { nwbReaders, openSession } from "@ecephys/nwb/node";
import { EXPORT_KINDS, type ProjectTables, writeRows } from "../src/node.ts";

/** The sessions of the sample that have a file, and those of the same experiment that other answers were recorded of. */
export const SESSIONS = [715093703, 777821539, 726447708, 738881103, 787794721] as const;

const OTHERS = new Map([
  [726447708, () => fixtureFile("legacy", "session_726447708.nwb")],
  [738881103, () => fixtureFile("legacy", "session_738881103.nwb")],
  [787794721, analysisFile],
]);

export interface SampleDataset {
  readonly directory: string;
  readonly cache: Pick<EcephysProjectCache<EcephysSession>, keyof ProjectTables>;
  readonly sessions: ReadonlyMap<number, EcephysSession>;
  close(): Promise<void>;
}

/** Everything of the sample project as one dataset: a file per table of the project, and one per session of the others. */
export async function writeSampleDataset(): Promise<SampleDataset> {
  const server = await startSampleWarehouse();
  const directory = join(temporaryDirectory(), "dataset");
  const cache = await openProjectCache({
    api: warehouse({ baseUrl: server.url }),
    readers: nwbReaders(),
    manifest: join(temporaryDirectory(), "cache", "manifest.json"),
    onWarning: () => {},
  });
  const sessions = new Map<number, EcephysSession>();
  for (const id of SESSIONS) {
    const content = OTHERS.get(id);
    const path = join(temporaryDirectory(), `session_${id}.nwb`);
    if (content) writeFileSync(path, content());
    sessions.set(id, await (content ? openSession(path, { warn: () => {} }) : cache.getSessionData(id)));
  }
  for (const kind of EXPORT_KINDS) {
    if (kind.level === "project")
      await writeRows(await kind.rows(cache, {}), join(directory, `${kind.name}.parquet`), PARQUET);
    else
      for (const [id, session] of sessions) {
        const path = join(directory, kind.name, `ecephys_session_id=${id}`, "part-0.parquet");
        await writeRows(await kind.rows(session, {}), path, PARQUET);
      }
  }
  return {
    directory,
    cache,
    sessions,
    close: async () => {
      for (const session of sessions.values()) await session.close();
      await server.close();
    },
  };
}

const PARQUET = { format: "parquet", rowGroupRows: 5000 } as const;
