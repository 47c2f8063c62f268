import { isEcephysError } from "@ecephys/files";
import { firstColumn, numbersOf } from "../charts/columns.ts";
import type { Figure } from "../figure/figure.ts";
import type { ChartSession } from "../session/chart-session.ts";
import {
  type SessionFigureName,
  type SessionFigureOptions,
  sessionFigure,
} from "../session/session-figure.ts";
import { escapeHtml } from "./html.ts";

/** A figure of a report: which, of what, and why it is there. */
export interface ReportFigure {
  readonly name: SessionFigureName;
  readonly options: SessionFigureOptions;
}

export interface ReportSection {
  readonly title: string;
  readonly figures: readonly ReportFigure[];
}

/** Units whose responses are drawn one by one. */
const MOST_UNITS = 3;

/** A parameter by which responses to a stimulus are split, of the Allen Institute's stimuli. */
const SPLIT: Readonly<Record<string, string>> = {
  flashes: "color",
  drifting_gratings: "orientation",
  drifting_gratings_75_repeats: "orientation",
  static_gratings: "orientation",
};

/** What a report shows, by what the session has. */
export async function reportSections(
  session: ChartSession,
  lfpProbe: number | undefined,
  signal: AbortSignal | undefined,
): Promise<ReportSection[]> {
  const stimuli = (await optional(session.stimulusNames({ signal }))) ?? [];
  const units = await optional(session.units({ signal }));
  const best = units ? mostActive(units) : [];
  const responses = stimuli.filter((name) => name in SPLIT).slice(0, 2);
  const windowOf = (name: string) => (name === "flashes" ? [-0.1, 0.5] : [-0.2, 1]) as [number, number];
  return [
    {
      title: "Where it was recorded",
      figures: [
        { name: "units", options: {} },
        { name: "structures", options: {} },
      ],
    },
    { title: "Quality of the units", figures: [{ name: "quality", options: {} }] },
    { title: "Stimuli", figures: [{ name: "stimuli", options: {} }] },
    {
      title: "Responses",
      figures: [
        ...responses.map((stimulus) => ({
          name: "psth-heatmap" as const,
          options: { stimulus, window: windowOf(stimulus), binSize: 0.02, title: `Responses to ${stimulus}` },
        })),
        ...best.flatMap((unit) => [
          ...responses.flatMap((stimulus) => {
            const shared = { unitIds: [unit], stimulus, by: SPLIT[stimulus], window: windowOf(stimulus) };
            return [
              { name: "raster" as const, options: shared },
              { name: "psth" as const, options: { ...shared, binSize: 0.02 } },
              ...(SPLIT[stimulus] === "orientation"
                ? [{ name: "tuning" as const, options: { unitIds: [unit], stimulus, by: "orientation" } }]
                : []),
            ];
          }),
          ...(stimuli.includes("gabors")
            ? [{ name: "receptive-field" as const, options: { unitIds: [unit] } }]
            : []),
          { name: "waveforms" as const, options: { unitIds: [unit] } },
          { name: "correlogram" as const, options: { unitIds: [unit] } },
        ]),
      ],
    },
    {
      title: "Behaviour",
      figures: [
        { name: "running", options: {} },
        { name: "eye", options: {} },
      ],
    },
    {
      title: "LFP and current source density",
      figures:
        lfpProbe === undefined
          ? []
          : [
              { name: "lfp", options: { probe: lfpProbe } },
              { name: "csd", options: { probe: lfpProbe } },
            ],
    },
  ];
}

/** The ids of the units with the highest firing rates. */
function mostActive(units: Parameters<typeof numbersOf>[0]): number[] {
  const id = firstColumn(units, ["unit_id", "id"]);
  if (id === undefined) return [];
  const ids = numbersOf(units, id, "Making a report");
  const rates = firstColumn(units, ["firing_rate"])
    ? numbersOf(units, "firing_rate", "Making a report")
    : undefined;
  const order = [...ids.keys()];
  if (rates) order.sort((a, b) => (rates[b] || 0) - (rates[a] || 0) || a - b);
  return order.slice(0, MOST_UNITS).map((i) => ids[i]!);
}

/** A figure with the code that makes it; the reason in place of one that cannot be drawn. */
export async function figureHtml(
  session: ChartSession,
  { name, options }: ReportFigure,
  signal: AbortSignal | undefined,
): Promise<string> {
  let figure: Figure;
  try {
    figure = await sessionFigure(session, name, { width: 460, ...options, signal });
  } catch (error) {
    if (!isEcephysError(error)) throw error;
    signal?.throwIfAborted();
    return `<p class="note">${escapeHtml(`${name} is not drawn: ${error.reason}`)}</p>`;
  }
  const shown = Object.entries(options).filter(([, value]) => value !== undefined);
  const code = `await sessionFigure(session, ${JSON.stringify(name)}, ${JSON.stringify(Object.fromEntries(shown))})`;
  return `<figure>${figure.svg()}<figcaption><details><summary>${escapeHtml(figure.description)}</summary><pre>${escapeHtml(code)}</pre></details></figcaption></figure>`;
}

/** What a call gives; undefined where the session lacks it, or has it damaged. */
export async function optional<Value>(call: Promise<Value>): Promise<Value | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isEcephysError(error) && ["not-found", "format"].includes(error.code)) return undefined;
    throw error;
  }
}
