import { allOrNone } from "@ecephys/files/internal";
import type { ColumnTable } from "arquero";
import { CHANNELS_KEY, PROBES_KEY, SESSIONS_KEY, UNITS_KEY } from "../manifest/keys.ts";
import {
  annotateChannels,
  annotateProbes,
  annotateSessions,
  annotateUnits,
  type RawTables,
} from "../tables/annotate.ts";
import { requireColumn } from "../tables/column.ts";
import { distinctValues } from "../tables/counts.ts";
import { publishedSessions } from "../tables/published.ts";
import type {
  ChannelRow,
  ProbeRow,
  RawChannelRow,
  RawProbeRow,
  RawSessionRow,
  RawUnitRow,
  SessionRow,
  UnitRow,
} from "../tables/row-types.ts";
import { CHANNELS, PROBES, SESSIONS, UNITS } from "../tables/schema.ts";
import type { Table } from "../tables/table.ts";
import { filterUnits, type UnitFilterOptions } from "../tables/unit-filters.ts";
import { suppressedNames } from "./arguments.ts";
import type { CacheContext } from "./context.ts";
import { unknownId } from "./not-found.ts";
import type { CallOptions, TableOptions, UnitTableOptions } from "./options.ts";
import { withPublicUnitNames, withReleasedLfpRate } from "./raw-tables.ts";
import { type TableFile, TableFiles } from "./table-file.ts";

/** The manifest's keys of the four raw tables. */
export const RAW_TABLE_KEYS = [SESSIONS_KEY, PROBES_KEY, CHANNELS_KEY, UNITS_KEY] as const;
export type RawTableKey = (typeof RAW_TABLE_KEYS)[number];

/** The project's tables: loads the raw ones together, and leaves joining and filtering to `tables/`. */
export class ProjectTables {
  readonly #context: CacheContext;
  readonly #files: TableFiles;
  readonly #publishedOf = new WeakMap<ColumnTable, Table<RawSessionRow>>();

  constructor(context: CacheContext) {
    this.#context = context;
    this.#files = new TableFiles(context);
  }

  /** Where one of the four raw tables is kept, and how it is fetched. */
  file(key: RawTableKey): TableFile {
    const { api, manifest } = this.#context;
    const path = manifest.path(key);
    switch (key) {
      case SESSIONS_KEY:
        return {
          path,
          schema: SESSIONS,
          resource: "the sessions",
          fetch: (options) => api.getSessions(options),
        };
      case PROBES_KEY:
        return { path, schema: PROBES, resource: "the probes", fetch: (options) => api.getProbes(options) };
      case CHANNELS_KEY:
        return {
          path,
          schema: CHANNELS,
          resource: "the channels",
          fetch: (options) => api.getChannels(options),
        };
      case UNITS_KEY:
        return { path, schema: UNITS, resource: "the units", fetch: (options) => api.getUnits(options) };
    }
  }

  /** A table that is kept in a file of its own, such as analysis metrics. */
  async load(file: TableFile, signal?: AbortSignal | undefined): Promise<Table> {
    return this.#files.load(file, signal);
  }

  async sessions(options: TableOptions): Promise<Table<SessionRow>> {
    const suppress = suppressedNames(options);
    return annotateSessions(await this.#all(options.signal), { suppress });
  }

  async probes(options: TableOptions): Promise<Table<ProbeRow>> {
    const suppress = suppressedNames(options);
    return annotateProbes(await this.#all(options.signal), { suppress });
  }

  async channels(options: TableOptions): Promise<Table<ChannelRow>> {
    const suppress = suppressedNames(options);
    return annotateChannels(await this.#all(options.signal), { suppress });
  }

  async units({ signal, ...options }: UnitTableOptions): Promise<Table<UnitRow>> {
    const suppress = suppressedNames(options);
    return annotateUnits(await this.#all(signal), { ...options, suppress });
  }

  async rawSessions({ signal }: CallOptions): Promise<Table<RawSessionRow>> {
    return this.#published((await this.#files.load(this.file(SESSIONS_KEY), signal)) as Table<RawSessionRow>);
  }

  async rawProbes({ signal }: CallOptions): Promise<Table<RawProbeRow>> {
    return withReleasedLfpRate(await this.#probes(signal));
  }

  async rawChannels({ signal }: CallOptions): Promise<Table<RawChannelRow>> {
    return (await this.#files.load(this.file(CHANNELS_KEY), signal)) as Table<RawChannelRow>;
  }

  async rawUnits({ signal, ...filters }: CallOptions & UnitFilterOptions): Promise<Table<RawUnitRow>> {
    return filterUnits(withPublicUnitNames(await this.#units(signal)), filters) as Table<RawUnitRow>;
  }

  /** The different values of a column of the session table, in order of first appearance. */
  async sessionValues<Value>(column: string, { signal }: TableOptions): Promise<(Value | null)[]> {
    const sessions = await this.rawSessions({ signal });
    const name = column === "full_genotype" && !sessions.columnNames().includes(column) ? "genotype" : column;
    return valuesIn(sessions, name, "sessions") as (Value | null)[];
  }

  async structureAcronyms({ signal }: TableOptions): Promise<(string | null)[]> {
    const channels = await this.channels({ suppress: [], signal });
    return valuesIn(channels, "ecephys_structure_acronym", "channels") as (string | null)[];
  }

  /** @throws an EcephysError "not-found" where no probe has this id. */
  async sessionOfProbe(probeId: number, signal?: AbortSignal | undefined): Promise<number> {
    const probes = await this.#probes(signal);
    const ids = probes.array("id");
    const row = [...ids].indexOf(probeId);
    if (row !== -1) return probes.get("ecephys_session_id", row) as number;
    throw unknownId("probe", probeId, probes.numRows());
  }

  /** The same table for the same sessions, so that what is joined to it is joined once. */
  #published(sessions: Table<RawSessionRow>): Table<RawSessionRow> {
    const { publishedBy } = this.#context;
    if (publishedBy === undefined) return sessions;
    const known =
      this.#publishedOf.get(sessions) ?? (publishedSessions(sessions, publishedBy) as Table<RawSessionRow>);
    this.#publishedOf.set(sessions, known);
    return known;
  }

  async #probes(signal: AbortSignal | undefined): Promise<Table> {
    return this.#files.load(this.file(PROBES_KEY), signal);
  }

  async #units(signal: AbortSignal | undefined): Promise<Table> {
    return this.#files.load(this.file(UNITS_KEY), signal);
  }

  /** All four raw tables, loaded side by side. */
  async #all(signal: AbortSignal | undefined): Promise<RawTables> {
    const [sessions, probes, channels, units] = await allOrNone(signal, (inner) => [
      this.rawSessions({ signal: inner }),
      this.#probes(inner),
      this.rawChannels({ signal: inner }),
      this.#units(inner),
    ]);
    return { sessions, probes, channels, units };
  }
}

/** As `distinctValues`, of a table that messages can name. */
function valuesIn(table: ColumnTable, column: string, tableName: string): unknown[] {
  requireColumn(table, column, tableName);
  return distinctValues(table, column);
}
