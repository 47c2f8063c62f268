import type { CHANNELS, ColumnSpec, ColumnType, KnownSchema, PROBES, SESSIONS, UNITS } from "./schema.ts";
import type { CHANNEL_RENAMES, Rename, SESSION_RENAMES, SUPPRESSED, UNIT_RENAMES } from "./suppress.ts";
import type { Extended } from "./table.ts";

/** The value of a cell of a declared column: a missing number is NaN, missing text and booleans are null. */
interface CellOf extends Record<ColumnType, unknown> {
  integer: number;
  number: number;
  text: string | null;
  boolean: boolean | null;
  any: unknown;
}

/** The row of a table with a declared schema. */
export type RowOf<Schema> =
  Schema extends KnownSchema<infer Spec extends ColumnSpec>
    ? { [Column in Spec as Column["name"]]: CellOf[Column["type"]] }
    : never;

/** A row as the compiler displays it best: all columns in one type. */
type Flat<Row> = { [Name in keyof Row]: Row[Name] };

type RenamedBy<Row, Renames extends readonly Rename[]> = {
  [Name in keyof Row as NewName<Name, Renames[number]>]: Row[Name];
};

type NewName<Name, Each extends Rename> =
  Extract<Each, readonly [Name, string]> extends infer Found
    ? [Found] extends [never]
      ? Name & string
      : Found extends Rename
        ? Found[1]
        : never
    : never;

/** Columns that are left out by default are optional. */
type Suppressible<Row, Hidden> = Flat<
  { [Name in Exclude<keyof Row, Hidden>]: Row[Name] } & { [Name in keyof Row & Hidden]?: Row[Name] }
>;

/** A session as fetched: not joined, not counted. */
export interface RawSessionRow extends RowOf<typeof SESSIONS> {}

/** A probe as fetched; `lfp_sampling_rate` is that of the released LFP. Rates in Hz. */
export interface RawProbeRow extends RowOf<typeof PROBES> {}

/** A channel as fetched. Positions and CCF coordinates in µm. */
export interface RawChannelRow extends RowOf<typeof CHANNELS> {}

/** A unit with its public column names, not joined with its channel. */
export interface RawUnitRow
  extends Suppressible<RenamedBy<RowOf<typeof UNITS>, typeof UNIT_RENAMES>, "quality"> {}

/** Counts of the units, channels and structures that belong to a row. */
interface Owned {
  /** Units that pass the default filters. */
  unit_count: number;
  channel_count: number;
  /** Acronyms in order of first appearance among the channels; null stands for outside the brain. */
  ecephys_structure_acronyms: (string | null)[];
}

type Above<Row> = Omit<Row, "id">;

/**
 * A row of `getSessionTable`: a session with counts of its units, channels and probes. Ages in days. `has_nwb`,
 * `isi_experiment_id` and `date_of_acquisition` are left out by default.
 */
export interface SessionRow
  extends Suppressible<
    Extended<RenamedBy<RawSessionRow, typeof SESSION_RENAMES>, Owned & { probe_count: number }>,
    (typeof SUPPRESSED.sessions)[number]
  > {}

/**
 * A row of `getProbes`: a probe with its counts. Its session's columns are left out by default. Rates in Hz;
 * `lfp_sampling_rate` is NaN if the subsampling factor is missing.
 */
export interface ProbeRow
  extends Suppressible<
    Extended<RawProbeRow & Above<RawSessionRow>, Owned>,
    (typeof SUPPRESSED.probes)[number]
  > {}

/**
 * A row of `getChannels`: a channel with its probe's columns and the count of its units; its session's columns
 * are left out by default. Positions and CCF coordinates in µm; `ecephys_structure_acronym` is null outside the
 * brain.
 */
export interface ChannelRow
  extends Suppressible<
    RawChannelRow &
      RenamedBy<Above<RawProbeRow>, typeof CHANNEL_RENAMES> &
      Above<RawSessionRow> & { unit_count: number },
    (typeof SUPPRESSED.channels)[number] | "probe_name"
  > {}

/**
 * A row of `getUnits`: a unit with its channel's, probe's and session's columns. Rates in Hz, positions and CCF
 * coordinates in µm. `quality` is present with `filterByValidity: false`.
 */
export interface UnitRow
  extends Suppressible<
    RawUnitRow & Above<RawChannelRow> & Above<RawProbeRow> & Above<RawSessionRow>,
    (typeof SUPPRESSED.units)[number] | "quality"
  > {}
