import { conditionwiseSpikeStatistics, presentationwiseSpikeCounts, psth } from "@ecephys/analysis";
import type { ColumnTable } from "@ecephys/core/arquero";
import { argumentChecks, EcephysError } from "@ecephys/files";
import type { EcephysSession } from "@ecephys/nwb";
import type { ExportColumn } from "../rows/types.ts";
import { type ReadParameters, readParameters } from "./parameters.ts";
import type { ExportParameter, SessionExportKind } from "./types.ts";
import { unitByUnit } from "./unit-by-unit.ts";

const STIMULI: ExportParameter = {
  name: "stimuli",
  type: "texts",
  description: "names of the stimuli whose presentations are taken; all by default",
};

const window = (from: number, to: number): ExportParameter[] => [
  {
    name: "from",
    type: "number",
    description: `seconds from the start of a presentation; ${from} by default`,
  },
  { name: "to", type: "number", description: `seconds from the start of a presentation; ${to} by default` },
];

/** Spikes of each presentation, bin and unit. */
export const spikeCounts: SessionExportKind = {
  name: "spike-counts",
  level: "session",
  description: "one row per unit, presentation and bin: its number of spikes",
  parameters: [
    STIMULI,
    ...window(0, 0.25),
    { name: "bin", type: "number", description: "seconds; one bin from start to end by default" },
  ],
  version: 1,
  async rows(session, given, { signal } = {}) {
    const own = readParameters(this.name, this.parameters, given);
    const binEdges = edgesOf(own.number("from") ?? 0, own.number("to") ?? 0.25, own.number("bin"));
    const presentations = await presentationsOf(session, own, signal);
    const count = (spikeTimes: ReadonlyMap<number, Float64Array>) =>
      presentationwiseSpikeCounts({ spikeTimes, presentations }, { binEdges, unitsFirst: true }).toTable();
    return unitByUnit(session, count, countsAreWhole);
  },
};

/** Mean firing rates around the start of presentations. */
export const psths: SessionExportKind = {
  name: "psth",
  level: "session",
  description: "one row per unit, group of presentations and bin: the mean firing rate around their start",
  parameters: [
    STIMULI,
    ...window(-0.1, 0.5),
    { name: "bin", type: "number", description: "seconds; 0.01 by default" },
    {
      name: "by",
      type: "text",
      description: "column of the presentations whose values make the groups; stimulus_name by default",
    },
  ],
  version: 1,
  async rows(session, given, { signal } = {}) {
    const own = readParameters(this.name, this.parameters, given);
    const presentations = await presentationsOf(session, own, signal);
    const options = {
      window: [own.number("from") ?? -0.1, own.number("to") ?? 0.5] as const,
      binSize: own.number("bin"),
      by: own.text("by") ?? "stimulus_name",
    };
    return unitByUnit(session, (spikeTimes) => psth({ spikeTimes, presentations }, options).toTable());
  },
};

/** Spikes per presentation of each unit and condition. */
export const statistics: SessionExportKind = {
  name: "statistics",
  level: "session",
  description:
    "one row per unit and stimulus condition: mean, deviation and error of its spikes per presentation",
  parameters: [
    STIMULI,
    {
      name: "useRates",
      type: "flag",
      description: "whether spikes/s are meant instead of spikes; they are not by default",
    },
  ],
  version: 1,
  async rows(session, given, { signal } = {}) {
    const own = readParameters(this.name, this.parameters, given);
    const presentations = await presentationsOf(session, own, signal);
    const options = { useRates: own.flag("useRates") };
    return unitByUnit(session, (spikeTimes) =>
      conditionwiseSpikeStatistics({ spikeTimes, presentations }, options),
    );
  },
};

/** Presentations with times: those of the stimuli that are asked for. */
async function presentationsOf(
  session: EcephysSession,
  parameters: ReadParameters,
  signal: AbortSignal | undefined,
): Promise<ColumnTable> {
  const stimuli = parameters.texts("stimuli");
  if (stimuli === undefined) return session.stimulusPresentations({ signal });
  const known = await session.stimulusNames({ signal });
  const shown = stimuli.filter((name) => known.includes(name));
  if (shown.length > 0) return session.getStimulusTable(shown, { signal });
  throw new EcephysError("not-found", {
    action: "Choosing presentations",
    resource: stimuli.join(", "),
    reason: `${session.location} shows none of these stimuli`,
    remedy: `It shows ${known.join(", ")}`,
  });
}

function edgesOf(from: number, to: number, bin: number | undefined): Float64Array {
  const bins = bin === undefined ? 1 : Math.round((to - from) / bin);
  const isWhole = bin === undefined || Math.abs(bins * bin - (to - from)) < 1e-9 * Math.max(1, bins);
  if (!(to > from) || bins < 1 || !isWhole)
    throw argumentChecks("Exporting spike-counts").refusal(
      "the parameter bin",
      bin ?? to - from,
      `a width that divides the ${to - from} s from ${from} to ${to}`,
    );
  return Float64Array.from({ length: bins + 1 }, (_, at) =>
    at === bins ? to : from + (at * (to - from)) / bins,
  );
}

function countsAreWhole(column: ExportColumn): ExportColumn {
  return column.name === "spike_counts" ? { ...column, type: "int32" } : column;
}
