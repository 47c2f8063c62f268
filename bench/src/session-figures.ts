/** One step of a process: how long it took, and the process's highest memory at its end. */
export interface Step {
  readonly run: string;
  readonly step: string;
  readonly seconds: number;
  /** Seconds of the processor, of all threads; with the first step those of the start. */
  readonly processor?: number;
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
  /** Processor time of both sides: more reliable than the clock on a busy machine. */
  readonly processor?: string;
}

const LATER = ["presentations", "spike_times", "waveforms", "ids", "spike_counts", "statistics"];

const READS = ["imports", "units", "one_unit", "one_waveform", "presentations"];
const ANALYSES = ["psth", "receptive_fields", "counts_all", "statistics_all", "rates", "optotagging"];
const BEFORE = ["imports", "units", "presentations", "spike_times", "ids"];

/** The steps of a process of each side. */
interface Run {
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
  /** What runs their steps: AllenSDK by default. */
  readonly script?: "arrays.py";
  /** Arguments of the command for the session's file, in place of our steps. */
  readonly command?: readonly string[];
}

/** Processes of each side and their steps in order; where memory is measured, the step has its own process. */
export const RUNS: Readonly<Record<string, Run>> = {
  open: { ours: ["imports", "units"], theirs: ["imports", "units"] },
  session: {
    ours: ["imports", "units", "one_unit", "one_waveform", ...LATER],
    theirs: ["imports", "units", ...LATER],
  },
  metrics: {
    ours: ["imports", "units", "presentations", "spike_times", "stimulus_metrics"],
    theirs: ["imports", "units", "presentations", "spike_times", "stimulus_metrics"],
  },
  fresh_metrics: { ours: ["imports", "fresh_metrics"], theirs: ["imports", "fresh_metrics"] },
  all_metrics: { ours: [...BEFORE, "all_metrics"], theirs: [], script: "arrays.py" },
  all_metrics_workers: { ours: [...BEFORE, "all_metrics_workers"], theirs: [], script: "arrays.py" },
  lfp: { ours: ["imports", "units", "lfp"], theirs: ["imports", "units", "lfp"] },
  scenes: { ours: ["imports", "scenes"], theirs: ["imports", "scenes"] },
  reads: { ours: READS, theirs: READS, script: "arrays.py" },
  all_spikes: {
    ours: ["imports", "units", "spike_times"],
    theirs: ["imports", "units", "spike_times"],
    script: "arrays.py",
  },
  all_waveforms: {
    ours: ["imports", "units", "waveforms"],
    theirs: ["imports", "units", "waveforms"],
    script: "arrays.py",
  },
  lfp_reads: {
    ours: ["imports", "units", "lfp", "lfp_minute"],
    theirs: ["imports", "units", "lfp", "lfp_minute"],
    script: "arrays.py",
  },
  analyses: { ours: [...BEFORE, ...ANALYSES], theirs: [...BEFORE, ...ANALYSES], script: "arrays.py" },
  whole: { ours: ["imports", "units"], theirs: ["imports", "units"], script: "arrays.py" },
  whole_table: { ours: ["imports", "unit_table"], theirs: ["imports", "unit_table"], script: "arrays.py" },
  whole_command: {
    ours: [],
    command: ["units", "--format", "table", "--limit", "20"],
    theirs: ["imports", "units"],
    script: "arrays.py",
  },
  correlograms: {
    ours: [...BEFORE, "correlograms", "correlograms_workers"],
    theirs: ["imports"],
    script: "arrays.py",
  },
  units_first: { ours: [...BEFORE, "counts_units_first"], theirs: ["imports"], script: "arrays.py" },
};

type Figure = (steps: Steps) => Line | undefined;

/** The time of a step, in one run or in all of those beside AllenSDK, and its ratio to AllenSDK's. */
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

/**
 * The time of some steps together, beside those of h5py or numpy: a limit of the ratio, of the time, or both. `same` is
 * another step that both sides have to answer alike.
 */
const beside =
  (
    figure: string,
    run: string,
    names: readonly string[],
    most: { readonly ratio?: number; readonly ms?: number; readonly same?: string },
  ): Figure =>
  (steps) => {
    const total = (side: readonly Step[]) =>
      names
        .map((name) => pick(side, run, name).map(({ seconds }) => seconds))
        .filter(({ length }) => length > 0);
    const [own, other] = [total(steps.ours), total(steps.theirs)];
    if (own.length < names.length) return undefined;
    const [our, their] = [own, other].map((times) => times.reduce((sum, one) => sum + median(one), 0)) as [
      number,
      number,
    ];
    const isComparable = other.length === names.length;
    const compared = most.same === undefined ? names : [...names, most.same];
    const same = compared.every((name) => {
      const [ours, theirs] = [pick(steps.ours, run, name)[0]!, pick(steps.theirs, run, name)[0]];
      return theirs === undefined || theirs.answer === null || isSame(ours, theirs);
    });
    const ratio = isComparable ? our / their : undefined;
    const processor = [steps.ours, steps.theirs].map((side) => processorTime(side, run, names));
    const targets = [
      ...(most.ratio === undefined ? [] : [`ratio ≤ ${most.ratio}`]),
      ...(most.ms === undefined ? [] : [`≤ ${most.ms} ms`]),
    ];
    return {
      figure,
      ours: time(our),
      theirs: isComparable ? time(their) : "",
      ratio,
      target: same ? targets.join(", ") : "answers differ",
      met: same && !(our * 1000 > (most.ms ?? Infinity)) && !((ratio ?? 0) > (most.ratio ?? Infinity)),
      processor: processor.every((one) => one !== undefined)
        ? processor.map((one) => time(one!)).join(" / ")
        : "",
    };
  };

/** The least of the rounds, of some steps together; undefined where it was not measured. */
function processorTime(side: readonly Step[], run: string, names: readonly string[]): number | undefined {
  // A process is what its steps are.
  const isWhole = names.includes("process");
  const wanted = isWhole
    ? [...new Set(side.filter((one) => one.run === run).map(({ step }) => step))]
    : names;
  const least = wanted
    .filter((name) => name !== "process")
    .map((name) => Math.min(...pick(side, run, name).map(({ processor }) => processor ?? Number.NaN)));
  const total = least.reduce((sum, one) => sum + one, 0);
  return least.length > 0 && Number.isFinite(total) ? total : undefined;
}

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
  ratio(
    "all stimulus metrics of 40 units, session and spikes in memory",
    "metrics",
    "stimulus_metrics",
    0.02,
  ),
  ratio("the same from a fresh session", "fresh_metrics", "fresh_metrics", 0.01),
  limit("all stimulus metrics of all units, one thread", "all_metrics", "all_metrics", 60_000, "ms"),
  limit("the same by workers", "all_metrics_workers", "all_metrics_workers", 35_000, "ms"),
  ratio("all mean waveforms", "session", "waveforms", 1),
  limit("spike times of one unit, session open", "session", "one_unit", 20, "ms"),
  limit("waveform of one unit, session open", "session", "one_waveform", 20, "ms"),
  limit("one second of LFP, all channels", "lfp", "lfp", 100, "ms"),
  limit("one second of LFP: memory of the process", "lfp", "lfp", 150, "MB"),
  ratio("118 natural scenes (tifffile instead of AllenSDK)", "scenes", "scenes", 1),
  beside("opening, units and imports (h5py)", "reads", ["imports", "units"], { ratio: 1 }),
  beside("the same as a whole process (h5py)", "whole", ["process"], { ratio: 1 }),
  beside("the same beside the whole table of units (h5py, pandas)", "whole_table", ["process"], {
    ratio: 1,
    same: "unit_table",
  }),
  beside("ecephys session FILE units (h5py)", "whole_command", ["process"], { ratio: 1 }),
  beside("spike times of one unit (h5py)", "reads", ["one_unit"], { ratio: 2.5, ms: 5 }),
  beside("waveform of one unit (h5py)", "reads", ["one_waveform"], { ms: 3 }),
  beside("70,000 presentations (h5py, raw columns)", "reads", ["presentations"], { ms: 400 }),
  beside("all spike times (h5py)", "all_spikes", ["spike_times"], {}),
  beside("all mean waveforms (h5py)", "all_waveforms", ["waveforms"], { ratio: 1 }),
  beside("one second of LFP, opened for it (h5py)", "lfp_reads", ["lfp"], { ms: 8 }),
  beside("60 s of LFP × 95 channels (h5py)", "lfp_reads", ["lfp_minute"], { ratio: 1.5 }),
  beside("PSTH of all units by condition (numpy)", "analyses", ["psth"], { ms: 500 }),
  beside("receptive fields of all units (numpy)", "analyses", ["receptive_fields"], { ms: 400 }),
  beside("counts, 2,779 × 5,000 × 50 (numpy)", "analyses", ["counts_all"], { ms: 1500 }),
  beside("the same with units first", "units_first", ["counts_units_first"], { ms: 1500 }),
  beside("condition statistics of all units (numpy)", "analyses", ["statistics_all"], { ms: 700 }),
  beside("firing rates by stimulus (numpy)", "analyses", ["rates"], { ms: 500 }),
  beside("optotagging of all units (numpy)", "analyses", ["optotagging"], { ms: 160 }),
  beside("correlograms of 80 units with each other", "correlograms", ["correlograms"], {}),
  beside("the same by workers", "correlograms", ["correlograms_workers"], {}),
];

/** The lines as a Markdown table. */
export function asTable(lines: readonly Line[]): string {
  const rows = lines.map(({ figure, ours, theirs, ratio, target, met, processor = "" }) => [
    figure,
    ours,
    theirs,
    ratio === undefined ? "" : ratio.toFixed(3),
    `${target}${met ? "" : " (missed)"}`,
    processor,
  ]);
  const head = [
    "figure",
    "ours",
    "AllenSDK or the one named",
    "ratio",
    "target",
    "least processor time of both",
  ];
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

export function meetsTargets(lines: readonly Line[]): boolean {
  return lines.every(({ met }) => met);
}

function pick(steps: readonly Step[], run: string | undefined, step: string): Step[] {
  const isIn = (name: string) => (run === undefined ? RUNS[name]?.script === undefined : name === run);
  return steps.filter((one) => isIn(one.run) && one.step === step);
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
