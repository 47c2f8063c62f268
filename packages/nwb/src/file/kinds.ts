import type { Attributes } from "./members.ts";
import { typeOf } from "./values.ts";

/** What an object of a file is, for those who look for data in it. */
export type ContentKind =
  | "units"
  | "electrodes"
  | "intervals"
  | "table"
  | "series"
  /** Times alone. */
  | "events"
  /** Values about the recording. */
  | "metadata"
  | "array"
  | "other";

export const ELECTRODES = "/general/extracellular_ephys/electrodes";

/** Holds series, for all its name. */
const CONTAINER = "BehavioralTimeSeries";

/** The kinds that are tables. */
export const TABLE_KINDS: readonly ContentKind[] = ["units", "electrodes", "intervals", "table"];

/** The kinds that are series. */
export const SERIES_KINDS: readonly ContentKind[] = ["series", "events"];

/**
 * What a group is: by its type where that is known, else by what it holds, so that the types of extensions work.
 * Undefined for a group that is neither table nor series.
 * @param datasets Names of the datasets in it, and of links.
 */
export function kindOfGroup(
  path: string,
  attributes: Attributes,
  datasets: ReadonlySet<string>,
): ContentKind | undefined {
  const type = typeOf(attributes);
  if (attributes.colnames !== undefined || datasets.has("id")) {
    if (path === ELECTRODES) return "electrodes";
    if (type === "Units" || datasets.has("spike_times")) return "units";
    const isInterval = datasets.has("start_time") && datasets.has("stop_time");
    return type === "TimeIntervals" || isInterval ? "intervals" : "table";
  }
  if (type === "TimeIntervals") return "intervals";
  if (type === "Units") return "units";
  if (type?.endsWith("Series") && type !== CONTAINER && datasets.size > 0) return "series";
  const hasTimes = datasets.has("timestamps") || datasets.has("starting_time");
  if (datasets.has("data") && hasTimes) return "series";
  return datasets.has("timestamps") ? "events" : undefined;
}
