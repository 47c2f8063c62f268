import { type ColumnTable, table } from "@ecephys/core/arquero";
import { EcephysError } from "@ecephys/files";

/** Runs of channels in one structure. */
export interface ChannelStructureIntervals {
  /** The structure of each run; null for out of brain. */
  readonly labels: readonly (string | null)[];
  /** Where the runs begin among the given channels, and where the last one ends: one more than `labels`. */
  readonly intervals: Int32Array;
}

/** The structures of channels or units: the project's column, or without a project the file's. */
export function structuresOf(owned: ColumnTable): readonly (string | null)[] {
  const names = owned.columnNames();
  const name = names.includes("ecephys_structure_acronym")
    ? "ecephys_structure_acronym"
    : "structure_acronym";
  return Array.from(owned.array(name) as ArrayLike<string | null>);
}

/** Counts of units by structure, most first; equal counts in order of first appearance. */
export function structurewiseCounts(units: ColumnTable): ColumnTable {
  const counts = new Map<string, number>();
  for (const structure of structuresOf(units))
    if (structure !== null) counts.set(structure, (counts.get(structure) ?? 0) + 1);
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  return table({
    ecephys_structure_acronym: sorted.map(([structure]) => structure),
    unit_count: Float64Array.from(sorted, ([, count]) => count),
  });
}

/**
 * See `EcephysSession.channelStructureIntervals`.
 * @throws an EcephysError "not-found" that names an unknown channel, "argument" for an empty list.
 */
export function structureIntervals(
  channels: ColumnTable,
  channelIds: readonly number[],
  warn: (message: string) => void,
): ChannelStructureIntervals {
  const action = "Finding the structures along channels";
  if (channelIds.length === 0)
    throw new EcephysError("argument", { action, resource: "channelIds", reason: "there are no channels" });
  const ids = channels.array("id") as ArrayLike<number>;
  const rowsById = new Map(Array.from(ids, (id, row) => [id, row] as const));
  const rows = channelIds.map((id) => {
    const row = rowsById.get(id);
    if (row !== undefined) return row;
    throw new EcephysError("not-found", {
      action,
      resource: `channel ${id}`,
      reason: "the session has no channel of this id",
      remedy: "Take ids from its table of channels, which leaves out channels that are not valid",
    });
  });
  const probes = channels.array("probe_id") as ArrayLike<number>;
  if (new Set(rows.map((row) => probes[row])).size > 1) warn("The channels belong to more than one probe.");
  const all = structuresOf(channels);
  const structures = rows.map((row) => all[row] ?? null);
  const starts = structures.flatMap((structure, i) =>
    i === 0 || structure !== structures[i - 1] ? [i] : [],
  );
  return {
    labels: starts.map((start) => structures[start]!),
    intervals: Int32Array.from([...starts, rows.length]),
  };
}
