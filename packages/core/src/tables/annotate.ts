import { argumentChecks, type OptionNames } from "@ecephys/files";
import type { ColumnTable } from "arquero";
import { type Column, type Columns, isMissing, requireColumn, tableOf } from "./column.ts";
import { countRows, uniquesByRow } from "./counts.ts";
import { gather } from "./gathered.ts";
import { joinTables } from "./join.ts";
import type { UnitWithMetricsRow } from "./metric-types.ts";
import {
  joinedRows,
  type Level,
  type OwnedUnits,
  type ProjectJoin,
  projectJoin,
  type RawTables,
  type SourceColumn,
} from "./project-join.ts";
import type { ChannelRow, ProbeRow, SessionRow, UnitRow } from "./row-types.ts";
import { areAllRows, composeRows, LinkedRows, type Rows, rowsWhere } from "./rows.ts";
import { CHANNEL_RENAMES, SESSION_RENAMES, SUPPRESSED, suppressAndRename } from "./suppress.ts";
import type { Table } from "./table.ts";
import {
  normalizeUnitFilters,
  UNIT_FILTER_OPTIONS,
  type UnitFilterOptions,
  unitRows,
} from "./unit-filters.ts";

export type { RawTables };

/** Options for annotating a table. */
export interface AnnotateOptions {
  /**
   * Columns to leave out, instead of the default ones; a renamed column can be given under either name
   * ([note T4](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t4)), unknown names are ignored.
   */
  readonly suppress?: readonly string[] | undefined;
}

/** Options for annotating units. */
export interface AnnotateUnitsOptions extends AnnotateOptions, UnitFilterOptions {}

const ANNOTATE_OPTIONS: OptionNames<AnnotateOptions> = { suppress: true };
const ANNOTATE_UNITS_OPTIONS: OptionNames<AnnotateUnitsOptions> = { suppress: true, ...UNIT_FILTER_OPTIONS };

const checks = argumentChecks("Annotating a table");

/**
 * The session table: raw sessions with `unit_count` (units that pass the default filters), `channel_count`,
 * `probe_count` and `ecephys_structure_acronyms` (arrays in order of first appearance among the session's
 * channels, null for outside the brain, empty without channels;
 * [note T12](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t12)). `genotype` is renamed
 * `full_genotype`.
 * @throws an EcephysError "format" if a table lacks a key column or has a duplicate id.
 */
export function annotateSessions(raw: RawTables, options: AnnotateOptions = {}): Table<SessionRow> {
  checks.knownOptions(options, ANNOTATE_OPTIONS);
  const join = projectJoin(raw);
  const count = join.tables.sessions.numRows();
  const all = Int32Array.from({ length: count }, (_, row) => row);
  const counted: SourceColumn[] = [
    ...join.columns.sessions,
    ...owned("sessions", {
      unit_count: countRows(join.defaultUnits().sessions.rows, count),
      channel_count: countRows(join.sessionOfChannel(), count),
      probe_count: countRows(join.sessionOfProbe, count),
      ecephys_structure_acronyms: structures(join, join.sessionOfChannel(), count),
    }),
  ];
  return gathered(
    join,
    suppressAndRename(counted, options.suppress ?? SUPPRESSED.sessions, SESSION_RENAMES),
    {
      sessions: all,
    },
  );
}

/**
 * The probe table: raw probes with their session's columns, `unit_count`, `channel_count` and
 * `ecephys_structure_acronyms` as in the session table. `lfp_sampling_rate` is that of the stored LFP: the raw
 * rate divided by the subsampling factor
 * ([note T13](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t13)); Hz. Probes of unknown sessions
 * are left out.
 * @throws an EcephysError "format" if a table lacks a key column or has a duplicate id.
 */
export function annotateProbes(raw: RawTables, options: AnnotateOptions = {}): Table<ProbeRow> {
  checks.knownOptions(options, ANNOTATE_OPTIONS);
  const join = projectJoin(raw);
  const count = join.sessionOfProbe.length;
  const unitsOfProbes = join.defaultUnits().probes.rows;
  const counted: SourceColumn[] = [
    ...join.columns.probes,
    ...owned("probes", {
      unit_count: countRows(unitsOfProbes, count),
      channel_count: countRows(join.probeOfChannel(), count),
      ecephys_structure_acronyms: structures(join, join.probeOfChannel(), count),
    }),
  ];
  const probes = joinedRows(join.sessionOfProbe);
  return gathered(join, suppressAndRename(counted, options.suppress ?? SUPPRESSED.probes), {
    probes,
    sessions: composeRows(probes, join.sessionOfProbe),
  });
}

/**
 * The channel table: raw channels with their probe's and session's columns and `unit_count` (units that pass
 * the default filters). The probe's `name` is renamed `probe_name`, and left out by default
 * ([note T3](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t3)). Channels of unknown probes or
 * sessions are left out. Positions and CCF coordinates in µm.
 * @throws an EcephysError "format" if a table lacks a key column or has a duplicate id.
 */
export function annotateChannels(raw: RawTables, options: AnnotateOptions = {}): Table<ChannelRow> {
  checks.knownOptions(options, ANNOTATE_OPTIONS);
  const join = projectJoin(raw);
  const units = join.defaultUnits().channels.rows;
  const counted: SourceColumn[] = [
    ...join.columns.channels,
    ...owned("channels", { unit_count: countRows(units, join.tables.channels.numRows()) }),
  ];
  const channels = joinedRows(join.sessionOfChannel());
  const suppress = options.suppress ?? SUPPRESSED.channels;
  return gathered(join, suppressAndRename(counted, suppress, CHANNEL_RENAMES), aboveChannels(join, channels));
}

/**
 * The unit table: raw units that pass the filters, with their channel's, probe's and session's columns.
 * Waveform columns have the prefix `waveform_`; the probe's `name`, `phase`, `sampling_rate` and the channel's
 * `local_index` keep their names
 * ([note T2](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t2)). A missing metric never passes its
 * threshold, not even `null` (no limit)
 * ([note T7](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t7)). Units of unknown channels are left
 * out ([note T14](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t14)); those outside the
 * brain only with `filterOutOfBrainUnits: true`
 * ([note T6](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t6)). `quality` is kept only with
 * `filterByValidity: false`.
 * @throws an EcephysError "argument" for invalid filters, "format" as for the other tables.
 */
export function annotateUnits(raw: RawTables, options: AnnotateUnitsOptions = {}): Table<UnitRow> {
  checks.knownOptions(options, ANNOTATE_UNITS_OPTIONS);
  const settings = normalizeUnitFilters(options);
  const join = projectJoin(raw);
  const structureIds = settings.filterOutOfBrainUnits
    ? requireColumn(join.tables.channels, "ecephys_structure_id", "channels")
    : undefined;
  const all = join.ownedUnits(unitRows(join.tables.units, settings));
  const units = structureIds === undefined ? all : unitsIn(all, structureIds);
  const hidden = [
    ...(options.suppress ?? SUPPRESSED.units),
    ...(settings.filterByValidity ? ["quality"] : []),
  ];
  return gathered(join, suppressAndRename(join.columns.units, hidden), units);
}

/** The units in a structure. @param structureIds By channel. */
function unitsIn({ units, channels, probes, sessions }: OwnedUnits, structureIds: Column): OwnedUnits {
  const inside = rowsWhere(units.length, (index) => !isMissing(structureIds.at(channels.rows[index]!)));
  return {
    units: composeRows(inside, units),
    channels: new LinkedRows(inside, channels.rows),
    probes: new LinkedRows(inside, probes.rows),
    sessions: new LinkedRows(inside, sessions.rows),
  };
}

/**
 * Units with their analysis metrics: the rows of `units` that have metrics, in their order, with the id renamed
 * `ecephys_unit_id` ([note T16](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t16)).
 * @throws an EcephysError "format" if the metrics have a duplicate id.
 */
export function annotateMetrics(units: ColumnTable, metrics: ColumnTable): Table<UnitWithMetricsRow> {
  return joinTables(units, metrics).rename({ id: "ecephys_unit_id" }) as Table<UnitWithMetricsRow>;
}

type RowsByLevel = Readonly<Partial<Record<Level, Rows | LinkedRows>>>;

function aboveChannels(join: ProjectJoin, channels: Rows): RowsByLevel {
  return {
    channels,
    probes: composeRows(channels, join.probeOfChannel()),
    sessions: composeRows(channels, join.sessionOfChannel()),
  };
}

/** The columns at these rows; a column whose rows are all taken in order is not copied. */
function gathered<Row extends object>(
  join: ProjectJoin,
  columns: readonly SourceColumn[],
  rows: RowsByLevel,
): Table<Row> {
  const result: Columns = new Map();
  const wholes = new Map<Level, boolean>();
  for (const { name, column, level } of columns) {
    const from = rows[level] ?? NO_ROWS;
    const isWhole = wholes.get(level) ?? areAll(from, join.tables[level].numRows());
    wholes.set(level, isWhole);
    result.set(name, isWhole ? column : gather(column, from));
  }
  return tableOf<Row>(result);
}

function areAll(rows: Rows | LinkedRows, length: number): boolean {
  if (rows.length !== length) return false;
  return areAllRows(rows instanceof LinkedRows ? rows.rows : rows, length);
}

const NO_ROWS: Rows = new Int32Array(0);

function structures(join: ProjectJoin, ownerOfChannel: Rows, count: number): unknown[][] {
  const acronyms = requireColumn(join.tables.channels, "ecephys_structure_acronym", "channels");
  return uniquesByRow(ownerOfChannel, acronyms, count);
}

function owned(level: Level, columns: Readonly<Record<string, Column>>): SourceColumn[] {
  return Object.entries(columns).map(([name, column]) => ({ name, column, level }));
}
