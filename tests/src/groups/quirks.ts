import { presentationwiseSpikeCounts } from "@ecephys/analysis";
import { readCsv } from "@ecephys/core";
import { type NdArray, quirkNames } from "@ecephys/fixtures";
import { table } from "arquero";
import { type Call, defineHandlers } from "../harness.ts";
import { tableOutcome } from "../outcome.ts";
import { closeProject, openProject, type ProjectContext } from "../project.ts";
import { PROJECT_CALLS, projectRules } from "./project-calls.ts";
import { API_CALLS, apiRules } from "./warehouse-api.ts";

/** The calls of a tiny project: those tagged "api" and the empty pages go to the fetch API, others to the cache. */
const calls: Record<string, Call<ProjectContext>> = {
  ...PROJECT_CALLS,
  get_unit_analysis_metrics: API_CALLS.get_unit_analysis_metrics!,
};
for (const method of ["get_probes", "get_channels"] as const) {
  calls[method] = (context, entry) => {
    const faults = entry.args.faults;
    context.server.setFaults(Array.isArray(faults) ? (faults as string[]) : []);
    const isApi = entry.tag === "api" || entry.group === "empty-pages";
    return (isApi ? API_CALLS : PROJECT_CALLS)[method]!(context, entry);
  };
}

/** Projects with one oddity each. */
export const quirkGroups = defineHandlers<ProjectContext>({
  covers: (project, group) => project === "quirks" && quirkNames().includes(group),
  open: (_, group) => openProject(group),
  close: closeProject,
  calls,
  // Where AllenSDK fails, the warehouse's own records contradict each other.
  rules: (entry) => ({ ...projectRules(entry), ...apiRules(entry), errorCodes: ["response"] }),
});

/** Functions of AllenSDK that we have as well. */
export const functionsGroup = defineHandlers<undefined>({
  covers: (project, group) => project === "quirks" && group === "functions",
  open: async () => undefined,
  close: async () => {},
  calls: {
    build_spike_histogram: async (_, { args }) => {
      const [binEdges, spikes] = [args.time_domain, args.spike_times] as NdArray[];
      const times = Float64Array.from(spikes!.data as ArrayLike<number>);
      const presentations = table({ stimulus_presentation_id: [0], start_time: [0], stop_time: [1] });
      const data = { spikeTimes: new Map([[0, times]]), presentations };
      const edges = binEdges!.data as ArrayLike<number>;
      return { kind: "dataarray", array: presentationwiseSpikeCounts(data, { binEdges: edges }) };
    },
  },
});

/** How pandas reads CSV cells, and how we do. */
export const readCsvGroup = defineHandlers<undefined>({
  covers: (project, group) => project === "quirks" && group === "read_csv",
  open: async () => undefined,
  close: async () => {},
  calls: {
    read_csv: async (_, { args, file }) => {
      const schema = { name: "cells", columns: [{ name: "id", type: "integer" as const }] };
      return tableOutcome(readCsv(new TextEncoder().encode(String(args.text)), schema, { resource: file }));
    },
  },
});
