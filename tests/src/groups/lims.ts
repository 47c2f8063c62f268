import { rm } from "node:fs/promises";
import { type LimsApi, lims } from "@ecephys/fetch-lims";
import { limsSql, type SampleProject, type SampleWarehouse, startSampleWarehouse } from "@ecephys/fixtures";
import { type LocalPostgres, startLocalPostgres } from "@ecephys/fixtures/postgres";
import { defineHandlers } from "../harness.ts";
import { tableOutcome } from "../outcome.ts";
import { openCache, type TestCache, temporaryDirectory } from "../project.ts";
import { PROJECT_CALLS, projectRules } from "./project-calls.ts";
import { API_CALLS } from "./warehouse-api.ts";

/** A LIMS of its own: a PostgreSQL server with the project's dump, and a web application with its files. */
interface LimsContext {
  readonly server: LocalPostgres;
  readonly app: SampleWarehouse;
  readonly api: LimsApi;
}

interface LimsCacheContext extends LimsContext {
  readonly directory: string;
  readonly cache: TestCache;
}

async function openLims(project: SampleProject): Promise<LimsContext> {
  const app = await startSampleWarehouse({ project });
  const server = await startLocalPostgres();
  const { schema, data } = limsSql(project);
  await server.createDatabase("lims2", schema, data);
  const { host, port, user, password } = server;
  const api = lims({
    host,
    port,
    user,
    password,
    database: "lims2",
    appUrl: app.url,
    retry: { baseDelay: 1 },
  });
  return { server, app, api };
}

async function closeLims({ server, app, api }: LimsContext): Promise<void> {
  await api.close();
  await server.stop();
  await app.close();
}

/** The LIMS fetch API's tables as they come, before any cache (group lims-api). */
export const limsApiGroup = defineHandlers<LimsContext>({
  covers: (_, group) => group === "lims-api",
  open: (project) => openLims(project as SampleProject),
  close: closeLims,
  calls: API_CALLS,
  rules: ({ method }) => ({ hasNumericText: method === "get_unit_analysis_metrics" }),
});

/** Project tables and files, fetched from LIMS into a cache (group lims). */
export const limsGroup = defineHandlers<LimsCacheContext>({
  covers: (_, group) => group === "lims",
  open: async (project) => {
    const context = await openLims(project as SampleProject);
    const directory = await temporaryDirectory();
    return { ...context, directory, cache: await openCache(context.api, directory) };
  },
  close: async (context) => {
    await context.cache.close();
    await closeLims(context);
    await rm(context.directory, { recursive: true, force: true });
  },
  calls: {
    ...PROJECT_CALLS,
    // AllenSDK's cache was in a directory with another name.
    manifest_dataframe: async ({ cache }) => {
      const manifest = cache.getManifestTable();
      const specs = Array.from(manifest.array("spec") as ArrayLike<string>);
      const spec = specs.map((path) => path.replace(cache.storage.location, "<scratch>/lims"));
      return tableOutcome(manifest.assign({ spec } as never));
    },
  },
  rules: projectRules,
});
