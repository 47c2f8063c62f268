import type { EcephysProjectApi } from "@ecephys/core";

/**
 * A fetch API that is chosen when it is first called, and stays.
 * @param name Its name until then.
 * @param choose Chooses it; called again by the next call if it fails.
 */
export function chosenApi(
  name: string,
  choose: (signal: AbortSignal | undefined) => Promise<EcephysProjectApi>,
): EcephysProjectApi {
  let chosen: EcephysProjectApi | undefined;
  let choosing: Promise<EcephysProjectApi> | undefined;
  const api = async (options: { readonly signal?: AbortSignal | undefined } | undefined) => {
    if (chosen !== undefined) return chosen;
    choosing ??= choose(options?.signal).finally(() => {
      choosing = undefined;
    });
    chosen = await choosing;
    return chosen;
  };
  return {
    get name() {
      return chosen?.name ?? name;
    },
    getSessions: async (filters) => (await api(filters)).getSessions(filters),
    getProbes: async (filters) => (await api(filters)).getProbes(filters),
    getChannels: async (filters) => (await api(filters)).getChannels(filters),
    getUnits: async (filters) => (await api(filters)).getUnits(filters),
    getUnitAnalysisMetrics: async (filters) => (await api(filters)).getUnitAnalysisMetrics(filters),
    getTableText: async (file, options) => (await api(options)).getTableText?.(file, options),
    getSessionData: async (id, options) => (await api(options)).getSessionData(id, options),
    getProbeLfpData: async (id, options) => (await api(options)).getProbeLfpData(id, options),
    getNaturalMovieTemplate: async (number, options) =>
      (await api(options)).getNaturalMovieTemplate(number, options),
    getNaturalSceneTemplate: async (number, options) =>
      (await api(options)).getNaturalSceneTemplate(number, options),
    close: async () => chosen?.close?.(),
  };
}
