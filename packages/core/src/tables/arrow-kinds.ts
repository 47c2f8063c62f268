import { CHANNELS, type ColumnType, PROBES, SESSIONS, UNIT_ANALYSIS_METRICS, UNITS } from "./schema.ts";
import { CHANNEL_RENAMES, SESSION_RENAMES, UNIT_RENAMES } from "./suppress.ts";

/** The Arrow type of a column, each with nulls for missing values; "json": values of several types, as JSON text. */
export type ArrowKind = "int64" | "float64" | "utf8" | "bool" | "timestamp" | "utf8[]" | "float64[]" | "json";

const OF_TYPE: Readonly<Record<ColumnType, ArrowKind | undefined>> = {
  integer: "int64",
  number: "float64",
  text: "utf8",
  boolean: "bool",
  any: undefined,
};

const RENAMES = new Map<string, string>([...SESSION_RENAMES, ...CHANNEL_RENAMES, ...UNIT_RENAMES]);

const DECLARED: ReadonlyMap<string, ArrowKind> = new Map([
  ...[SESSIONS, PROBES, CHANNELS, UNITS, UNIT_ANALYSIS_METRICS].flatMap(({ columns }) =>
    columns.flatMap(({ name, type }) => {
      const kind = OF_TYPE[type];
      const names = [name, RENAMES.get(name) ?? name];
      return kind === undefined ? [] : names.map((one) => [one, kind] as const);
    }),
  ),
  ["ecephys_structure_acronyms", "utf8[]"],
  ["tags", "utf8[]"],
  ["center_rf", "float64[]"],
  ["class_rf", "utf8"],
  ["on_screen_rf", "bool"],
  ["valid_data", "bool"],
  ["probe_has_lfp_data", "bool"],
  ["cluster_id", "int64"],
  ["probe_channel_number", "int64"],
]);

/** Parameters that are one number in some presentations and several in others. */
const PARAMETERS: ReadonlySet<string> = new Set(["size", "phase", "spatial_frequency", "color_triplet"]);

/**
 * The Arrow type of a column of the project by its name, whatever its values; `undefined` for others.
 * @param ofStimuli Whether its table is of stimuli: a probe's "phase" is a text, a grating's a number or several.
 */
export function declaredKind(name: string, ofStimuli: boolean): ArrowKind | undefined {
  if (ofStimuli && PARAMETERS.has(name)) return "float64[]";
  if (/(^|_)id$|_count$|^(unit|channel|probe)_counts?$/.test(name)) return "int64";
  return DECLARED.get(name) ?? (/_multi_/.test(name) ? "bool" : undefined);
}

/** The Arrow type of a column that nobody declared, from all of its values. Numbers are float64, whole or not. */
export function inferredKind(values: Iterable<unknown>): ArrowKind {
  const kinds = new Set<ArrowKind | "[]">();
  for (const value of values) {
    const kind = kindOf(value);
    if (kind !== undefined) kinds.add(kind);
  }
  if (kinds.delete("[]") && kinds.size === 0) return "utf8[]";
  const [only = "utf8"] = kinds;
  return kinds.size > 1 || only === "[]" ? "json" : only;
}

function kindOf(value: unknown): ArrowKind | "[]" | undefined {
  if (typeof value === "number") return "float64";
  if (typeof value === "bigint") return "int64";
  if (typeof value === "string") return "utf8";
  if (typeof value === "boolean") return "bool";
  if (value === null || value === undefined) return undefined;
  if (value instanceof Date) return "timestamp";
  if (!Array.isArray(value) && !ArrayBuffer.isView(value)) return "json";
  const items = new Set(Array.from(value as ArrayLike<unknown>, kindOf));
  items.delete(undefined);
  const [only = "[]"] = items;
  if (items.size > 1) return "json";
  if (only === "float64") return "float64[]";
  if (only === "utf8") return "utf8[]";
  return only === "[]" ? "[]" : "json";
}
