import type { Source } from "./source.ts";

export const limsSource: Source = {
  summary: "the Allen Institute's internal LIMS, on its network",
  apiName: "lims",
  cacheName: "lims",
  async open({ env }) {
    const { nodeFetch } = await import("@ecephys/files/node");
    const { lims } = await import("@ecephys/fetch-lims");
    return lims({ env, credentials: await credentialsOf(env.LIMS_CREDENTIALS_FILE), fetch: nodeFetch });
  },
};

async function credentialsOf(file: string | undefined) {
  if (!file) return undefined;
  const { limsCredentialsFile } = await import("@ecephys/fetch-lims/node");
  return limsCredentialsFile(file);
}
