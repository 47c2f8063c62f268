import type * as analysis from "@ecephys/analysis";
import { groupRows, spikeStatisticsSteps } from "@ecephys/analysis/internal";
import { type ColumnTable, table } from "@ecephys/core/arquero";
import type { Steps } from "@ecephys/files/internal";

/** Statistics of intervals, by the columns whose combinations of values are told apart. */
export interface GroupedStatisticsOptions extends analysis.SpikeStatisticsOptions {
  readonly by?: readonly string[] | undefined;
}

/** Mean, standard deviation and standard error of spikes for each combination of the columns' values, unit by unit. */
export function* groupedStatisticsSteps(
  data: analysis.SpikeData,
  { by = [], ...options }: GroupedStatisticsOptions,
): Steps<ColumnTable> {
  const rows = data.presentations.numRows();
  const groups = groupRows(
    data.presentations,
    Int32Array.from({ length: rows }, (_, row) => row),
    by,
    ACTION,
  );
  const groupOf = new Float64Array(rows);
  for (const [group, { members }] of groups.entries()) for (const row of members) groupOf[row] = group;
  const presentations = data.presentations.assign(table({ stimulus_condition_id: groupOf }));
  const found = yield* spikeStatisticsSteps({ ...data, presentations }, options);
  const conditions = found.array("stimulus_condition_id") as ArrayLike<number>;
  const columns = found.columnNames().filter((name) => name !== "stimulus_condition_id");
  const keys = by.map((name, i) => [name, Array.from(conditions, (group) => groups[group]!.key[i])] as const);
  const [unit, ...rest] = columns.map((name) => [name, found.column(name)] as const);
  return table(
    Object.fromEntries([unit!, ...keys, ...rest].map(([name, values]) => [renamed(name), values])) as never,
  );
}

const ACTION = "Summarising spikes by the columns of intervals";

/** A row is an interval here, not a presentation. */
function renamed(name: string): string {
  return name === "stimulus_presentation_count" ? "interval_count" : name;
}
