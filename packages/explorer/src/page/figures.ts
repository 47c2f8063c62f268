import type { SessionFigureName, SessionFigureOptions } from "@ecephys/charts";
import { type Opening, openOptions } from "./opening.ts";
import type { ExplorerState, Span } from "./state.ts";

/** A figure that the explorer shows: which, and of what. */
export interface ExplorerFigure {
  readonly name: SessionFigureName;
  readonly options: SessionFigureOptions;
}

/** Figures of the whole session. */
export const OVERVIEW: readonly ExplorerFigure[] = [
  { name: "units", options: {} },
  { name: "structures", options: {} },
  { name: "quality", options: {} },
];

/** Figures of how the chosen units respond to the chosen stimulus, or around rows of intervals, and of their shape. */
export function responses(
  { units, stimulus, align, by, window, bin }: ExplorerState,
  isTuned: boolean,
): ExplorerFigure[] {
  const isTable = stimulus.startsWith("/");
  const shown = isTable ? { intervals: stimulus, ...(align && { align }) } : { stimulus };
  const shared = { ...shown, window, ...(by && { by }) };
  return units.flatMap((unit): ExplorerFigure[] => {
    const unitIds = [unit];
    return [
      ...(stimulus === ""
        ? []
        : ([
            { name: "raster", options: { unitIds, ...shared } },
            { name: "psth", options: { unitIds, ...shared, binSize: bin } },
          ] as const)),
      ...(isTuned ? [{ name: "tuning" as const, options: { unitIds, ...shown, by } }] : []),
      ...(stimulus === "gabors" ? [{ name: "receptive-field" as const, options: { unitIds } }] : []),
      { name: "waveforms", options: { unitIds } },
      { name: "correlogram", options: { unitIds } },
    ];
  });
}

/** What is shown over time, as figures that can be saved. */
export function overTimeFigures(
  unitIds: readonly number[],
  time: Span,
  probe: number | undefined,
  isCsd: boolean,
): ExplorerFigure[] {
  return [
    { name: "over-time", options: { unitIds, time } },
    ...(probe === undefined
      ? []
      : [{ name: isCsd ? ("csd" as const) : ("lfp" as const), options: { probe, time } }]),
  ];
}

/** The TypeScript that makes a figure of a session that was opened in some way. */
export function codeOf({ name, options }: ExplorerFigure, opening?: Opening): string {
  const shown = Object.entries(options).filter(([key]) => key !== "width" && key !== "signal");
  const given = shown.map(([key, value]) => `  ${key}: ${JSON.stringify(value)},\n`).join("");
  const second = given === "" ? "" : `, {\n${given}}`;
  const { probe } = options;
  const how = Object.entries(opening ? openOptions(opening) : {});
  const opens = [
    ...(probe === undefined ? [] : [`  lfp: { ${probe}: "probe_${probe}_lfp.nwb" },\n`]),
    ...how.map(([key, value]) => `  ${key}: ${JSON.stringify(value)},\n`),
  ];
  const third = opens.length === 0 ? "" : `, {\n${opens.join("")}}`;
  return `import { writeFile } from "node:fs/promises";
import { sessionFigure } from "@ecephys/charts/node";
import { openSession } from "@ecephys/nwb/node";

const session = await openSession("session.nwb"${third});
const figure = await sessionFigure(session, "${name}"${second});
await writeFile("${name}.svg", figure.svg());`;
}

/** The numbers of a figure in AllenSDK, for those who come from there; undefined where it has no method for them. */
export function allensdkOf({ name, options }: ExplorerFigure): string | undefined {
  const { intervals, probe, time } = options;
  if (intervals !== undefined) return undefined;
  const units = `[${(options.unitIds ?? []).join(", ")}]`;
  const unit = options.unitIds?.[0];
  const shown = `shown = session.get_stimulus_table(${JSON.stringify(options.stimulus)})`;
  const [from, to] = options.window ?? [-0.1, 0.5];
  const spikes = time ? `[(spikes >= ${time[0]}) & (spikes <= ${time[1]})]` : "";
  const lines: Partial<Record<SessionFigureName, string | undefined>> = {
    units: "session.units",
    structures: "session.structurewise_unit_counts",
    quality: 'session.units[["snr", "isi_violations", "amplitude_cutoff", "presence_ratio"]]',
    "over-time": `session.get_stimulus_epochs()
{unit: spikes${spikes} for unit, spikes in session.spike_times.items() if unit in ${units}}
session.running_speed
session.get_pupil_data()`,
    raster: `${shown}\nsession.presentationwise_spike_times(shown.index, ${units})`,
    psth: `${shown}\nsession.presentationwise_spike_counts(np.arange(${from}, ${to}, ${options.binSize}), shown.index, ${units})`,
    tuning: `${shown}\nsession.conditionwise_spike_statistics(shown.index, ${units})`,
    waveforms: `session.mean_waveforms[${unit}]`,
    lfp: `session.get_lfp(${probe})${time ? `.sel(time=slice(${time[0]}, ${time[1]}))` : ""}`,
    csd: time ? undefined : `session.get_current_source_density(${probe})`,
  };
  return lines[name];
}

/** A name for the file that a figure is saved in: without what file systems refuse. */
export function fileNameOf({ name, options }: ExplorerFigure): string {
  const { unitIds = [], stimulus, intervals, time } = options;
  const units = unitIds.length > 6 ? [`${unitIds.length}-units`] : unitIds;
  return [name, ...units, stimulus ?? intervals, ...(time ?? [])]
    .filter((part) => part !== undefined)
    .join("-")
    .replace(/[^\w.-]+/g, "_");
}
