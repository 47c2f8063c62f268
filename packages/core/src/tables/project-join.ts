import type { ColumnTable } from "arquero";
import { type Column, columnsOf, plain, requireColumn } from "./column.ts";
import { mergeColumns } from "./join.ts";
import {
  blocksOf,
  composeRows,
  findRows,
  keysOf,
  LinkedRows,
  type RowSearch,
  type Rows,
  rowFinder,
  rowSearch,
  rowsWhere,
} from "./rows.ts";
import { suppressAndRename, UNIT_RENAMES } from "./suppress.ts";
import { UNIT_FILTER_DEFAULTS, unitRows } from "./unit-filters.ts";

/** The project's raw tables, as a backend returns them. */
export interface RawTables {
  readonly sessions: ColumnTable;
  readonly probes: ColumnTable;
  readonly channels: ColumnTable;
  readonly units: ColumnTable;
}

/** Which of the four tables a column of an annotated table comes from. */
export type Level = keyof RawTables;

/** A column of an annotated table, not gathered yet. */
export interface SourceColumn {
  readonly name: string;
  readonly column: Column;
  readonly level: Level;
}

/**
 * For every row of a table, the matching rows of the tables above it; -1 if there is none. What only some tables need is
 * found when it is asked for.
 */
export interface ProjectJoin {
  readonly raw: RawTables;
  /** The raw tables with filters and orders applied, to which the row numbers refer. */
  readonly tables: RawTables;
  readonly sessionOfProbe: Rows;
  readonly probeOfChannel: () => Rows;
  readonly sessionOfChannel: () => Rows;
  /** Those of some units that have a channel, a probe and a session; the others are not looked at. */
  readonly ownedUnits: (units: Rows) => OwnedUnits;
  /** Those that pass the default filters. */
  readonly defaultUnits: () => OwnedUnits;
  /** Columns of each annotated table, before suppression. */
  readonly columns: Readonly<Record<Level, readonly SourceColumn[]>>;
}

/** Rows of units, and of the tables above them. */
export interface OwnedUnits extends Readonly<Record<Exclude<Level, "units">, LinkedRows>> {
  readonly units: Rows;
}

const joins = new WeakMap<ColumnTable, ProjectJoin>();

/**
 * The join of a project's tables, made once and kept as long as its units table exists.
 * @throws an EcephysError "format" if a key column is missing or an id is duplicated.
 */
export function projectJoin(raw: RawTables): ProjectJoin {
  const known = joins.get(raw.units);
  if (known && LEVELS.every((level) => known.raw[level] === raw[level])) return known;
  const join = joinProject(raw);
  joins.set(raw.units, join);
  return join;
}

const LEVELS: readonly Level[] = ["sessions", "probes", "channels", "units"];

function joinProject(raw: RawTables): ProjectJoin {
  const [sessions, probes, channels, units] = LEVELS.map((level) => plain(raw[level])) as [
    ColumnTable,
    ColumnTable,
    ColumnTable,
    ColumnTable,
  ];
  const idOf = (table: ColumnTable, name: Level) => requireColumn(table, "id", name);
  const sessionIds = requireColumn(probes, "ecephys_session_id", "probes");
  const probeIds = requireColumn(channels, "ecephys_probe_id", "channels");
  const sessionOfProbe = findRows(sessionIds, idOf(sessions, "sessions"), "sessions");
  const probeOfChannel = once(() => findRows(probeIds, idOf(probes, "probes"), "probes"));
  const ownedUnits = unitOwners({
    channels: rowSearch(
      requireColumn(units, "ecephys_channel_id", "units"),
      idOf(channels, "channels"),
      "channels",
    ),
    probeOf: rowFinder(idOf(probes, "probes"), "probes"),
    probeIds: keysOf(probeIds),
    sessionOfProbe,
  });
  return {
    raw,
    tables: { sessions, probes, channels, units },
    sessionOfProbe,
    probeOfChannel,
    sessionOfChannel: once(() => composeRows(probeOfChannel(), sessionOfProbe)),
    ownedUnits,
    defaultUnits: once(() => ownedUnits(unitRows(units, UNIT_FILTER_DEFAULTS))),
    columns: annotatedColumns(sessions, probes, channels, units),
  };
}

interface UnitKeys {
  /** By unit. */
  readonly channels: RowSearch;
  readonly probeOf: (id: unknown) => number;
  /** By channel. */
  readonly probeIds: ArrayLike<unknown>;
  readonly sessionOfProbe: Rows;
}

/** Finds the owners of units, of each only once. */
function unitOwners(keys: UnitKeys): (units: Rows) => OwnedUnits {
  const count = keys.channels.length;
  const owners: UnitOwners = {
    ...keys,
    channelOfUnit: new Int32Array(count),
    probeOfUnit: new Int32Array(count),
    known: new Uint8Array(count),
  };
  const { channelOfUnit, probeOfUnit, sessionOfProbe } = owners;
  return (units) => {
    const owned = new Int32Array(units.length);
    let found = 0;
    for (const [from, to] of blocksOf(units.length))
      found = addOwned(owners, units.subarray(from, to), owned, found);
    const rows = owned.subarray(0, found);
    return {
      units: rows,
      channels: new LinkedRows(rows, channelOfUnit),
      probes: new LinkedRows(rows, probeOfUnit),
      sessions: new LinkedRows(rows, probeOfUnit, sessionOfProbe),
    };
  };
}

interface UnitOwners extends UnitKeys {
  readonly channelOfUnit: Rows;
  readonly probeOfUnit: Rows;
  /** Of each unit: 0 until somebody looks for its owners. */
  readonly known: Uint8Array;
}

const OWNED = 1;
const NOT_OWNED = 2;

/** Adds those of some units that have owners to the `found` ones. @returns how many there are then. */
function addOwned(owners: UnitOwners, units: Rows, owned: Rows, found: number): number {
  const { channelOfUnit, channels, known, probeIds, probeOf, probeOfUnit, sessionOfProbe } = owners;
  let count = found;
  // Neighbouring units mostly are of the same probe.
  let [last, probe, state] = [undefined as unknown, -1, NOT_OWNED];
  for (let index = 0; index < units.length; index += 1) {
    const unit = units[index]!;
    if (known[unit] === 0) {
      const channel = channels.rowOf(unit);
      const id = channel < 0 ? undefined : probeIds[channel];
      if (id !== last) {
        probe = id === undefined ? -1 : probeOf(id);
        state = probe >= 0 && sessionOfProbe[probe]! >= 0 ? OWNED : NOT_OWNED;
        last = id;
      }
      channelOfUnit[unit] = channel;
      probeOfUnit[unit] = probe;
      known[unit] = state;
    }
    if (known[unit] === OWNED) owned[count++] = unit;
  }
  return count;
}

function annotatedColumns(
  sessions: ColumnTable,
  probes: ColumnTable,
  channels: ColumnTable,
  units: ColumnTable,
): ProjectJoin["columns"] {
  const ofSessions = sourceColumns(sessions, "sessions").filter(({ name }) => name !== "structure_acronyms");
  const ofProbes = mergeColumns(withLfpRate(sourceColumns(probes, "probes")), withoutId(ofSessions), [
    "_probe",
    "_session",
  ]);
  const ofChannels = mergeColumns(sourceColumns(channels, "channels"), withoutId(ofProbes), [
    "_channel",
    "_probe",
  ]);
  const ownOfUnits = suppressAndRename(sourceColumns(units, "units"), [], UNIT_RENAMES);
  const ofUnits = mergeColumns(ownOfUnits, withoutId(ofChannels), ["_unit", "_channel"]);
  return { sessions: ofSessions, probes: ofProbes, channels: ofChannels, units: ofUnits };
}

function sourceColumns(table: ColumnTable, level: Level): SourceColumn[] {
  return [...columnsOf(table)].map(([name, column]) => ({ name, column, level }));
}

function withoutId(columns: readonly SourceColumn[]): SourceColumn[] {
  return columns.filter(({ name }) => name !== "id");
}

/** LFP is stored at the sampling rate divided by the subsampling factor, if there is one ([note T13](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t13)). */
function withLfpRate(columns: readonly SourceColumn[]): SourceColumn[] {
  const factor = columns.find(({ name }) => name === "lfp_temporal_subsampling_factor")?.column;
  if (!factor) return [...columns];
  return columns.map((source) => {
    if (source.name !== "lfp_sampling_rate") return source;
    const rates = Array.from(source.column as Column<number>, (rate, row) => rate / Number(factor.at(row)));
    return { ...source, column: Float64Array.from(rates) };
  });
}

/** All rows that have a match. */
export function joinedRows(partners: Rows): Rows {
  return rowsWhere(partners.length, (row) => partners[row]! >= 0);
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
