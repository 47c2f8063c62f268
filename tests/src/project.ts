import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EcephysProjectApi } from "@ecephys/core";
import { type OpenProjectCacheOptions, openProjectCache } from "@ecephys/core/node";
import { warehouse } from "@ecephys/fetch-warehouse";
import { type SampleWarehouse, startSampleWarehouse } from "@ecephys/fixtures";
import { nwbReaders } from "@ecephys/nwb/node";

export const MANIFEST = "ecephys_project_manifest.json";

/** A backend for the sample warehouse that retries after a short delay. */
export function warehouseOf(server: SampleWarehouse): EcephysProjectApi {
  return warehouse({ baseUrl: server.url, retry: { baseDelay: 1 }, stallTimeout: 10_000 });
}

/** Opens a cache in a directory with readers for all kinds of files; warnings are collected in `warnings`. */
export async function openCache(
  api: EcephysProjectApi,
  directory: string,
  options: Partial<Omit<OpenProjectCacheOptions, "readers">> & { warnings?: string[] | undefined } = {},
) {
  const { warnings = [], ...rest } = options;
  return openProjectCache({
    onWarning: (message) => warnings.push(message),
    manifest: join(directory, MANIFEST),
    ...rest,
    api,
    readers: nwbReaders(),
  });
}

export type TestCache = Awaited<ReturnType<typeof openCache>>;

/** A directory that is removed when the context closes. */
export async function temporaryDirectory(): Promise<string> {
  return mkdtemp(join(tmpdir(), "ecephys-tests-"));
}

/** A cache in an empty directory, filled from a sample warehouse. */
export interface ProjectContext {
  readonly server: SampleWarehouse;
  readonly api: EcephysProjectApi;
  readonly directory: string;
  readonly cache: TestCache;
}

export async function openProject(project: string): Promise<ProjectContext> {
  const server = await startSampleWarehouse({ project });
  const api = warehouseOf(server);
  const directory = await temporaryDirectory();
  return { server, api, directory, cache: await openCache(api, directory) };
}

export async function closeProject({ cache, server, directory }: ProjectContext): Promise<void> {
  await cache.close();
  await server.close();
  await rm(directory, { recursive: true, force: true });
}
