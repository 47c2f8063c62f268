import { createHash, type Hash } from "node:crypto";
import type { ColumnTable } from "@ecephys/core/arquero";
import { type Column, NO_UNIT_FILTERS, plain } from "@ecephys/core/internal";
import type { SessionCache } from "./cache.ts";

/**
 * Digests of what tasks read of the project's tables, by content: the same rows have the same digest in every cache, however
 * its CSV files were written. Each is computed once.
 */
export class TableDigests {
  readonly #cache: SessionCache;
  readonly #ofSession = new Map<number, Promise<string>>();
  #tables: Promise<{ probes: ColumnTable; channels: ColumnTable; rows: SessionRows }> | undefined;
  #ofProject: Promise<ReadonlyMap<string, string>> | undefined;
  #ofMetrics: Promise<string> | undefined;

  constructor(cache: SessionCache) {
    this.#cache = cache;
  }

  /** Of the channels and probes of a session, which its units are annotated with. */
  async ofSession(session: number, signal: AbortSignal | undefined): Promise<string> {
    const known = this.#ofSession.get(session) ?? this.#sessionDigest(session, signal);
    this.#ofSession.set(session, known);
    known.catch(() => this.#ofSession.delete(session));
    return known;
  }

  /** Of all rows of the project's tables, by the table's name. */
  async ofProject(signal: AbortSignal | undefined): Promise<ReadonlyMap<string, string>> {
    this.#ofProject ??= this.#projectDigests(signal);
    this.#ofProject.catch(() => {
      this.#ofProject = undefined;
    });
    return this.#ofProject;
  }

  /** Of the analysis metrics of all session types. */
  async ofMetrics(signal: AbortSignal | undefined): Promise<string> {
    this.#ofMetrics ??= this.#metricsDigest(signal);
    this.#ofMetrics.catch(() => {
      this.#ofMetrics = undefined;
    });
    return this.#ofMetrics;
  }

  async #metricsDigest(signal: AbortSignal | undefined): Promise<string> {
    const hash = createHash("sha256");
    for (const type of await this.#cache.getAllSessionTypes({ signal })) {
      if (type === null) continue;
      const options = { annotate: false, signal };
      addRows(hash, plain(await this.#cache.getUnitAnalysisMetricsBySessionType(type, options)));
    }
    return hash.digest("hex");
  }

  async #sessionDigest(session: number, signal: AbortSignal | undefined): Promise<string> {
    this.#tables ??= this.#load(signal);
    this.#tables.catch(() => {
      this.#tables = undefined;
    });
    const { channels, probes, rows } = await this.#tables;
    const hash = createHash("sha256");
    addRows(hash, probes, rows.probes.get(session) ?? []);
    addRows(hash, channels, rows.channels.get(session) ?? []);
    return hash.digest("hex");
  }

  async #load(signal: AbortSignal | undefined) {
    const probes = plain(await this.#cache.getRawProbes({ signal }));
    const channels = plain(await this.#cache.getRawChannels({ signal }));
    return { probes, channels, rows: rowsOfSessions(probes, channels) };
  }

  async #projectDigests(signal: AbortSignal | undefined): Promise<ReadonlyMap<string, string>> {
    const cache = this.#cache;
    const digests = new Map<string, string>();
    const add = async (name: string, tables: readonly ColumnTable[]) => {
      const hash = createHash("sha256");
      for (const table of tables) addRows(hash, plain(table));
      digests.set(name, hash.digest("hex"));
    };
    await add("sessions", [await cache.getRawSessions({ signal })]);
    await add("probes", [await cache.getRawProbes({ signal })]);
    await add("channels", [await cache.getRawChannels({ signal })]);
    await add("units", [await cache.getRawUnits({ ...NO_UNIT_FILTERS, signal })]);
    return digests;
  }
}

/** Which rows of the tables of probes and channels belong to which session. */
interface SessionRows {
  readonly probes: ReadonlyMap<number, readonly number[]>;
  readonly channels: ReadonlyMap<number, readonly number[]>;
}

function rowsOfSessions(probes: ColumnTable, channels: ColumnTable): SessionRows {
  const sessionOfProbe = new Map<unknown, number>();
  const ofProbes = new Map<number, number[]>();
  const ofChannels = new Map<number, number[]>();
  const [id, session] = [columnOf(probes, "id"), columnOf(probes, "ecephys_session_id")];
  for (let row = 0; row < probes.numRows(); row++) {
    const owner = Number(session.at(row));
    sessionOfProbe.set(id.at(row), owner);
    push(ofProbes, owner, row);
  }
  const probe = columnOf(channels, "ecephys_probe_id");
  for (let row = 0; row < channels.numRows(); row++) {
    const owner = sessionOfProbe.get(probe.at(row));
    if (owner !== undefined) push(ofChannels, owner, row);
  }
  return { probes: ofProbes, channels: ofChannels };
}

function push(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function columnOf(table: ColumnTable, name: string): Column {
  return table.column(name) as Column;
}

/** Adds a table's columns to a hash, in the order of their names; all rows, or those given. */
function addRows(hash: Hash, table: ColumnTable, rows?: readonly number[]): void {
  const count = rows?.length ?? table.numRows();
  for (const name of [...table.columnNames()].sort()) {
    const column = columnOf(table, name);
    hash.update(`\n${name} ${count}\n`);
    const cells = Array.from({ length: count }, (_, at) => cellOf(column.at(rows ? rows[at]! : at)));
    hash.update(JSON.stringify(cells));
  }
}

/** Missing values are one, whether they are NaN or null; dates and numbers keep all of their digits. */
function cellOf(value: unknown): unknown {
  if (value === undefined || (typeof value === "number" && Number.isNaN(value))) return null;
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}
