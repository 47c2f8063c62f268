import type { CacheStorage, DataFile, Id } from "@ecephys/files";
import type { ColumnTable } from "arquero";
import { pruneOptions, verifyOptions } from "./integrity/options.ts";
import { pruneCache } from "./integrity/prune.ts";
import type {
  CacheStatus,
  PruneOptions,
  PruneReport,
  VerifyOptions,
  VerifyReport,
} from "./integrity/reports.ts";
import { cacheStatus } from "./integrity/status.ts";
import { verifyCache } from "./integrity/verify.ts";
import { LFP, MOVIE, SCENE, SESSION } from "./kinds/file-kinds.ts";
import type { RemoteFileKind } from "./kinds/kind.ts";
import { fileKindNamed, kindFile } from "./kinds/kind-file.ts";
import type { Manifest, PathArgument } from "./manifest/manifest.ts";
import {
  PLAN_OPTIONS,
  type PlanPrefetchOptions,
  PREFETCH_OPTIONS,
  type PrefetchOptions,
} from "./prefetch/options.ts";
import type { PrefetchPlan } from "./prefetch/plan.ts";
import { Prefetcher } from "./prefetch/prefetcher.ts";
import { type RepairOptions, type RepairSummary, repairOptions } from "./prefetch/repair.ts";
import type { PrefetchRequest } from "./prefetch/request.ts";
import type { PrefetchSummary } from "./prefetch/summary.ts";
import { cacheChecks, callOptions } from "./project/arguments.ts";
import { type CacheContext, cacheContext } from "./project/context.ts";
import { manifestTable } from "./project/manifest-table.ts";
import { ProjectMetrics } from "./project/metrics.ts";
import { openCachedFile } from "./project/open-file.ts";
import {
  CALL_OPTIONS,
  type CallOptions,
  METRICS_OPTIONS,
  type MetricsOptions,
  type ProjectCacheOptions,
  RAW_UNIT_OPTIONS,
  SESSION_OPTIONS,
  type SessionDataOptions,
  TABLE_OPTIONS,
  type TableOptions,
  UNIT_TABLE_OPTIONS,
  type UnitTableOptions,
} from "./project/options.ts";
import { sessionContext } from "./project/session-context.ts";
import { streamedOrCached, type Transfer, transferOf } from "./project/stream-file.ts";
import { ProjectTables } from "./project/tables.ts";
import type { FileReader, Readers, SessionContext } from "./readers.ts";
import {
  type RefreshOptions,
  type RefreshReport,
  refreshOptions,
  refreshTables,
} from "./refresh/refresh-tables.ts";
import { OpenSessions } from "./sessions/open-sessions.ts";
import { SESSIONS_OPTIONS, type SessionsOptions } from "./sessions/options.ts";
import { sessionWalk } from "./sessions/session-walk.ts";
import type { MetricsRowOf } from "./tables/metric-types.ts";
import type {
  ChannelRow,
  ProbeRow,
  RawChannelRow,
  RawProbeRow,
  RawSessionRow,
  RawUnitRow,
  SessionRow,
  UnitRow,
} from "./tables/row-types.ts";
import type { Table } from "./tables/table.ts";
import { normalizeUnitFilters, type UnitFilterOptions } from "./tables/unit-filters.ts";

/**
 * Tables and files of the entire Neuropixels project, kept in a cache: anything missing is fetched, written
 * completely, and then read. Open one with `openProjectCache` (of "@ecephys/core/node") or
 * `createProjectCache`.
 *
 * All tables are Arquero tables, with the id as first column and rows ordered by id. A missing number is NaN,
 * missing text and booleans are null. CCF coordinates and probe positions are in µm, rates in Hz, ages in days.
 *
 * Every method rejects with an EcephysError: "missing-data" if something is neither in the cache nor available
 * from the backend, "not-found" for ids, types and numbers that do not exist, "argument" for invalid arguments,
 * "fetch", "response" and "database" if fetching failed, "format" if the fetched data are damaged, and
 * "storage" if the cache cannot be read or written. An aborted call rejects with its signal's reason.
 * @example
 * const sessions = await cache.getSessionTable();
 * const visual = sessions.filter((d) => d.ecephys_structure_acronyms.includes("VISp"));
 * for (const { id, unit_count } of visual) console.log(id, unit_count);
 */
export class EcephysProjectCache<Session = DataFile, Movie = DataFile, Scene = DataFile> {
  /** Where the cache keeps its files. */
  readonly storage: CacheStorage;
  /** The paths of all files. */
  readonly manifest: Manifest;
  readonly #readers: Readers<Session, Movie, Scene>;
  readonly #context: CacheContext;
  readonly #tables: ProjectTables;
  readonly #metrics: ProjectMetrics;
  readonly #prefetcher: Prefetcher;

  constructor(options: ProjectCacheOptions<Session, Movie, Scene>) {
    this.#context = cacheContext(options);
    this.storage = this.#context.storage;
    this.manifest = this.#context.manifest;
    this.#readers = options.readers ?? {};
    this.#tables = new ProjectTables(this.#context);
    this.#metrics = new ProjectMetrics(this.#tables);
    this.#prefetcher = new Prefetcher(this.#context, this.#tables);
  }

  /**
   * One row per session: type, age, sex, `full_genotype`, counts of its units (those that pass the default
   * filters), channels and probes, and `ecephys_structure_acronyms`: an array in order of first appearance,
   * with null for channels outside the brain, empty if there are no channels
   * ([note T12](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t12)).
   * @param options.suppress Columns to leave out; a renamed column can be given under either name
   * ([note T4](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t4)); by default `has_nwb`,
   * `isi_experiment_id` and `date_of_acquisition`.
   * @example
   * const sessions = await cache.getSessionTable();
   * sessions.filter((d) => d.sex === "F").array("id"); // number[]
   */
  async getSessionTable(options: TableOptions = {}): Promise<Table<SessionRow>> {
    return this.#tables.sessions(callOptions("getSessionTable", options, TABLE_OPTIONS));
  }

  /**
   * One row per probe: its counts of units and channels and its structures, as in the session table, and with
   * `suppress: []` its session's columns too. `lfp_sampling_rate` is that of the released LFP, NaN if the
   * subsampling factor is missing
   * ([note T13](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t13)).
   */
  async getProbes(options: TableOptions = {}): Promise<Table<ProbeRow>> {
    return this.#tables.probes(callOptions("getProbes", options, TABLE_OPTIONS));
  }

  /**
   * One row per channel: position on the probe, CCF coordinates (NaN where not known), structure (null outside
   * the brain), its probe's columns, and the count of its units; with `suppress: []` also its session's columns
   * and `probe_name` ([note T3](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t3)).
   * @example
   * const channels = await cache.getChannels();
   * channels.filter((d) => d.ecephys_structure_acronym === "CA1").numRows();
   */
  async getChannels(options: TableOptions = {}): Promise<Table<ChannelRow>> {
    return this.#tables.channels(callOptions("getChannels", options, TABLE_OPTIONS));
  }

  /**
   * One row per unit that passes the filters (`amplitude_cutoff` at most 0.1, `presence_ratio` at least 0.95,
   * `isi_violations` at most 0.5, and quality "good" by default), with its channel's, probe's and session's
   * columns; the probe's columns keep their names
   * ([note T2](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t2)). A missing metric never passes a
   * threshold, not even `null` (no limit)
   * ([note T7](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t7)). Units whose channel is not in the
   * table are left out ([note T14](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t14)), those
   * outside the brain only with `filterOutOfBrainUnits: true`
   * ([note T6](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t6)). Filters of a backend
   * (`sessionIds`, …) are refused; filter the table instead.
   * @throws an EcephysError "argument" for a threshold that is not a number, and for unknown options.
   * @example
   * const units = await cache.getUnits({ isiViolationsMaximum: 0.1, amplitudeCutoffMaximum: null });
   * units.filter((d) => d.snr > 2).orderby("snr").select("id", "snr").objects();
   */
  async getUnits(options: UnitTableOptions = {}): Promise<Table<UnitRow>> {
    return this.#tables.units(callOptions("getUnits", options, UNIT_TABLE_OPTIONS));
  }

  /** The sessions as fetched: not joined, not counted. */
  async getRawSessions(options: CallOptions = {}): Promise<Table<RawSessionRow>> {
    return this.#tables.rawSessions(callOptions("getRawSessions", options, CALL_OPTIONS));
  }

  /** The probes as fetched, except `lfp_sampling_rate`, which is that of the released LFP ([note T13](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t13)). */
  async getRawProbes(options: CallOptions = {}): Promise<Table<RawProbeRow>> {
    return this.#tables.rawProbes(callOptions("getRawProbes", options, CALL_OPTIONS));
  }

  /** The channels as fetched. */
  async getRawChannels(options: CallOptions = {}): Promise<Table<RawChannelRow>> {
    return this.#tables.rawChannels(callOptions("getRawChannels", options, CALL_OPTIONS));
  }

  /** The units that pass the filters, with their public column names, not joined with their channels. */
  async getRawUnits(options: CallOptions & UnitFilterOptions = {}): Promise<Table<RawUnitRow>> {
    return this.#tables.rawUnits(callOptions("getRawUnits", options, RAW_UNIT_OPTIONS));
  }

  /**
   * Analysis metrics of a session's units: one row per unit, `ecephys_unit_id` first. Lists are arrays
   * ([note M3](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#m3)). A session without metrics returns
   * no rows; one that does not exist is an EcephysError "not-found"
   * ([note M6](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#m6)).
   * @param options.annotate Whether the columns of `getUnits` come first, for units that pass its filters.
   */
  async getUnitAnalysisMetricsForSession<const Options extends MetricsOptions = MetricsOptions>(
    sessionId: Id,
    options: Options = {} as Options,
  ): Promise<Table<MetricsRowOf<Options>>> {
    return (await this.#metrics.forSession(
      sessionId,
      callOptions("getUnitAnalysisMetricsForSession", options, METRICS_OPTIONS),
    )) as Table<MetricsRowOf<Options>>;
  }

  /**
   * Analysis metrics of all units of a session type ("brain_observatory_1.1"), otherwise like those of a
   * session.
   * @throws an EcephysError "not-found" that lists the types, if there is no such type.
   */
  async getUnitAnalysisMetricsBySessionType<const Options extends MetricsOptions = MetricsOptions>(
    sessionType: string,
    options: Options = {} as Options,
  ): Promise<Table<MetricsRowOf<Options>>> {
    return (await this.#metrics.bySessionType(
      sessionType,
      callOptions("getUnitAnalysisMetricsBySessionType", options, METRICS_OPTIONS),
    )) as Table<MetricsRowOf<Options>>;
  }

  /** All session types, in order of first appearance. */
  async getAllSessionTypes(options: TableOptions = {}): Promise<(string | null)[]> {
    return this.#tables.sessionValues<string>(
      "session_type",
      callOptions("getAllSessionTypes", options, TABLE_OPTIONS),
    );
  }

  /** All genotypes; null for unknown. */
  async getAllFullGenotypes(options: TableOptions = {}): Promise<(string | null)[]> {
    return this.#tables.sessionValues<string>(
      "full_genotype",
      callOptions("getAllFullGenotypes", options, TABLE_OPTIONS),
    );
  }

  /** All ages, in days; NaN for unknown. */
  async getAllAges(options: TableOptions = {}): Promise<number[]> {
    return (
      await this.#tables.sessionValues<number>(
        "age_in_days",
        callOptions("getAllAges", options, TABLE_OPTIONS),
      )
    ).map((age) => age ?? Number.NaN);
  }

  /** All sexes; null for unknown. */
  async getAllSexes(options: TableOptions = {}): Promise<(string | null)[]> {
    return this.#tables.sessionValues<string>("sex", callOptions("getAllSexes", options, TABLE_OPTIONS));
  }

  /** Acronyms of all structures with channels; null stands for outside the brain ([note T12](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t12)). */
  async getStructureAcronyms(options: TableOptions = {}): Promise<(string | null)[]> {
    return this.#tables.structureAcronyms(callOptions("getStructureAcronyms", options, TABLE_OPTIONS));
  }

  /**
   * A session's data: the session reader's result for its NWB file, or the file itself without a reader. If the
   * reader finds the file damaged, the file is downloaded again.
   * @param options Unit filters, which the reader applies, with the defaults of sessions.
   * @throws an EcephysError "not-found" if the session or its file does not exist, "argument" for a threshold
   * that is not a number.
   * @example
   * const session = await cache.getSessionData(715093703); // with readers: nwbReaders() of "@ecephys/nwb/node"
   * const units = await session.units();
   * console.log(units.numRows());
   */
  async getSessionData(sessionId: Id, options: SessionDataOptions = {}): Promise<Session> {
    const { keep, signal, stream, ...filters } = callOptions("getSessionData", options, SESSION_OPTIONS);
    const transfer = transferOf(stream, keep);
    const id = cacheChecks.id("a session id", sessionId);
    // Refused before a large file is downloaded in vain.
    normalizeUnitFilters(filters);
    const { session: reader } = this.#readers;
    const openLfp: SessionContext["openLfp"] = (probe, lfpReader, opening) =>
      this.#openLfp(probe, lfpReader, opening, transfer);
    const context = sessionContext(this.#context, this, openLfp, id, filters);
    return this.#openFile(
      SESSION,
      [id],
      reader && { open: (file, opening) => reader.open(file, context, opening) },
      signal,
      transfer,
    );
  }

  /**
   * Sessions one after the other, each opened as `getSessionData` opens it, with the next ones being opened in the
   * meantime, and closed again: a loop over them needs no more open files and memory than `concurrency` sessions.
   * `forEach` works on several at once.
   * @param options Which sessions (`ids`; all by default), how many at once, and what a failure does to the others
   * (`onError`): by default it ends the loop; with "skip" a warning names the session that is left out.
   * @throws an EcephysError "argument" at once for options that are wrong; the loop throws what `getSessionData` throws.
   * @example
   * for await (const { id, session } of cache.sessions({ concurrency: 2, onError: "skip" })) {
   *   const units = await session.units();
   *   console.log(id, units.numRows());
   * }
   */
  sessions(options: SessionsOptions = {}): OpenSessions<Session> {
    return new OpenSessions(
      sessionWalk(callOptions("sessions", options, SESSIONS_OPTIONS), {
        all: async (signal) => [...(await this.getSessionTable({ signal })).array("id")] as number[],
        open: (id, opening) => this.getSessionData(id, opening),
        warn: this.#context.warn,
      }),
    );
  }

  /** A probe's LFP file (NWB). @throws an EcephysError "not-found" if the probe or its file does not exist. */
  async getProbeLfpData(probeId: Id, options: CallOptions = {}): Promise<DataFile> {
    const { signal } = callOptions("getProbeLfpData", options, CALL_OPTIONS);
    return this.#openLfp(probeId, AS_IT_IS, { signal });
  }

  /** The frames of natural movie 1, 2 or 3: the reader's result for the file, or the file itself without a reader. */
  async getNaturalMovieTemplate(number: number, options: CallOptions = {}): Promise<Movie> {
    const { signal } = callOptions("getNaturalMovieTemplate", options, CALL_OPTIONS);
    return this.#openFile(MOVIE, [number], this.#readers.naturalMovie, signal);
  }

  /** Natural scene 0 to 117: the reader's result for the file, or the file itself without a reader. */
  async getNaturalSceneTemplate(number: number, options: CallOptions = {}): Promise<Scene> {
    const { signal } = callOptions("getNaturalSceneTemplate", options, CALL_OPTIONS);
    return this.#openFile(SCENE, [number], this.#readers.naturalScene, signal);
  }

  /**
   * A file of any kind, downloaded if it is missing.
   * @param kind "session", "lfp", "movie", "scene", or one of the `kinds` that the cache was opened with.
   * @param args Which file: the session id, the session and probe ids, or the number.
   * @throws an EcephysError "not-found" if it does not exist, "argument" for an unknown kind or arguments that
   * do not match.
   */
  async ensureFile(
    kind: string,
    args: readonly PathArgument[],
    options: CallOptions = {},
  ): Promise<DataFile> {
    return this.openFile(kind, args, AS_IT_IS, options);
  }

  /**
   * Like `ensureFile`, then opens the file: returns the reader's result. If the reader throws an EcephysError
   * "format", the file is downloaded and opened again.
   */
  async openFile<Value>(
    kind: string,
    args: readonly PathArgument[],
    reader: FileReader<Value>,
    options: CallOptions = {},
  ): Promise<Value> {
    const { signal } = callOptions("openFile", options, CALL_OPTIONS);
    return this.#openFile(fileKindNamed(this.#context.kinds, kind), args, reader, signal);
  }

  /**
   * Finds out what a prefetch would do: which files are present, completely or in part, how many bytes the
   * others have, and whether they fit on the disk. Files that do not exist are listed as unavailable. Transfers
   * no files; with `lfp` the table of probes is fetched if it is missing.
   * @throws an EcephysError "argument" for invalid ids and numbers.
   * @example
   * const plan = await cache.planPrefetch({ sessions: [715093703], scenes: [0] });
   * console.log(plan.toFetch.bytes);
   */
  async planPrefetch(request: PrefetchRequest, options: PlanPrefetchOptions = {}): Promise<PrefetchPlan> {
    return this.#prefetcher.plan(request, callOptions("planPrefetch", options, PLAN_OPTIONS));
  }

  /**
   * Downloads files into the cache, several at once, ahead of their use. Takes a request, or a plan from
   * `planPrefetch`, which may have been made elsewhere (as JSON) and is not looked up again. A file that fails
   * does not stop the others; the summary lists it. After an abort or a crash, the next call resumes where this
   * one ended.
   * @throws an EcephysError "storage" if it does not fit, before anything is transferred; "argument" for an
   * invalid request.
   * @example
   * const summary = await cache.prefetch({ tables: true, scenes: [0] }, { concurrency: 2 });
   * for (const { resource, error } of summary.failed) console.warn(resource, error);
   */
  async prefetch(
    wanted: PrefetchRequest | PrefetchPlan,
    options: PrefetchOptions = {},
  ): Promise<PrefetchSummary> {
    return this.#prefetcher.prefetch(wanted, callOptions("prefetch", options, PREFETCH_OPTIONS));
  }

  /** The contents of the cache: every file with its kind, and sizes and counts by kind. Does not contact the backend. */
  async status(options: CallOptions = {}): Promise<CacheStatus> {
    return cacheStatus(this.#context, callOptions("status", options, CALL_OPTIONS).signal);
  }

  /**
   * Compares the cache's files with the records made when they were put in place: finds files that are missing,
   * short, altered or unreadable, stray files and leftovers. Files without a record (such as AllenSDK's) are
   * listed as such, and are a problem only if they are empty. Changes nothing.
   */
  async verify(options: VerifyOptions = {}): Promise<VerifyReport> {
    return verifyCache(this.#context, verifyOptions(options));
  }

  /**
   * Downloads again only the files in which `verify` finds a problem; a damaged file stays until its
   * replacement is complete. Files that cannot be read for external reasons (such as permissions) are left
   * alone.
   */
  async repair(options: RepairOptions = {}): Promise<RepairSummary> {
    return this.#prefetcher.repair(repairOptions(options));
  }

  /**
   * Removes files that hold no data: leftovers of interrupted work, derived files, records of files that are
   * gone. Only reports what would be removed unless `dryRun` is false. Files in use by another process are left
   * alone, and so are stray files unless they are requested.
   */
  async prune(options: PruneOptions = {}): Promise<PruneReport> {
    return pruneCache(this.#context, pruneOptions(options));
  }

  /**
   * Asks the backend for the tables that the cache has, and replaces those of which it has a newer version: says what was
   * added, removed and changed. Where the backend gives validators, a table that is current is not fetched. Nothing is
   * replaced unless all tables have come. Sessions and other large files stay as they are.
   * @throws an EcephysError "missing-data" while offline, "response" if a table has no rows any more.
   * @example
   * const { tables } = await cache.refresh();
   * for (const { path, changes } of tables) if (changes) console.log(path, changes.added, changes.changed);
   */
  async refresh(options: RefreshOptions = {}): Promise<RefreshReport> {
    return refreshTables(this.#context, this.#tables, refreshOptions(options));
  }

  /** The manifest as a table: `key`, `type` ("file", "dir") and `spec`, the path with its "%d" and "%s". */
  getManifestTable(): ColumnTable {
    return manifestTable(this.manifest, this.storage);
  }

  /**
   * The path of a file of the cache, relative to its directory.
   * @param key One of the manifest's keys, such as `SESSION_NWB_KEY`.
   * @param args Fill the path's "%d" and "%s".
   */
  getCachePath(key: string, ...args: readonly PathArgument[]): string {
    return this.manifest.path(key, ...args);
  }

  /** Releases the backend's resources (connections). */
  async close(): Promise<void> {
    await this.#context.api.close?.();
  }

  async #openFile<Value>(
    kind: RemoteFileKind,
    args: readonly unknown[],
    reader: FileReader<Value> | undefined,
    signal: AbortSignal | undefined,
    transfer: Transfer = "whole",
  ): Promise<Value> {
    const file = kindFile(kind, args, this.manifest);
    // Without a reader the type parameter is DataFile, and the file itself is returned.
    const used = reader ?? (AS_IT_IS as FileReader<unknown> as FileReader<Value>);
    if (transfer !== "whole")
      return used.open(await streamedOrCached(this.#context, file, transfer, signal), { signal });
    return openCachedFile(this.#context, file, (found) => used.open(found, { signal }), signal);
  }

  async #openLfp<Value>(
    probe: Id,
    reader: FileReader<Value>,
    { signal }: CallOptions = {},
    transfer: Transfer = "whole",
  ): Promise<Value> {
    const probeId = cacheChecks.id("a probe id", probe);
    const sessionId = await this.#tables.sessionOfProbe(probeId, signal);
    return this.#openFile(LFP, [sessionId, probeId], reader, signal, transfer);
  }
}

const AS_IT_IS: FileReader<DataFile> = { open: async (file) => file };
