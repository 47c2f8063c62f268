import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  cacheFiles,
  type SampleProject,
  type SampleWarehouse,
  startSampleWarehouse,
} from "@ecephys/fixtures";
import { defineHandlers } from "../harness.ts";
import { tableOutcome, valueOutcome } from "../outcome.ts";
import { MANIFEST, openCache, temporaryDirectory, warehouseOf } from "../project.ts";

interface Context {
  readonly project: SampleProject;
  readonly server: SampleWarehouse;
  readonly scratch: string;
}

/** Manifests of other versions, and no cache at all (group manifest). */
export const manifestGroup = defineHandlers<Context>({
  covers: (_, group) => group === "manifest",
  open: async (project) => ({
    project: project as SampleProject,
    server: await startSampleWarehouse({ project }),
    scratch: await temporaryDirectory(),
  }),
  close: async ({ server, scratch }) => {
    await server.close();
    await rm(scratch, { recursive: true, force: true });
  },
  calls: {
    from_warehouse: async ({ project, server, scratch }, { args }) => {
      const directory = await mkdtemp(join(scratch, "manifest-"));
      const [, version] = /^<version (.*)>$/.exec(String(args.manifest ?? "")) ?? [];
      if (version !== undefined) await writeFile(join(directory, MANIFEST), manifestOf(project, version));
      const wanted = args.version === undefined ? undefined : String(args.version);
      const cache = await openCache(warehouseOf(server), directory, { version: wanted });
      return valueOutcome((await cache.getSessionTable()).numRows());
    },
    get_session_table: async ({ server, scratch }) => {
      const cache = await openCache(warehouseOf(server), scratch, { cache: false, manifest: undefined });
      return tableOutcome(await cache.getSessionTable());
    },
  },
  rules: () => ({ errorCodes: ["manifest"], errorNames: MANIFEST }),
});

/** AllenSDK's manifest with another version, or without one. */
function manifestOf(project: SampleProject, version: string): string {
  const text = new TextDecoder().decode(cacheFiles(project).get(MANIFEST));
  const { manifest } = JSON.parse(text) as { manifest: { type: string; value?: string }[] };
  const entries = manifest.flatMap((entry) => {
    if (entry.type !== "manifest_version") return [entry];
    return version === "None" ? [] : [{ ...entry, value: version }];
  });
  return JSON.stringify({ manifest: entries });
}
