import type { SessionFigureName, SessionFigureOptions } from "@ecephys/charts";
import type { ExplorerState } from "./state.ts";

/** A figure that the explorer shows: which, and of what. */
export interface ExplorerFigure {
  readonly name: SessionFigureName;
  readonly options: SessionFigureOptions;
}

/** Parameters that responses to a stimulus may be split by, and can be tuned to. */
const TUNED = [
  "orientation",
  "temporal_frequency",
  "spatial_frequency",
  "contrast",
  "x_position",
  "y_position",
];

/** Figures of the whole session. */
export const OVERVIEW: readonly ExplorerFigure[] = [
  { name: "units", options: {} },
  { name: "structures", options: {} },
  { name: "quality", options: {} },
];

/** Figures over the time of the session. */
export const OVER_TIME: readonly ExplorerFigure[] = [
  { name: "stimuli", options: {} },
  { name: "running", options: {} },
  { name: "eye", options: {} },
];

/** Figures of how the chosen units respond to the chosen stimulus. */
export function responses({ units, stimulus, by, window, bin }: ExplorerState): ExplorerFigure[] {
  if (stimulus === "") return [];
  const shared = { stimulus, window, ...(by && { by }) };
  return units.flatMap((unit): ExplorerFigure[] => {
    const unitIds = [unit];
    return [
      { name: "raster", options: { unitIds, ...shared } },
      { name: "psth", options: { unitIds, ...shared, binSize: bin } },
      ...(TUNED.includes(by) ? [{ name: "tuning" as const, options: { unitIds, stimulus, by } }] : []),
      ...(stimulus === "gabors" ? [{ name: "receptive-field" as const, options: { unitIds } }] : []),
      { name: "waveforms", options: { unitIds } },
      { name: "correlogram", options: { unitIds } },
    ];
  });
}

/** The TypeScript that makes a figure. */
export function codeOf({ name, options }: ExplorerFigure): string {
  const shown = Object.entries(options).filter(([key]) => key !== "width" && key !== "signal");
  const given = shown.map(([key, value]) => `  ${key}: ${JSON.stringify(value)},\n`).join("");
  const second = given === "" ? "" : `, {\n${given}}`;
  return `import { sessionFigure } from "@ecephys/charts/node";
import { openSession } from "@ecephys/nwb/node";

const session = await openSession("session.nwb");
const figure = await sessionFigure(session, "${name}"${second});
await writeFile("${name}.svg", figure.svg());`;
}

/** The numbers of a figure in AllenSDK, for those who come from there; undefined where it has no method for them. */
export function allensdkOf({ name, options }: ExplorerFigure): string | undefined {
  const unit = options.unitIds?.[0];
  const shown = `shown = session.get_stimulus_table("${options.stimulus}")`;
  const [from, to] = options.window ?? [-0.1, 0.5];
  const lines: Partial<Record<SessionFigureName, string>> = {
    units: "session.units",
    structures: "session.structurewise_unit_counts",
    quality: 'session.units[["snr", "isi_violations", "amplitude_cutoff", "presence_ratio"]]',
    stimuli: "session.get_stimulus_epochs()",
    running: "session.running_speed",
    eye: "session.get_pupil_data()",
    raster: `${shown}\nsession.presentationwise_spike_times(shown.index, [${unit}])`,
    psth: `${shown}\nsession.presentationwise_spike_counts(np.arange(${from}, ${to}, ${options.binSize}), shown.index, [${unit}])`,
    tuning: `${shown}\nsession.conditionwise_spike_statistics(shown.index, [${unit}])`,
    waveforms: `session.mean_waveforms[${unit}]`,
  };
  return lines[name];
}
