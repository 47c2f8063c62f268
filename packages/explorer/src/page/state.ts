/** What the explorer shows: all of it is in the page's address, so that a link shows the same. */
export interface ExplorerState {
  /** "sample", or the address of a file; empty for a file of the reader's, which no address can name. */
  readonly source: string;
  readonly units: readonly number[];
  /** The stimulus whose presentations are looked at, or the path of a table of intervals, which begins with "/". */
  readonly stimulus: string;
  /** The column of times of a table of intervals that counts as the onset; empty for the start. */
  readonly align: string;
  /** The column that responses are split by; empty for none. */
  readonly by: string;
  /** Seconds from onset. */
  readonly window: Span;
  readonly bin: number;
  /** Filters the table of units, in the language of `where`. */
  readonly where: string;
  /** Seconds of the session that are shown over time; all of it where undefined. */
  readonly time: Span | undefined;
  /** Whose spikes are shown over time. */
  readonly rows: UnitRows;
  /** The address of a probe's LFP file. */
  readonly lfp: string;
  readonly lfpView: LfpView;
  /** Which units there are: those that pass AllenSDK's filters, or all. */
  readonly quality: UnitQuality;
  /** Whether known faults of the released data are put right. */
  readonly corrected: boolean;
}

export type Span = readonly [from: number, to: number];

/** The chosen units, or those that the table shows. */
export const UNIT_ROWS = ["chosen", "listed"] as const;
export type UnitRows = (typeof UNIT_ROWS)[number];

export const LFP_VIEWS = ["heatmap", "traces", "csd"] as const;
export type LfpView = (typeof LFP_VIEWS)[number];

export const UNIT_QUALITIES = ["good", "all"] as const;
export type UnitQuality = (typeof UNIT_QUALITIES)[number];

export const INITIAL: ExplorerState = {
  source: "",
  units: [],
  stimulus: "",
  align: "",
  by: "",
  window: [-0.1, 0.5],
  bin: 0.01,
  where: "",
  time: undefined,
  rows: "listed",
  lfp: "",
  lfpView: "heatmap",
  quality: "good",
  corrected: false,
};

/** Units whose figures are drawn side by side. */
export const MOST_UNITS = 6;

const TEXTS = ["source", "stimulus", "align", "by", "where", "rows", "lfp", "lfpView", "quality"] as const;

/** The state as the part of an address after "#"; what is as at first is left out. */
export function toHash(state: ExplorerState): string {
  const params = new URLSearchParams();
  for (const name of TEXTS) if (state[name] !== INITIAL[name]) params.set(name, state[name]);
  if (state.units.length > 0) params.set("units", state.units.join(","));
  if (String(state.window) !== String(INITIAL.window)) params.set("window", state.window.join(","));
  if (state.bin !== INITIAL.bin) params.set("bin", String(state.bin));
  if (state.time) params.set("time", state.time.map((seconds) => Number(seconds.toFixed(4))).join(","));
  if (state.corrected) params.set("corrected", "yes");
  return params.toString();
}

/** Reads an address; what makes no sense is as at first. */
export function fromHash(hash: string): ExplorerState {
  const params = new URLSearchParams(hash.replace(/^#/, ""));
  const text = (name: string) => params.get(name) ?? "";
  const numbers = (name: string) =>
    text(name)
      .split(",")
      .filter((part) => part !== "")
      .map(Number)
      .filter(Number.isFinite);
  const span = (name: string): Span | undefined => {
    const [from, to] = numbers(name);
    return from !== undefined && to !== undefined && from < to ? [from, to] : undefined;
  };
  const [bin = INITIAL.bin] = numbers("bin");
  return {
    source: text("source"),
    units: numbers("units").slice(0, MOST_UNITS),
    stimulus: text("stimulus"),
    align: text("align"),
    by: text("by"),
    window: span("window") ?? INITIAL.window,
    bin: bin > 0 ? bin : INITIAL.bin,
    where: text("where"),
    time: span("time"),
    rows: UNIT_ROWS.find((one) => one === text("rows")) ?? INITIAL.rows,
    lfp: text("lfp"),
    lfpView: LFP_VIEWS.find((one) => one === text("lfpView")) ?? INITIAL.lfpView,
    quality: UNIT_QUALITIES.find((one) => one === text("quality")) ?? INITIAL.quality,
    corrected: text("corrected") === "yes",
  };
}
