import * as analysis from "@ecephys/analysis";
import { DataArray, type Labels } from "@ecephys/core";
import { type ColumnTable, table } from "@ecephys/core/arquero";

/** The rows of a table that share the values of some columns, in order of first appearance. */
interface Group {
  readonly key: readonly unknown[];
  readonly ids: number[];
}

function groupsOf(events: ColumnTable, by: readonly string[]): Group[] {
  const ids = events.array("stimulus_presentation_id") as ArrayLike<number>;
  const columns = by.map((name) => events.array(name) as ArrayLike<unknown>);
  const groups = new Map<string, Group>();
  for (let row = 0; row < ids.length; row++) {
    const key = columns.map((column) => column[row]);
    const text = JSON.stringify(key, (_, value: unknown) =>
      typeof value === "bigint"
        ? String(value)
        : ArrayBuffer.isView(value)
          ? Array.from(value as never)
          : value,
    );
    const known = groups.get(text);
    if (known) known.ids.push(ids[row]!);
    else groups.set(text, { key, ids: [ids[row]!] });
  }
  return [...groups.values()];
}

/** A peri-stimulus time histogram for each value of a column, with a first dimension of the column's name. */
export function groupedPsth(
  data: analysis.SpikeData,
  by: string,
  options: analysis.PsthOptions,
): DataArray<Float64Array> {
  const wanted = new Set(options.stimulusPresentationIds as Iterable<number> | undefined);
  const groups = groupsOf(data.presentations, [by])
    .map(({ key, ids }) => ({
      key,
      ids: options.stimulusPresentationIds === undefined ? ids : ids.filter((id) => wanted.has(id)),
    }))
    .filter(({ ids }) => ids.length > 0)
    .sort((a, b) => compared(a.key[0], b.key[0]));
  const parts = groups.map(({ ids }) => analysis.psth(data, { ...options, stimulusPresentationIds: ids }));
  const like = parts[0] ?? analysis.psth(data, options);
  const all = new Float64Array(parts.length * like.size);
  for (const [i, part] of parts.entries()) all.set(part.data, i * like.size);
  return new DataArray({
    name: like.name,
    dims: [by, ...like.dims],
    shape: [parts.length, ...like.shape],
    coords: { [by]: labelsOf(groups.map(({ key }) => key[0])), ...like.coords },
    data: all,
    attributes: { ...like.attributes, presentations: groups.map(({ ids }) => ids.length) },
  });
}

/** Numbers in order, then text; missing last. */
function compared(a: unknown, b: unknown): number {
  const rank = (value: unknown) =>
    typeof value === "number" && !Number.isNaN(value) ? 0 : value === null || Number.isNaN(value) ? 2 : 1;
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (rank(a) === 0) return (a as number) - (b as number);
  return String(a) < String(b) ? -1 : 1;
}

function labelsOf(values: readonly unknown[]): Labels {
  if (values.every((value) => typeof value === "number")) return Float64Array.from(values);
  return values.map((value) => (value === null || Number.isNaN(value) ? "" : String(value)));
}

/** Mean, standard deviation and standard error of spikes for each combination of the columns' values. */
export function groupedStatistics(
  data: analysis.SpikeData,
  by: readonly string[],
  options: analysis.SpikeStatisticsOptions,
): ColumnTable {
  const groups = groupsOf(data.presentations, by);
  const groupOf = new Map(groups.flatMap(({ ids }, group) => ids.map((id) => [id, group] as const)));
  const ids = data.presentations.array("stimulus_presentation_id") as ArrayLike<number>;
  const presentations = data.presentations.assign(
    table({ stimulus_condition_id: Float64Array.from(ids, (id) => groupOf.get(id)!) }),
  );
  const found = analysis.conditionwiseSpikeStatistics({ ...data, presentations }, options);
  const conditions = found.array("stimulus_condition_id") as ArrayLike<number>;
  const columns = found.columnNames().filter((name) => name !== "stimulus_condition_id");
  const keys = by.map((name, i) => [name, Array.from(conditions, (group) => groups[group]!.key[i])] as const);
  const [unit, ...rest] = columns.map((name) => [name, found.column(name)] as const);
  return table(
    Object.fromEntries([unit!, ...keys, ...rest].map(([name, values]) => [renamed(name), values])) as never,
  );
}

/** A row is an interval here, not a presentation. */
function renamed(name: string): string {
  return name === "stimulus_presentation_count" ? "interval_count" : name;
}
