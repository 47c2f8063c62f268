import { argumentChecks, EcephysError } from "@ecephys/files";
import { untilAborted } from "@ecephys/files/internal";
import { numbersFor } from "../decode.ts";
import { type ElementRun, elementSize, runOf } from "../extent.ts";
import { closedFile } from "../failures.ts";
import { readCompounds, withElements } from "../member-columns.ts";
import type {
  Hdf5CallOptions,
  Hdf5File,
  Hdf5Object,
  Hdf5PrefetchOptions,
  Hdf5Range,
  Hdf5ReadOptions,
  Hdf5Type,
  Hdf5Values,
  Hdf5WalkOptions,
} from "../model.ts";
import type { StoredNumbers } from "../number-index.ts";
import type { PlainFile } from "../plain/plain-file.ts";
import type { Wanted } from "../plan/planner.ts";
import { checked, PREFETCH_OPTIONS, READ_OPTIONS, WALK_OPTIONS } from "./call-options.ts";
import type { DirectBytes } from "./direct-bytes.ts";
import type { WorkerPool } from "./pool.ts";
import type { Hdf5Answers, Hdf5Method } from "./protocol.ts";
import { type Supplies, suppliesOf, type WorkerSource } from "./supply.ts";
import { type RequestOf, type Subject, WorkerEnded, WorkerOccupied, type WorkerThread } from "./thread.ts";

/** Where a file lies open: in which worker, under which number. */
interface Place {
  readonly thread: WorkerThread;
  readonly file: number;
  readonly supplies: Supplies;
  readonly byteLength: number;
  readonly version: string | undefined;
}

/** A request but for the file's number. */
type Question<Method extends Hdf5Method> = Omit<RequestOf<Method>, "file">;

/** Which elements of a dataset, as what, and where to. */
type WantedElements = Pick<Hdf5ReadOptions, "ranges" | "bigints" | "memory">;

let count = 0;

/**
 * Opens a file in a worker of the pool. Where the worker has to be ended, for this file or another one, or is busy
 * with another one for long, the file is opened again in another worker when it is next asked.
 * @param source Gives what is sent to a worker, each time that one opens the file.
 * @param direct Reads what lies in the file in one piece, where that can be done without the worker.
 * @param end Called when the file is closed.
 */
export async function openInWorker(
  pool: WorkerPool,
  source: () => WorkerSource,
  location: string,
  options: Hdf5CallOptions,
  direct?: DirectBytes,
  end: () => void = () => {},
): Promise<Hdf5File> {
  const file = new WorkerFile(pool, source, location, options.timeLimit, direct, end);
  try {
    await file.open(options.signal);
  } catch (error) {
    end();
    await direct?.close();
    throw error;
  }
  return file;
}

class WorkerFile implements Hdf5File {
  readonly location: string;
  readonly #pool: WorkerPool;
  readonly #source: () => WorkerSource;
  readonly #timeLimit: number | undefined;
  /** Reads that `close` waits for. */
  readonly #reading = new Set<Promise<unknown>>();
  readonly #direct: DirectBytes | undefined;
  readonly #end: () => void;
  /** Where datasets begin that can be read directly. */
  readonly #offsets = new Map<string, Promise<number | undefined>>();
  #place: Place | undefined;
  #opening: Promise<Place> | undefined;
  #closing: Promise<void> | undefined;
  /** What is known of the file's objects, so that none is asked for twice. */
  readonly #objects = new Map<string, Hdf5Object>();
  #byteLength = 0;
  #version: string | undefined;

  constructor(
    pool: WorkerPool,
    source: () => WorkerSource,
    location: string,
    timeLimit: number | undefined,
    direct: DirectBytes | undefined,
    end: () => void,
  ) {
    this.location = location;
    this.#pool = pool;
    this.#source = source;
    this.#timeLimit = timeLimit;
    this.#direct = direct;
    this.#end = end;
  }

  get byteLength(): number {
    return this.#byteLength;
  }

  get transferred() {
    return this.#direct?.transferred;
  }

  async open(signal: AbortSignal | undefined): Promise<void> {
    const plain = await this.#direct?.planned?.plain.open(signal);
    // A worker opens it when there is something to read for it.
    if (!plain) this.#place = await this.#openIn(signal);
    const { byteLength, version } = plain ?? this.#place!;
    this.#byteLength = byteLength;
    this.#version = version;
  }

  async describe(path: string, options: Hdf5CallOptions = {}) {
    const known = this.#closing ? undefined : this.#objects.get(path);
    if (known) return known;
    const stored = this.#stored(path, options);
    if (stored) {
      const { shape, type } = stored;
      const dataset: Hdf5Object = { kind: "dataset", path, type, shape, chunks: undefined };
      this.#objects.set(path, dataset);
      return dataset;
    }
    await this.#ready({ path, what: "object" }, options);
    const action = "Looking at an HDF5 object";
    const plain = await this.#plainly((file) => file.describe(path), options);
    const found = plain
      ? plain.found
      : this.#locatesFreely
        ? await this.#locate(path, action, options)
        : await this.#ask<"describe">({ method: "describe", path }, action, path, options);
    if (found) this.#objects.set(path, found);
    return found;
  }

  /** Whether asking where a dataset begins costs next to nothing: reads of a disk, not requests of a server. */
  get #locatesFreely(): boolean {
    return this.#direct !== undefined && !this.#direct.transferred && this.#timeLimit === undefined;
  }

  /** Describes an object and, where it can be read directly, asks where it begins: mostly it is read next. */
  async #locate(path: string, action: string, options: Hdf5CallOptions): Promise<Hdf5Object | undefined> {
    const { object, byteOffset } = await this.#ask<"locate">(
      { method: "locate", path },
      action,
      path,
      options,
    );
    if (object?.kind === "dataset" && elementSize(object) !== undefined && !this.#offsets.has(path))
      this.#offsets.set(path, Promise.resolve(byteOffset));
    return object;
  }

  async attributes(path: string, names?: readonly string[], options: Hdf5CallOptions = {}) {
    await this.#ready({ path, what: "attributes" }, options);
    const plain = await this.#plainly((file) => file.attributes(path, names), options);
    if (plain) return plain.found;
    return this.#ask<"attributes">(
      { method: "attributes", path, names },
      "Reading attributes",
      path,
      options,
    );
  }

  async prefetch(paths: readonly string[], options: Hdf5PrefetchOptions = {}) {
    const checks = argumentChecks("Fetching parts of an HDF5 file");
    const { without, ...call } = checks.knownOptions(options, PREFETCH_OPTIONS);
    await Promise.all(paths.map((path) => this.#ready({ path, what: "members", without }, call)));
  }

  async read(path: string, options: Hdf5ReadOptions = {}) {
    const checks = argumentChecks("Reading an HDF5 file");
    const { ranges, bigints, columns, memory, ...call } = checks.knownOptions(options, READ_OPTIONS);
    if (memory !== undefined && !(memory instanceof Float64Array))
      throw checks.refusal("the option memory", memory, "a Float64Array");
    if (this.#closing) throw closedFile(this.location);
    const reading = this.#read(path, { ranges, bigints, memory }, call);
    this.#reading.add(reading);
    try {
      const found = await reading;
      return found && !columns ? withElements(found) : found;
    } finally {
      this.#reading.delete(reading);
    }
  }

  async walk(path: string, options: Hdf5WalkOptions = {}) {
    const { attributes, without, ...call } = argumentChecks("Walking an HDF5 file").knownOptions(
      options,
      WALK_OPTIONS,
    );
    if (this.#closing) throw closedFile(this.location);
    const request = { method: "walk", path, attributes, without } as const;
    const plain = await this.#plainly((file) => file.walk(path, request), call);
    const found = plain ? plain.found : await this.#ask<"walk">(request, "Walking an HDF5 file", path, call);
    for (const { object } of found ?? []) if (object) this.#objects.set(object.path, object);
    return found;
  }

  async #read(path: string, wanted: WantedElements, options: Hdf5CallOptions) {
    const found = await this.#readDirectly(path, wanted, options);
    if (found) return found;
    const { bigints, ranges } = wanted;
    await this.#ready({ path, what: "elements", ranges }, options);
    const plain = await this.#plainly((file) => file.read(path, ranges ?? [], bigints ?? false), options);
    if (plain) return plain.found;
    const request = { method: "read", path, ranges, bigints } as const;
    return this.#ask<"read">(request, "Reading a dataset", path, options, true);
  }

  /** What is found of a file on a server without a worker; undefined where one has to read. */
  async #plainly<Found>(
    work: (file: PlainFile) => Found | Promise<Found>,
    options: Hdf5CallOptions,
  ): Promise<{ readonly found: Found } | undefined> {
    return this.#direct?.planned?.plain.attempt(work, checked(options).signal);
  }

  /** Fetches what a worker will need, for a file on a server. */
  async #ready(wanted: Wanted, options: Hdf5CallOptions): Promise<void> {
    if (this.#closing) throw closedFile(this.location);
    await this.#direct?.planned?.ready(wanted, checked(options).signal);
  }

  /** A dataset of numbers that can be found, and read, without a worker. */
  #stored(path: string, { signal, timeLimit = this.#timeLimit }: Hdf5CallOptions): StoredNumbers | undefined {
    signal?.throwIfAborted();
    // A read of the disk cannot be ended; where that counts, a worker does it.
    return this.#closing || timeLimit !== undefined
      ? undefined
      : this.#direct?.numbers?.(path, this.#version);
  }

  /** Numbers that lie in the file in one piece, read past the library; undefined for all others. */
  async #readDirectly(
    path: string,
    { bigints, memory, ranges }: WantedElements,
    options: Hdf5CallOptions,
  ): Promise<Hdf5Values | undefined> {
    const { signal, timeLimit = this.#timeLimit } = checked(options);
    if (this.#direct === undefined || timeLimit !== undefined) return undefined;
    const stored = this.#stored(path, options);
    const part = stored && runOf(stored.shape, ranges ?? []);
    if (part) return this.#numbersAt(stored, part, signal, memory);
    const dataset =
      this.#objects.get(path) ??
      (isLarge(ranges) || this.#direct.planned ? await this.describe(path, options) : undefined);
    // Most datasets are small and read whole, once: to ask what they are would take as long as to read them.
    if (dataset === undefined && ranges !== undefined) this.describe(path).catch(() => {});
    const size = dataset?.kind === "dataset" ? elementSize(dataset) : undefined;
    if (dataset?.kind !== "dataset" || size === undefined) return undefined;
    const { type, shape = [] } = dataset;
    const run = runOf(shape, ranges ?? []);
    const offset = run && (await this.#byteOffset(path, options));
    if (run === undefined || offset === undefined) return undefined;
    if (type.kind === "compound")
      return run.count * size > MOST_COMPOUNDS
        ? undefined
        : this.#compoundsAt({ path, type, start: offset }, run, bigints ?? false, signal);
    return this.#numbersAt({ type, shape, start: offset }, run, signal, memory);
  }

  /** Compounds whose members are decoded from their bytes alone. */
  async #compoundsAt(
    { path, start, type }: { readonly path: string; readonly start: number; readonly type: CompoundType },
    run: ElementRun,
    bigints: boolean,
    signal: AbortSignal | undefined,
  ): Promise<Hdf5Values | undefined> {
    const direct = this.#direct!;
    const first = start + run.start * type.bytes;
    const read = (block: Uint8Array, at: number) =>
      direct.read(block, first + at * type.bytes, this.#version, signal);
    // A server is asked once.
    const most = direct.transferred ? MOST_COMPOUNDS : COMPOUND_BLOCK;
    const resource = `${this.location} (${path})`;
    const found = await readCompounds(type, run.count, read, most, { bigints, resource });
    return found && { type, shape: run.shape, ...found };
  }

  async #numbersAt(
    { start, type }: StoredNumbers,
    run: ElementRun,
    signal: AbortSignal | undefined,
    memory: Float64Array | undefined,
  ): Promise<Hdf5Values | undefined> {
    const isFitting = type.kind === "float" && type.bytes === 8 && memory && memory.length >= run.count;
    const data = isFitting ? memory.subarray(0, run.count) : numbersFor(type, run.count);
    if (data === undefined) return undefined;
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const position = start + run.start * data.BYTES_PER_ELEMENT;
    const isRead = await this.#direct!.read(bytes, position, this.#version, signal);
    return isRead ? { type, shape: run.shape, data } : undefined;
  }

  /** Asked of the worker once for each dataset. */
  #byteOffset(path: string, options: Hdf5CallOptions): Promise<number | undefined> {
    if (this.#direct?.planned) return Promise.resolve(this.#direct.planned.byteOffset(path));
    const known = this.#offsets.get(path);
    if (known) return untilAborted(known, options.signal);
    const offset = this.#ask<"byteOffset">(
      { method: "byteOffset", path },
      "Reading a dataset",
      path,
      {},
      true,
    );
    offset.catch(() => this.#offsets.delete(path));
    this.#offsets.set(path, offset);
    return untilAborted(offset, options.signal);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #ask<Method extends Hdf5Method>(
    question: Question<Method>,
    action: string,
    path: string,
    options: Hdf5CallOptions,
    /** Whether it was asked before `close` was, which waits for it. */
    isAwaited = false,
  ): Promise<Hdf5Answers[Method]> {
    const { signal, timeLimit = this.#timeLimit } = checked(options);
    for (;;) {
      if (this.#closing && !isAwaited) throw closedFile(this.location);
      const place = this.#present() ?? (await this.#again(signal));
      const request = { ...question, file: place.file } as unknown as RequestOf<Method>;
      const subject = { action, resource: `${this.location} (${path})` };
      try {
        return await place.thread.run(request, subject, { signal, timeLimit }, place.supplies);
      } catch (error) {
        if (error instanceof WorkerOccupied) this.#move(place);
        else if (!(error instanceof WorkerEnded)) throw error;
      }
    }
  }

  /** Gives up a place in a worker that is busy with another file, which is to close this one when it can. */
  #move(place: Place): void {
    if (this.#place !== place) return;
    this.#place = undefined;
    this.#leave(place).catch(() => {});
  }

  /** Where the file lies open, if its worker still runs. */
  #present(): Place | undefined {
    if (this.#place?.thread.isEnded) this.#place = undefined;
    return this.#place;
  }

  /** Opens the file again, once for all who ask meanwhile. */
  #again(signal: AbortSignal | undefined): Promise<Place> {
    this.#opening ??= this.#reopen().finally(() => {
      this.#opening = undefined;
    });
    return untilAborted(this.#opening, signal);
  }

  async #reopen(): Promise<Place> {
    const place = await this.#openIn(undefined);
    if (place.byteLength !== this.#byteLength || place.version !== this.#version) {
      await this.#leave(place);
      throw new EcephysError("storage", {
        action: "Opening an HDF5 file again",
        resource: this.location,
        reason: `it has changed since it was opened: it was ${this.#version}, and is ${place.version}`,
        remedy: "Close it and open it again",
      });
    }
    this.#place = place;
    return place;
  }

  async #openIn(signal: AbortSignal | undefined): Promise<Place> {
    const subject: Subject = { action: "Opening an HDF5 file", resource: this.location };
    for (;;) {
      const thread = this.#pool.acquire();
      const file = count++;
      try {
        const given = this.#source();
        const supplies = suppliesOf(given);
        const others = Object.entries(given.linked ?? {}).map(([name, { sent }]) => [name, sent]);
        const [source, linked] = [given.sent, Object.fromEntries(others)];
        const { location } = this;
        const request = { method: "open", file, source, linked, location } as const;
        const limits = { signal, timeLimit: this.#timeLimit };
        const opened = await thread.run<"open">(request, subject, limits, supplies);
        return { thread, file, supplies, ...opened };
      } catch (error) {
        this.#pool.release(thread);
        if (!(error instanceof WorkerEnded)) throw error;
      }
    }
  }

  async #close(): Promise<void> {
    await Promise.allSettled(this.#reading);
    const place = this.#present() ?? (await this.#opening?.catch(() => undefined));
    this.#place = undefined;
    this.#end();
    await this.#direct?.close();
    if (place) await this.#leave(place);
  }

  async #leave({ thread, file }: Place): Promise<void> {
    try {
      await thread.run<"close">(
        { method: "close", file },
        { action: "Closing an HDF5 file", resource: this.location },
      );
    } catch (error) {
      if (!(error instanceof WorkerEnded)) throw error;
    } finally {
      this.#pool.release(thread);
    }
  }
}

type CompoundType = Extract<Hdf5Type, { kind: "compound" }>;

/** Bytes of compounds that are taken apart in this thread at most, in some tens of milliseconds. */
const MOST_COMPOUNDS = 1 << 25;
/** Bytes of them that are read from a disk at a time. */
const COMPOUND_BLOCK = 1 << 18;

/** Rows that are worth asking first what they are rows of. */
const LARGE = 1 << 17;

function isLarge(ranges: readonly Hdf5Range[] | undefined): boolean {
  const [start, end] = ranges?.[0] ?? [0, 0];
  return end - start >= LARGE;
}
