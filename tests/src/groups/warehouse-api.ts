import type { EcephysProjectApi } from "@ecephys/core";
import { type GoldenEntry, type SampleWarehouse, startSampleWarehouse } from "@ecephys/fixtures";
import { apiFilters } from "../arguments.ts";
import type { Rules } from "../compare/index.ts";
import { type Call, defineHandlers } from "../harness.ts";
import { tableOutcome } from "../outcome.ts";
import { warehouseOf } from "../project.ts";

/** The fetch API's tables as they come, before any cache. */
export const API_CALLS: Readonly<Record<string, Call<{ readonly api: EcephysProjectApi }>>> = {
  get_sessions: async ({ api }, { args }) => tableOutcome(await api.getSessions(apiFilters(args))),
  get_probes: async ({ api }, { args }) => tableOutcome(await api.getProbes(apiFilters(args))),
  get_channels: async ({ api }, { args }) => tableOutcome(await api.getChannels(apiFilters(args))),
  get_units: async ({ api }, { args }) => tableOutcome(await api.getUnits(apiFilters(args))),
  get_unit_analysis_metrics: async ({ api }, { args }) =>
    tableOutcome(await api.getUnitAnalysisMetrics(apiFilters(args))),
};

/** Metrics may be text of numbers, and so is what shares a column of channels with a null (note T9). */
export function apiRules({ method }: GoldenEntry): Rules {
  return method === "get_unit_analysis_metrics" || method === "get_channels" ? { hasNumericText: true } : {};
}

/** Group warehouse-api. */
export const warehouseApiGroup = defineHandlers<{ server: SampleWarehouse; api: EcephysProjectApi }>({
  covers: (_, group) => group === "warehouse-api",
  open: async (project) => {
    const server = await startSampleWarehouse({ project });
    return { server, api: warehouseOf(server) };
  },
  close: ({ server }) => server.close(),
  calls: API_CALLS,
  rules: apiRules,
});
