import { type ColumnTable, table } from "@ecephys/core/arquero";
import { argumentChecks, type OptionNames } from "@ecephys/files";
import { numbersOf, refuseMisspelt, requireTable } from "../inputs.ts";

/** By the shape of its waveform: narrow spikes of, mostly, inhibitory neurons, or broad ones. */
export type WaveformClass = "fast_spiking" | "regular_spiking";

/** Where classes are divided. */
export interface CellClassOptions {
  /** Milliseconds from trough to peak; narrower is fast spiking. 0.4 by default. */
  readonly duration?: number | undefined;
  /** How many times the baseline rate (plus 1 spike/s) the evoked rate of a tagged unit exceeds; 2 by default. */
  readonly ratio?: number | undefined;
}

const OPTIONS: OptionNames<CellClassOptions> = { duration: true, ratio: true };
const DATA: OptionNames<CellClassData> = { units: true, optotagging: true };
const ACTION = "Classifying units";

/** What classes are told from. */
export interface CellClassData {
  /** `unit_id` (or `id`) and `waveform_duration` (ms), such as `units()` of a session. */
  readonly units: ColumnTable;
  /** `optotaggingResponse()`: `unit_id`, `baseline_rate`, `evoked_rate`. */
  readonly optotagging?: ColumnTable | undefined;
}

/**
 * Classes of units: by the duration of the waveform (fast spiking below 0.4 ms: Barthó et al. 2004; Siegle, Jia et al.
 * 2021), and by their response to light: tagged where the evoked rate is more than twice the baseline rate plus one spike
 * per second, for any kind of pulse (the Allen Institute's optotagging example).
 * @returns `unit_id`, `waveform_class` (null for an unknown duration), `optotagged` (null without a response of the unit).
 * @throws an EcephysError "argument" for tables without the columns.
 */
export function cellClasses(data: CellClassData, options: CellClassOptions = {}): ColumnTable {
  const checks = argumentChecks(ACTION);
  if (typeof data !== "object" || data === null)
    throw checks.refusal("the data", data, "an object with units");
  refuseMisspelt(data, DATA, ACTION);
  const { units, optotagging } = data;
  const { duration = 0.4, ratio = 2 } = checks.knownOptions(options, OPTIONS);
  checks.positive("duration", duration, "milliseconds");
  checks.positive("ratio", ratio);
  requireTable("units", units, checks);
  if (optotagging !== undefined) requireTable("optotagging", optotagging, checks);
  const idColumn = units.columnNames().includes("unit_id") ? "unit_id" : "id";
  const ids = numbersOf(units, idColumn, ACTION, "units");
  const durations = numbersOf(units, "waveform_duration", ACTION, "units");
  const tagged = optotagging && taggedUnits(optotagging, ratio);
  return table({
    unit_id: ids.slice(),
    waveform_class: Array.from(durations, (one) => waveformClass(one, duration)),
    optotagged: Array.from(ids, (id) => tagged?.get(id) ?? null),
  });
}

function waveformClass(duration: number, threshold: number): WaveformClass | null {
  if (Number.isNaN(duration)) return null;
  return duration < threshold ? "fast_spiking" : "regular_spiking";
}

function taggedUnits(responses: ColumnTable, ratio: number): Map<number, boolean> {
  const [ids, baseline, evoked] = ["unit_id", "baseline_rate", "evoked_rate"].map((name) =>
    numbersOf(responses, name, ACTION, "responses to light"),
  );
  const tagged = new Map<number, boolean>();
  for (const [row, id] of ids!.entries()) {
    const response = evoked![row]! / (baseline![row]! + 1);
    if (Number.isNaN(response)) continue;
    const exceeds = response > ratio;
    tagged.set(id, (tagged.get(id) ?? false) || exceeds);
  }
  return tagged;
}
