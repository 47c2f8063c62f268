import type { ColumnTable } from "@ecephys/core/arquero";
import {
  type ArgumentChecks,
  argumentChecks,
  EcephysError,
  type Ids,
  type OptionNames,
} from "@ecephys/files";
import { nextTurn } from "@ecephys/files/internal";
import {
  refuseMisspelt,
  requireTable,
  type SpikeTimes,
  selectUnits,
  type UnitSpikes,
  type Warn,
} from "../inputs.ts";

/** Reads the spikes of some units when they are needed. */
export interface SpikeReader {
  readonly unitIds: readonly number[];
  /** Resolves to a map that has each of these units, if only with an empty list. */
  read(
    unitIds: readonly number[],
    options: { readonly signal?: AbortSignal | undefined },
  ): Promise<SpikeTimes>;
}

/** The data of a stimulus analysis: a session's, or those of any recording. */
export interface StimulusData {
  /** By unit id the unit's spike times in seconds; or what reads them. */
  readonly spikeTimes: SpikeTimes | SpikeReader;
  /**
   * One row per presentation: `start_time`, `stop_time` (seconds, in any order) and the parameters of the stimulus.
   * Where there is a `stimulus_name`, other stimuli may be among them. Without `stimulus_condition_id`, presentations are
   * one condition where those parameters are equal that the stimulus is analysed by; give one where others vary too.
   */
  readonly presentations: ColumnTable;
  /** `start_time` (seconds) and `velocity` (cm/s); or what reads it. Without it, nothing is known of running. */
  readonly runningSpeed?: ColumnTable | (() => Promise<ColumnTable | undefined>) | undefined;
  /** `stimulus_condition_id` and the parameters of each condition; taken from the presentations by default. */
  readonly conditions?: ColumnTable | undefined;
  /** Called with what is left out or missing. */
  readonly warn?: Warn | undefined;
}

/** Which units are analysed. */
export interface UnitsOptions {
  /** One id or several, in this order; all by default. */
  readonly unitIds?: Ids | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called some times a second while it takes long, and at the end. */
  readonly onProgress?: ((progress: UnitsProgress) => void) | undefined;
}

const DATA: OptionNames<StimulusData> = {
  spikeTimes: true,
  presentations: true,
  runningSpeed: true,
  conditions: true,
  warn: true,
};

export const UNITS_OPTIONS: OptionNames<UnitsOptions> = { unitIds: true, signal: true, onProgress: true };

/** How far a long computation has come, in units. */
export interface UnitsProgress {
  readonly done: number;
  readonly total: number;
}

/** @throws an EcephysError "argument" for data of the wrong kind, and for a misspelt part of them. */
export function checkStimulusData(data: StimulusData, action: string): ArgumentChecks {
  const checks = argumentChecks(action);
  if (typeof data !== "object" || data === null)
    throw checks.refusal("the data", data, "an object with spikeTimes and presentations");
  refuseMisspelt(data, DATA, action);
  const { spikeTimes } = data;
  const isReader = typeof (spikeTimes as Partial<SpikeReader> | undefined)?.read === "function";
  if (!isReader && !(spikeTimes instanceof Map))
    throw checks.refusal("spikeTimes", spikeTimes, "a Map of spike times by unit id");
  if (isReader) {
    const unitIds: unknown = (spikeTimes as SpikeReader).unitIds;
    if (!Array.isArray(unitIds) && !ArrayBuffer.isView(unitIds))
      throw checks.refusal("spikeTimes.unitIds", unitIds, "an array of ids of units");
    checks.ids("spikeTimes.unitIds", unitIds as readonly number[]);
  }
  requireTable("presentations", data.presentations, checks);
  return checks;
}

/** The units of the data, and what reads them. */
export function readerOf({ spikeTimes }: StimulusData): SpikeReader {
  if (!(spikeTimes instanceof Map)) return spikeTimes as SpikeReader;
  return { unitIds: [...spikeTimes.keys()], read: async () => spikeTimes };
}

/**
 * The units that a reader gives, in the order of the ids. Spikes that are out of order are sorted, in a copy.
 * @throws an EcephysError "argument" that names the unit for which it gives something else.
 */
export async function readUnits(
  reader: SpikeReader,
  ids: readonly number[],
  { signal }: Pick<UnitsOptions, "signal">,
  action: string,
): Promise<UnitSpikes[]> {
  return selectUnits(await readSpikes(reader, ids, { signal }, action), ids, action);
}

/** What a reader gives, as it is; values that are no lists of numbers are refused where they are taken. */
export async function readSpikes(
  reader: SpikeReader,
  ids: readonly number[],
  { signal }: Pick<UnitsOptions, "signal">,
  action: string,
): Promise<SpikeTimes> {
  if (ids.length === 0) return new Map();
  const found: unknown = await reader.read(ids, { signal });
  const missing = found instanceof Map ? ids.find((id) => !found.has(id)) : ids[0];
  if (found instanceof Map && missing === undefined) return found;
  throw argumentChecks(action).refusal(
    `what spikeTimes.read gave for unit ${missing}`,
    found instanceof Map ? undefined : found,
    "a Map with a Float64Array of seconds for each unit that was asked for",
    "Give an empty one for a unit without spikes",
  );
}

/**
 * The ids of some of the units, each once.
 * @throws an EcephysError "not-found" that names the unknown ones.
 */
export function chosenUnits(
  known: readonly number[],
  wanted: Ids | undefined,
  action: string,
): readonly number[] {
  const ids = argumentChecks(action).ids("unitIds", wanted);
  if (ids === undefined) return known;
  const set = new Set(known);
  const unknown = ids.filter((id) => !set.has(id));
  if (unknown.length === 0) return [...new Set(ids)];
  throw new EcephysError("not-found", {
    action,
    resource: `unit${unknown.length > 1 ? "s" : ""} ${unknown.slice(0, 5).join(", ")}`,
    reason: "they are not among the units of the analysis",
    remedy: "Take ids from unitIds of the analysis",
  });
}

/** Units that are read at once: enough to read runs of a file, few enough for memory and for progress. */
const AT_ONCE = 48;
/** Milliseconds of work between which timers and input get their turn. */
const TURN = 40;

/**
 * Reads units block by block and calls `use` with a few at a time, yielding to the event loop between.
 * @param together how many units `use` gets at once.
 */
export async function forUnits(
  reader: SpikeReader,
  unitIds: readonly number[],
  together: number,
  { signal, onProgress }: UnitsOptions,
  action: string,
  use: (units: readonly { readonly id: number; readonly times: Float64Array }[]) => void,
): Promise<void> {
  let last = performance.now();
  for (let from = 0; from < unitIds.length; from += AT_ONCE) {
    signal?.throwIfAborted();
    const ids = unitIds.slice(from, from + AT_ONCE);
    const units = await readUnits(reader, ids, { signal }, action);
    for (let at = 0; at < units.length; at += together) {
      use(units.slice(at, at + together));
      if (performance.now() - last < TURN) continue;
      onProgress?.({ done: from + Math.min(units.length, at + together), total: unitIds.length });
      await nextTurn();
      signal?.throwIfAborted();
      last = performance.now();
    }
  }
  onProgress?.({ done: unitIds.length, total: unitIds.length });
}
