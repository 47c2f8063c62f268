import type { ColumnTable } from "@ecephys/core/arquero";
import { EcephysError } from "@ecephys/files";
import type { NwbRecording } from "@ecephys/nwb";
import { shownCorrelograms } from "../correlogram/shown.ts";
import type { DrawnTable, ShownTable } from "../table/command-definition.ts";
import type { NwbFlags, NwbView } from "./options.ts";

type Shown = Promise<ColumnTable | ShownTable | DrawnTable>;

/** Units that are drawn as curves; more are drawn as a heat map. */
const MOST_CURVES = 8;

/** What each view of an NWB file shows. */
export const NWB_VIEWS: Readonly<
  Record<
    NwbView,
    (file: NwbRecording, name: string | undefined, flags: NwbFlags, signal: AbortSignal) => Shown
  >
> = {
  contents: async (file, _, __, signal) => ({
    table: await file.contents({ signal }),
    shown: ["path", "kind", "type", "rows", "columns", "shape", "unit", "rate"],
  }),
  info: async (file, _, __, signal) => properties(file, signal),
  units: async (file, _, __, signal) =>
    (await file.units({ signal })) ?? lack(file, "units", "`ecephys nwb FILE` lists what it has"),
  electrodes: async (file, _, __, signal) =>
    (await file.electrodes({ signal })) ?? lack(file, "electrodes", "`ecephys nwb FILE` lists what it has"),
  intervals: async (file, name, _, signal) => file.intervals(name!, { signal }),
  table: async (file, name, _, signal) => file.table(name!, { signal }),
  columns: async (file, name, _, signal) => file.columns(name!, { signal }),
  links: async (file, _, __, signal) => file.links({ signal }),
  series: async (file, name, { from, to }, signal) => {
    const series = await file.series(name!, { signal });
    return series.table({ from, to, signal });
  },
  spikes: async (file, _, { unit, from = -Infinity, to = Infinity }, signal) => {
    const { table } = await import("@ecephys/core/arquero");
    const spikes = (await file.spikeTimes({ unitIds: unit, signal })) ?? lack(file, "spike times", "");
    const rows = [...spikes].flatMap(([id, times]) =>
      Array.from(times, (time) => [id, time] as const).filter(([, time]) => time >= from && time <= to),
    );
    return table({
      unit_id: Float64Array.from(rows, ([id]) => id),
      spike_time: Float64Array.from(rows, ([, time]) => time),
    });
  },
  psth: async (file, _, flags, signal) => {
    const { align, bin = 0.01, by, from = -0.1, intervals, smooth, to = 0.5, unit } = flags;
    const rates = await file.psth({
      ...{ intervals: intervals!, align, by, unitIds: unit },
      ...{ window: [from, to], binSize: bin, smooth, signal },
    });
    if (by !== undefined) return rates.toTable();
    const figure = async () => {
      const charts = await import("@ecephys/charts/node");
      return rates.shape[0]! > MOST_CURVES ? charts.psthHeatmap(rates) : charts.psth(rates);
    };
    return { table: rates.toTable(), figure };
  },
  raster: async (file, _, { align, from = -0.1, intervals, to = 0.5, unit }, signal) =>
    file.rasterTable({ intervals: intervals!, align, unitIds: unit, window: [from, to], signal }),
  correlogram: async (file, _, flags, signal) => {
    const { align, bin: binSize, by, from, intervals, lag: window, to, unit: unitIds, until } = flags;
    const span = from === undefined || to === undefined ? undefined : ([from, to] as const);
    const times = intervals === undefined ? { timeRange: span } : { intervals, align, until, by, span };
    const pairs = await file.correlograms({ ...times, unitIds, window, binSize, signal });
    return shownCorrelograms(pairs);
  },
};

/** Metadata and subject as one table of properties. */
async function properties(file: NwbRecording, signal: AbortSignal): Promise<ShownTable> {
  const { table } = await import("@ecephys/core/arquero");
  const subject = (await file.subject({ signal })) ?? {};
  const entries = [
    ["nwb_version", file.version] as const,
    ...Object.entries(await file.metadata({ signal })),
    ...Object.entries(subject).map(([name, value]) => [`subject_${name}`, value] as const),
  ].filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0));
  return {
    table: table({
      property: entries.map(([name]) => name),
      value: entries.map(([, value]) => (value instanceof Date ? value.toISOString() : value)),
    }),
    object: { key: "property", value: "value" },
  };
}

function lack(file: NwbRecording, what: string, remedy: string): never {
  throw new EcephysError("not-found", {
    action: "Reading an NWB file",
    resource: file.location,
    reason: `it has no ${what}, or several tables of them`,
    remedy: remedy || undefined,
  });
}
