/** One step of a process: how long it took, and the process's highest memory at its end. */
export interface Step {
  readonly run: string;
  readonly step: string;
  readonly seconds: number;
  readonly peakMb: number;
  /** What the side found, to check that both did the same work. */
  readonly answer: unknown;
}

interface Steps {
  readonly ours: readonly Step[];
  readonly theirs: readonly Step[];
}

export interface Line {
  readonly figure: string;
  readonly ours: string;
  readonly theirs: string;
  readonly ratio: number | undefined;
  readonly target: string;
  readonly met: boolean;
}

const LATER = ["presentations", "spike_times", "waveforms", "ids", "spike_counts", "statistics"];

/** Processes of each side and their steps in order; where memory is measured, the step has its own process. */
export const RUNS: Readonly<
  Record<string, { readonly ours: readonly string[]; readonly theirs: readonly string[] }>
> = {
  open: { ours: ["imports", "units"], theirs: ["imports", "units"] },
  session: {
    ours: ["imports", "units", "one_unit", "one_waveform", ...LATER],
    theirs: ["imports", "units", ...LATER],
  },
  lfp: { ours: ["imports", "units", "lfp"], theirs: ["imports", "units", "lfp"] },
  scenes: { ours: ["imports", "scenes"], theirs: ["imports", "scenes"] },
};

type Figure = (steps: Steps) => Line | undefined;

/** The time of a step, in one run or in all that have it, and its ratio to AllenSDK's. */
const ratio =
  (figure: string, run: string | undefined, step: string, most: number): Figure =>
  (steps) => {
    const [own, other] = [pick(steps.ours, run, step), pick(steps.theirs, run, step)];
    if (own.length === 0 || other.length === 0) return undefined;
    const same = isSame(own[0]!, other[0]!);
    const [our, theirs] = [
      median(own.map(({ seconds }) => seconds)),
      median(other.map(({ seconds }) => seconds)),
    ];
    return {
      figure,
      ours: time(our),
      theirs: time(theirs),
      ratio: our / theirs,
      target: same ? `ratio ≤ ${most}` : "answers differ",
      met: same && our / theirs <= most,
    };
  };

/** An absolute limit for a step, whatever AllenSDK needs. */
const limit =
  (figure: string, run: string, step: string, most: number, unit: "ms" | "MB"): Figure =>
  (steps) => {
    const measure = ({ seconds, peakMb }: Step) => (unit === "ms" ? seconds * 1000 : peakMb);
    const [own, other] = [pick(steps.ours, run, step), pick(steps.theirs, run, step)];
    if (own.length === 0) return undefined;
    const our = median(own.map(measure));
    const theirs = other.length === 0 ? "" : `${median(other.map(measure)).toFixed(0)} ${unit}`;
    return {
      figure,
      ours: `${our.toFixed(our < 10 ? 1 : 0)} ${unit}`,
      theirs,
      ratio: undefined,
      target: `≤ ${most} ${unit}`,
      met: our <= most,
    };
  };

export const FIGURES: readonly Figure[] = [
  ratio("opening and units", undefined, "units", 0.03),
  limit("opening and units: memory", "open", "units", 200, "MB"),
  ratio("presentations, conditions, masking", "session", "presentations", 0.08),
  ratio("all spike times", "session", "spike_times", 0.3),
  ratio("spike counts, 100 units × 5,000 presentations × 100 bins", "session", "spike_counts", 0.15),
  ratio("condition statistics, 1,000 presentations × 100 units", "session", "statistics", 0.05),
  ratio("all mean waveforms", "session", "waveforms", 1),
  limit("spike times of one unit, session open", "session", "one_unit", 20, "ms"),
  limit("waveform of one unit, session open", "session", "one_waveform", 20, "ms"),
  limit("one second of LFP, all channels", "lfp", "lfp", 100, "ms"),
  limit("one second of LFP: memory of the process", "lfp", "lfp", 150, "MB"),
  ratio("118 natural scenes (tifffile instead of AllenSDK)", "scenes", "scenes", 1),
];

/** The lines as a Markdown table. */
export function asTable(lines: readonly Line[]): string {
  const rows = lines.map(({ figure, ours, theirs, ratio, target, met }) => [
    figure,
    ours,
    theirs,
    ratio === undefined ? "" : ratio.toFixed(3),
    `${target}${met ? "" : " (missed)"}`,
  ]);
  return [["figure", "ours", "AllenSDK", "ratio", "target"], Array(5).fill("---"), ...rows]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");
}

export function meetsTargets(lines: readonly Line[]): boolean {
  return lines.every(({ met }) => met);
}

function pick(steps: readonly Step[], run: string | undefined, step: string): Step[] {
  return steps.filter((one) => (run === undefined || one.run === run) && one.step === step);
}

/** Whether both sides found the same: otherwise they did different work, and the ratio is meaningless. */
function isSame(ours: Step, theirs: Step): boolean {
  return JSON.stringify(ours.answer) === JSON.stringify(theirs.answer);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function time(seconds: number): string {
  return seconds < 1 ? `${(seconds * 1000).toFixed(seconds < 0.01 ? 1 : 0)} ms` : `${seconds.toFixed(1)} s`;
}
