import { type ColumnTable, table } from "@ecephys/core/arquero";
import { countValues } from "./count.ts";

const ACRONYM = "ecephys_structure_acronym";

/**
 * One row per structure, those with the most units first; null means outside the brain and comes last. `channels` and
 * `units` are annotated tables.
 */
export function countPerStructure(channels: ColumnTable, units: ColumnTable): ColumnTable {
  const channelCounts = countValues(channels, ACRONYM);
  const unitCounts = countValues(units, ACRONYM);
  const of = (counts: ReadonlyMap<unknown, number>, structure: unknown) => counts.get(structure) ?? 0;
  const structures = [...channelCounts.keys()].sort(
    (a, b) =>
      Number(a === null) - Number(b === null) ||
      of(unitCounts, b) - of(unitCounts, a) ||
      of(channelCounts, b) - of(channelCounts, a),
  );
  const probes = countDistinct(channels, "ecephys_probe_id");
  const sessions = countDistinct(channels, "ecephys_session_id");
  return table({
    [ACRONYM]: structures,
    unit_count: structures.map((structure) => of(unitCounts, structure)),
    channel_count: structures.map((structure) => of(channelCounts, structure)),
    probe_count: structures.map((structure) => of(probes, structure)),
    session_count: structures.map((structure) => of(sessions, structure)),
  });
}

/** How many different values of `column` there are in each structure. */
function countDistinct(channels: ColumnTable, column: string): Map<unknown, number> {
  const seen = new Map<unknown, Set<unknown>>();
  const [structure, value] = [channels.getter(ACRONYM), channels.getter(column)];
  for (let row = 0; row < channels.numRows(); row++) {
    const key: unknown = structure(row) ?? null;
    const values = seen.get(key) ?? new Set();
    if (values.size === 0) seen.set(key, values);
    values.add(value(row));
  }
  return new Map([...seen].map(([key, values]) => [key, values.size]));
}
