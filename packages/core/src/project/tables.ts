import { isEcephysError } from "@ecephys/files";
import { allOrNone } from "@ecephys/files/internal";
import type { ColumnTable } from "arquero";
import { ProjectCorrections } from "../corrections/project-tables.ts";
import type { EcephysProjectApi } from "../fetch-api.ts";
import { CHANNEL_TABLE, PROBE_TABLE, SESSION_TABLE, UNIT_TABLE } from "../kinds/file-kinds.ts";
import type { FoundProbes, KindProject, TableKind, WantedIds } from "../kinds/kind.ts";
import { kindFile } from "../kinds/kind-file.ts";
import { unknownId, unknownSessionType } from "../kinds/not-found.ts";
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
import type { Table } from "../tables/table.ts";
import { filterUnits, type UnitFilterOptions } from "../tables/unit-filters.ts";
import { suppressedNames } from "./arguments.ts";
import type { CacheContext } from "./context.ts";
import { TableFiles } from "./ensure-table.ts";
import type { CallOptions, TableOptions, UnitTableOptions } from "./options.ts";
import { withPublicUnitNames, withReleasedLfpRate } from "./raw-tables.ts";

/** The project's tables: loads the raw tables together; `tables/` joins and filters them. */
export class ProjectTables implements KindProject {
  readonly api: EcephysProjectApi;
  readonly #context: CacheContext;
  readonly #files: TableFiles;
  readonly #corrections: ProjectCorrections;
  readonly #publishedOf = new WeakMap<ColumnTable, Table<RawSessionRow>>();

  constructor(context: CacheContext) {
    this.#context = context;
    this.api = context.api;
    this.#corrections = new ProjectCorrections(context.corrections, context.warn);
    this.#files = new TableFiles(context, this);
  }

  /** A table with its own file. */
  async load(kind: TableKind, args: readonly unknown[], signal?: AbortSignal | undefined): Promise<Table> {
    return this.#files.load(kindFile(kind, args, this.#context.manifest), signal);
  }

  async sessions(options: TableOptions): Promise<Table<SessionRow>> {
    const suppress = suppressedNames(options);
    return this.#corrections.counts(annotateSessions(await this.#all(options.signal), { suppress }));
  }

  async probes(options: TableOptions): Promise<Table<ProbeRow>> {
    const suppress = suppressedNames(options);
    return this.#corrections.probes(annotateProbes(await this.#all(options.signal), { suppress }));
  }

  async channels(options: TableOptions): Promise<Table<ChannelRow>> {
    const suppress = suppressedNames(options);
    return this.#corrections.channels(annotateChannels(await this.#all(options.signal), { suppress }));
  }

  async units({ signal, ...options }: UnitTableOptions): Promise<Table<UnitRow>> {
    const suppress = suppressedNames(options);
    return this.#corrections.units(annotateUnits(await this.#all(signal), { ...options, suppress }));
  }

  async rawSessions({ signal }: CallOptions): Promise<Table<RawSessionRow>> {
    return this.#published((await this.load(SESSION_TABLE, [], signal)) as Table<RawSessionRow>);
  }

  async rawProbes({ signal }: CallOptions): Promise<Table<RawProbeRow>> {
    return withReleasedLfpRate(await this.#probes(signal));
  }

  async rawChannels({ signal }: CallOptions): Promise<Table<RawChannelRow>> {
    return this.#corrections.rawChannels(
      (await this.load(CHANNEL_TABLE, [], signal)) as Table<RawChannelRow>,
    );
  }

  async rawUnits({ signal, ...filters }: CallOptions & UnitFilterOptions): Promise<Table<RawUnitRow>> {
    return filterUnits(withPublicUnitNames(await this.#units(signal)), filters) as Table<RawUnitRow>;
  }

  /** The distinct values of a column of the session table, in order of first appearance. */
  async sessionValues<Value>(column: string, { signal }: TableOptions): Promise<(Value | null)[]> {
    const sessions = await this.rawSessions({ signal });
    const name = column === "full_genotype" && !sessions.columnNames().includes(column) ? "genotype" : column;
    return valuesIn(sessions, name, "sessions") as (Value | null)[];
  }

  async structureAcronyms({ signal }: TableOptions): Promise<(string | null)[]> {
    const channels = await this.channels({ suppress: [], signal });
    return valuesIn(channels, "ecephys_structure_acronym", "channels") as (string | null)[];
  }

  /** @throws an EcephysError "not-found" if no probe has this id. */
  async sessionOfProbe(probeId: number, signal?: AbortSignal | undefined): Promise<number> {
    const probes = await this.#probes(signal);
    const ids = probes.array("id");
    const row = [...ids].indexOf(probeId);
    if (row !== -1) return probes.get("ecephys_session_id", row) as number;
    throw unknownId("probe", probeId, probes.numRows());
  }

  async requireSession(id: number, signal: AbortSignal | undefined): Promise<void> {
    const known = await this.#known("id", signal);
    if (known && !known.includes(id)) throw unknownId("session", id, known.length);
  }

  async requireSessionType(type: string, signal: AbortSignal | undefined): Promise<void> {
    const known = await this.#known("session_type", signal);
    if (known && !known.includes(type)) throw unknownSessionType(type, known);
  }

  async lfpProbes({ ids, sessions }: WantedIds, signal: AbortSignal | undefined): Promise<FoundProbes> {
    if (ids.length === 0 && sessions.length === 0) return { probes: [], unknown: [] };
    const probes = await this.#probes(signal);
    const [probeIds, owners, has] = ["id", "ecephys_session_id", "has_lfp_data"].map((name) =>
      probes.columnNames().includes(name) ? probes.array(name) : undefined,
    );
    const sessionOf = new Map<number, number>();
    const wanted = new Set(ids);
    for (let row = 0; row < probes.numRows(); row++) {
      const [id, owner] = [probeIds?.[row] as number, owners?.[row] as number];
      sessionOf.set(id, owner);
      if (sessions.includes(owner) && has?.[row] !== false) wanted.add(id);
    }
    const found = [...wanted].map((probeId) => ({ probeId, sessionId: sessionOf.get(probeId) }));
    return {
      probes: found.flatMap(({ probeId, sessionId }) =>
        sessionId === undefined ? [] : [{ probeId, sessionId }],
      ),
      unknown: found
        .filter(({ sessionId }) => sessionId === undefined)
        .map(({ probeId: id }) => ({ id, error: unknownId("probe", id, sessionOf.size) })),
    };
  }

  /** A column of the sessions; undefined if unknown (an offline cache without sessions). */
  async #known(
    column: "id" | "session_type",
    signal: AbortSignal | undefined,
  ): Promise<unknown[] | undefined> {
    try {
      return [...(await this.rawSessions({ signal })).array(column)];
    } catch (error) {
      if (isEcephysError(error, "missing-data")) return undefined;
      throw error;
    }
  }

  /** The same table object for the same sessions, so that it is joined only once. */
  #published(sessions: Table<RawSessionRow>): Table<RawSessionRow> {
    const { publishedBy } = this.#context;
    if (publishedBy === undefined) return sessions;
    const known =
      this.#publishedOf.get(sessions) ?? (publishedSessions(sessions, publishedBy) as Table<RawSessionRow>);
    this.#publishedOf.set(sessions, known);
    return known;
  }

  async #probes(signal: AbortSignal | undefined): Promise<Table> {
    return this.load(PROBE_TABLE, [], signal);
  }

  async #units(signal: AbortSignal | undefined): Promise<Table> {
    return this.load(UNIT_TABLE, [], signal);
  }

  /** All four raw tables, loaded concurrently. */
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

/** Like `distinctValues`, with a table name for messages. */
function valuesIn(table: ColumnTable, column: string, tableName: string): unknown[] {
  requireColumn(table, column, tableName);
  return distinctValues(table, column);
}
