import type { ColumnTable } from "@ecephys/core/arquero";
import { EcephysError } from "@ecephys/files";
import { rowsByName } from "./columns.ts";
import { CONTRAST_STIMULUS, type StimulusKind } from "./kinds.ts";
import { type Blocks, presentationBlocks } from "./rates.ts";
import { binEdges, type Trials, trialsOf } from "./trials.ts";

/** One stimulus of a recording, as its metrics need it. */
export interface Stimulus {
  readonly kind: StimulusKind;
  /** The name of the stimulus; undefined where the table has no names. */
  readonly key: string | undefined;
  readonly trials: Trials;
  /** By condition 1 where it is blank. */
  readonly blank: Uint8Array;
  /** Seconds. */
  readonly trialDuration: number;
  /** Edges of the bins of a trial, seconds from its start. */
  readonly edges: Float64Array;
  /** Rows of "drifting_gratings_contrast"; undefined where it was not shown. */
  readonly contrast: Trials | undefined;
  readonly blocks: Blocks;
  /** By trial cm/s. */
  readonly speeds: Float64Array;
}

/** Which stimulus is analysed, and in which windows. */
export interface StimulusOptions {
  /** The name of the stimulus; by default the first one of the class. */
  readonly stimulusKey?: string | undefined;
  /** Seconds of a trial, from its start; that of the class by default. */
  readonly trialDuration?: number | undefined;
  /** Seconds of a bin; 0.001 by default. */
  readonly psthResolution?: number | undefined;
}

/** The parts of a stimulus that no running speed is needed for. */
export function stimulusOf(
  presentations: ColumnTable,
  kind: StimulusKind,
  { stimulusKey, trialDuration = kind.trialDuration, psthResolution = 0.001 }: StimulusOptions,
  action: string,
): Omit<Stimulus, "speeds"> {
  const key = stimulusKey ?? firstOfKind(presentations, kind, action);
  const rows = rowsOf(presentations, key, action);
  if (rows.length === 0) throw nothingShown(presentations, key, action);
  const trials = trialsOf(presentations, rows, kind.dimensions, action);
  if (trials.rows.length === 0)
    throw new EcephysError("not-found", {
      action,
      resource: `${rows.length} presentations`,
      reason: "none has a start, a stop that is not before it, and a condition",
      remedy: "Look at start_time and stop_time of the table",
    });
  const contrastRows =
    key !== undefined && kind.name === "drifting_gratings"
      ? rowsOf(presentations, CONTRAST_STIMULUS, action)
      : new Int32Array();
  return {
    kind,
    key,
    trials,
    blank: blankConditions(trials, kind),
    trialDuration,
    edges: binEdges(trialDuration, psthResolution, action),
    contrast:
      contrastRows.length > 0 ? trialsOf(presentations, contrastRows, kind.dimensions, action) : undefined,
    blocks: presentationBlocks(trials.starts, trials.stops, trialDuration),
  };
}

function nothingShown(presentations: ColumnTable, key: string | undefined, action: string): EcephysError {
  if (key === undefined)
    return new EcephysError("not-found", {
      action,
      resource: "the table of presentations",
      reason: "it is empty",
    });
  return new EcephysError("not-found", {
    action,
    resource: `presentations of "${key}"`,
    reason: "there are none",
    remedy: `Name another stimulus with the option stimulusKey: ${stimulusNames(presentations, action).join(", ")}`,
  });
}

function blankConditions(trials: Trials, { blank }: StimulusKind): Uint8Array {
  if (!blank) return new Uint8Array(trials.conditionIds.length);
  return Uint8Array.from(trials.parameter(blank.parameter), (value) =>
    Object.is(value, blank.value) ? 1 : 0,
  );
}

/** The first name, in the order of the presentations, of a stimulus of this class; undefined for a table without names. */
function firstOfKind(presentations: ColumnTable, kind: StimulusKind, action: string): string | undefined {
  if (!hasNames(presentations)) return undefined;
  const names = stimulusNames(presentations, action);
  const found = names.find((name) => kind.matches(name));
  if (found !== undefined) return found;
  throw new EcephysError("not-found", {
    action,
    resource: `a stimulus of the class "${kind.title}"`,
    reason: `none of the presentations is named ${kind.knownKeys.join(" or ")}`,
    remedy: `Name the stimulus with the option stimulusKey: ${names.join(", ")}`,
  });
}

function rowsOf(presentations: ColumnTable, key: string | undefined, action: string): Int32Array {
  if (key === undefined) return Int32Array.from({ length: presentations.numRows() }, (_, row) => row);
  return rowsByName(presentations, action).get(key) ?? new Int32Array();
}

/** The names of what was shown, in the order of their first appearance; none for a table without names. */
export function stimulusNames(presentations: ColumnTable, action: string): string[] {
  if (!hasNames(presentations)) return [];
  const names = [...rowsByName(presentations, action).keys()];
  return names.filter((name): name is string => typeof name === "string" && !NOT_STIMULI.has(name));
}

/** What a session names besides its stimuli. */
const NOT_STIMULI = new Set(["spontaneous", "invalid_presentation"]);

function hasNames(presentations: ColumnTable): boolean {
  return presentations.columnNames().includes("stimulus_name");
}
