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
  type SessionDataOptions,
  TABLE_OPTIONS,
  type TableOptions,
  UNIT_TABLE_OPTIONS,
  type UnitTableOptions,
} from "./project/options.ts";
import { sessionContext } from "./project/session-context.ts";
import { ProjectTables } from "./project/tables.ts";
import type { FileReader, Readers } from "./readers.ts";
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
 * Tables and files of the whole Neuropixels project, kept in a cache: what is not there is fetched, written
 * whole, and read. `openProjectCache` (of "@ecephys/core/node") and `createProjectCache` make one.
 *
 * All tables are Arquero tables, ids first and rows in the order of ids. A missing number is NaN, missing text
 * and booleans are null. CCF coordinates and probe positions are in µm, rates in Hz, ages in days.
 *
 * Every method rejects with an EcephysError: "missing-data" where something is neither in the cache nor to be
 * fetched, "not-found" for ids, types and numbers that do not exist, "argument" for what cannot be meant,
 * "fetch", "response" and "database" where fetching failed, "format" where what was fetched is damaged, and
 * "storage" where the cache cannot be read or written. An aborted call rejects with its signal's reason.
 */
export class EcephysProjectCache<Session = DataFile, Movie = DataFile, Scene = DataFile> {
  /** Where the cache keeps its files. */
  readonly storage: CacheStorage;
  /** Which file is where. */
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
   * One row a session: type, age, sex, `full_genotype`, counts of its units (that pass the default filters),
   * channels and probes, and `ecephys_structure_acronyms`: an array in order of first appearance, null for out
   * of the brain, empty without channels (note T12).
   * @param options.suppress Columns to leave out, a renamed one under either name (note T4); by default
   * `has_nwb`, `isi_experiment_id` and `date_of_acquisition`.
   */
  async getSessionTable(options: TableOptions = {}): Promise<Table<SessionRow>> {
    return this.#tables.sessions(callOptions("getSessionTable", options, TABLE_OPTIONS));
  }

  /**
   * One row a probe: its counts of units and channels and its structures, as the session table has them, and
   * with `suppress: []` its session's columns too. `lfp_sampling_rate` is that of the LFP as released: NaN where
   * the subsampling factor is missing (note T13).
   */
  async getProbes(options: TableOptions = {}): Promise<Table<ProbeRow>> {
    return this.#tables.probes(callOptions("getProbes", options, TABLE_OPTIONS));
  }

  /**
   * One row a channel: position on the probe, CCF coordinates (NaN where not known), structure (null out of the
   * brain), its probe's columns, and the count of its units; with `suppress: []` also its session's columns and
   * `probe_name` (note T3).
   */
  async getChannels(options: TableOptions = {}): Promise<Table<ChannelRow>> {
    return this.#tables.channels(callOptions("getChannels", options, TABLE_OPTIONS));
  }

  /**
   * One row a unit that passes the filters (`amplitude_cutoff` at most 0.1, `presence_ratio` at least 0.95,
   * `isi_violations` at most 0.5, quality "good" where nothing else is said), with its channel's, probe's and
   * session's columns; the probe's keep their names (note T2). A missing metric never passes a threshold, not
   * even with `null`, which is no limit (note T7). Units on unknown channels are left out (note T14), those out
   * of the brain only with `filterOutOfBrainUnits: true` (note T6). Filters of a backend (`sessionIds`, …) are refused:
   * filter the table instead.
   * @throws an EcephysError "argument" for a threshold that is NaN or no number, and for options of unknown names.
   */
  async getUnits(options: UnitTableOptions = {}): Promise<Table<UnitRow>> {
    return this.#tables.units(callOptions("getUnits", options, UNIT_TABLE_OPTIONS));
  }

  /** The sessions as fetched: not joined, not counted. */
  async getRawSessions(options: CallOptions = {}): Promise<Table<RawSessionRow>> {
    return this.#tables.rawSessions(callOptions("getRawSessions", options, CALL_OPTIONS));
  }

  /** The probes as fetched, save `lfp_sampling_rate`, which is that of the LFP as released (note T13). */
  async getRawProbes(options: CallOptions = {}): Promise<Table<RawProbeRow>> {
    return this.#tables.rawProbes(callOptions("getRawProbes", options, CALL_OPTIONS));
  }

  /** The channels as fetched. */
  async getRawChannels(options: CallOptions = {}): Promise<Table<RawChannelRow>> {
    return this.#tables.rawChannels(callOptions("getRawChannels", options, CALL_OPTIONS));
  }

  /** The units with their public column names that pass the filters, not joined with their channels. */
  async getRawUnits(options: CallOptions & UnitFilterOptions = {}): Promise<Table<RawUnitRow>> {
    return this.#tables.rawUnits(callOptions("getRawUnits", options, RAW_UNIT_OPTIONS));
  }

  /**
   * Analysis metrics of a session's units: one row a unit, `ecephys_unit_id` first. Lists are arrays (note M3).
   * A session without metrics gives no rows; one that does not exist is an EcephysError "not-found" (note M6).
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
   * Analysis metrics of all units of a session type ("brain_observatory_1.1"), else as those of a session.
   * @throws an EcephysError "not-found" that lists the types, where there is no such type.
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

  /** The session types there are, in order of first appearance. */
  async getAllSessionTypes(options: TableOptions = {}): Promise<(string | null)[]> {
    return this.#tables.sessionValues<string>(
      "session_type",
      callOptions("getAllSessionTypes", options, TABLE_OPTIONS),
    );
  }

  /** The genotypes there are; null where one is not known. */
  async getAllFullGenotypes(options: TableOptions = {}): Promise<(string | null)[]> {
    return this.#tables.sessionValues<string>(
      "full_genotype",
      callOptions("getAllFullGenotypes", options, TABLE_OPTIONS),
    );
  }

  /** The ages there are, in days; NaN where one is not known. */
  async getAllAges(options: TableOptions = {}): Promise<number[]> {
    return (
      await this.#tables.sessionValues<number>(
        "age_in_days",
        callOptions("getAllAges", options, TABLE_OPTIONS),
      )
    ).map((age) => age ?? Number.NaN);
  }

  /** The sexes there are; null where one is not known. */
  async getAllSexes(options: TableOptions = {}): Promise<(string | null)[]> {
    return this.#tables.sessionValues<string>("sex", callOptions("getAllSexes", options, TABLE_OPTIONS));
  }

  /** Acronyms of the structures that channels lie in; null stands for out of the brain (note T12). */
  async getStructureAcronyms(options: TableOptions = {}): Promise<(string | null)[]> {
    return this.#tables.structureAcronyms(callOptions("getStructureAcronyms", options, TABLE_OPTIONS));
  }

  /**
   * A session's data: what the injected session reader makes of its NWB file, or the file itself. Where the
   * reader finds the file damaged, it is fetched anew.
   * @param options Unit filters, which the reader applies with a session's defaults.
   * @throws an EcephysError "not-found" where the session or its file does not exist, "argument" for a threshold
   * that is NaN or no number.
   */
  async getSessionData(sessionId: Id, options: SessionDataOptions = {}): Promise<Session> {
    const { signal, ...filters } = callOptions("getSessionData", options, RAW_UNIT_OPTIONS);
    const id = cacheChecks.id("a session id", sessionId);
    // Refused before a large file is fetched for nothing.
    normalizeUnitFilters(filters);
    const { session: reader } = this.#readers;
    const openLfp = this.#openLfp.bind(this);
    const context = sessionContext(this.#context, this, openLfp, id, filters);
    return this.#openFile(
      SESSION,
      [id],
      reader && { open: (file, opening) => reader.open(file, context, opening) },
      signal,
    );
  }

  /** A probe's LFP file (NWB). @throws an EcephysError "not-found" where the probe or its file does not exist. */
  async getProbeLfpData(probeId: Id, options: CallOptions = {}): Promise<DataFile> {
    const { signal } = callOptions("getProbeLfpData", options, CALL_OPTIONS);
    return this.#openLfp(probeId, AS_IT_IS, { signal });
  }

  /** The frames of natural movie 1, 2 or 3: what the injected reader makes of the file, or the file itself. */
  async getNaturalMovieTemplate(number: number, options: CallOptions = {}): Promise<Movie> {
    const { signal } = callOptions("getNaturalMovieTemplate", options, CALL_OPTIONS);
    return this.#openFile(MOVIE, [number], this.#readers.naturalMovie, signal);
  }

  /** Natural scene 0 to 117: what the injected reader makes of the file, or the file itself. */
  async getNaturalSceneTemplate(number: number, options: CallOptions = {}): Promise<Scene> {
    const { signal } = callOptions("getNaturalSceneTemplate", options, CALL_OPTIONS);
    return this.#openFile(SCENE, [number], this.#readers.naturalScene, signal);
  }

  /**
   * A file of any kind, fetched where it is not there.
   * @param kind "session", "lfp", "movie", "scene", or one of the `kinds` that the cache was opened with.
   * @param args Which one: the session's id, session and probe, the number.
   * @throws an EcephysError "not-found" where it does not exist, "argument" for a kind that there is not and
   * arguments that do not fit.
   */
  async ensureFile(
    kind: string,
    args: readonly PathArgument[],
    options: CallOptions = {},
  ): Promise<DataFile> {
    return this.openFile(kind, args, AS_IT_IS, options);
  }

  /**
   * As `ensureFile`, and opened: what the reader makes of the file. Where it throws an EcephysError "format", the file
   * is fetched anew and opened again.
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
   * Finds out what a prefetch would do: which of the files are there, in whole or in part, how many bytes the
   * others have, and whether they fit. What does not exist is listed as unavailable. Transfers no file; with
   * `lfp` the table of probes is fetched where it is not there.
   * @throws an EcephysError "argument" for ids and numbers that are none.
   */
  async planPrefetch(request: PrefetchRequest, options: PlanPrefetchOptions = {}): Promise<PrefetchPlan> {
    return this.#prefetcher.plan(request, callOptions("planPrefetch", options, PLAN_OPTIONS));
  }

  /**
   * Brings files into the cache, several at once, before anybody reads them. Takes a request, or the plan of one,
   * which is not asked about again and may have been made elsewhere: `JSON.parse` of a plan is one. One file that
   * fails does not stop the others: the summary lists it. Aborted or killed, the next call resumes where this one
   * ended.
   * @throws an EcephysError "storage" where it does not fit, before anything is transferred; "argument" for what
   * cannot be meant.
   */
  async prefetch(
    wanted: PrefetchRequest | PrefetchPlan,
    options: PrefetchOptions = {},
  ): Promise<PrefetchSummary> {
    return this.#prefetcher.prefetch(wanted, callOptions("prefetch", options, PREFETCH_OPTIONS));
  }

  /** What lies in the cache: every file with what it is, sizes and counts by kind. Asks nothing of the backend. */
  async status(options: CallOptions = {}): Promise<CacheStatus> {
    return cacheStatus(this.#context, callOptions("status", options, CALL_OPTIONS).signal);
  }

  /**
   * Compares the cache's files with what was recorded when they were put in place: finds what is missing, short,
   * altered or unreadable, strays and leftovers. Files without a record (AllenSDK's) are listed as such, and are
   * no problem unless they are empty. Changes nothing.
   */
  async verify(options: VerifyOptions = {}): Promise<VerifyReport> {
    return verifyCache(this.#context, verifyOptions(options));
  }

  /**
   * Fetches anew what `verify` finds wrong, and nothing else; a damaged file stays until its replacement is
   * there. Files that cannot be read for a reason of their surroundings are left to their owner.
   */
  async repair(options: RepairOptions = {}): Promise<RepairSummary> {
    return this.#prefetcher.repair(repairOptions(options));
  }

  /**
   * Removes what no data are lost with: what interrupted work has left, derived files, records of files that are
   * gone. Only tells what that would be unless `dryRun` is false; what another process is at work on is left
   * alone, and so are strays unless they are asked for.
   */
  async prune(options: PruneOptions = {}): Promise<PruneReport> {
    return pruneCache(this.#context, pruneOptions(options));
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

  /** Gives back what the backend holds open. */
  async close(): Promise<void> {
    await this.#context.api.close?.();
  }

  async #openFile<Value>(
    kind: RemoteFileKind,
    args: readonly unknown[],
    reader: FileReader<Value> | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Value> {
    const file = kindFile(kind, args, this.manifest);
    // Without a reader the type parameter is DataFile: what is asked for is the file.
    const used = reader ?? (AS_IT_IS as FileReader<unknown> as FileReader<Value>);
    return openCachedFile(this.#context, file, (found) => used.open(found, { signal }), signal);
  }

  async #openLfp<Value>(probe: Id, reader: FileReader<Value>, { signal }: CallOptions = {}): Promise<Value> {
    const probeId = cacheChecks.id("a probe id", probe);
    const sessionId = await this.#tables.sessionOfProbe(probeId, signal);
    return this.#openFile(LFP, [sessionId, probeId], reader, signal);
  }
}

const AS_IT_IS: FileReader<DataFile> = { open: async (file) => file };
