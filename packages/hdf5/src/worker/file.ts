import { argumentChecks } from "@ecephys/files";
import { elementSize } from "../extent.ts";
import { closedFile } from "../failures.ts";
import { withElements } from "../member-columns.ts";
import type {
  Hdf5CallOptions,
  Hdf5File,
  Hdf5Object,
  Hdf5PrefetchOptions,
  Hdf5ReadOptions,
  Hdf5WalkOptions,
} from "../model.ts";
import type { PlainFile } from "../plain/plain-file.ts";
import type { Wanted } from "../plan/planner.ts";
import { checked, PREFETCH_OPTIONS, READ_OPTIONS, READING_CHECKS, WALK_OPTIONS } from "./call-options.ts";
import type { DirectBytes } from "./direct-bytes.ts";
import { DirectReads, type WantedElements } from "./direct-reads.ts";
import { FileInWorkers, type Identity, type WorkerOpening } from "./in-workers.ts";

/** How a file is opened. */
export interface FileOpening extends WorkerOpening {
  /** Reads what can be read without the worker. */
  readonly direct?: DirectBytes | undefined;
  /** Called when the file is closed. */
  readonly end?: (() => void) | undefined;
}

/** Opens a file, of which a worker reads what cannot be read without it. */
export async function openFile(opening: FileOpening, signal: AbortSignal | undefined): Promise<Hdf5File> {
  const { direct, end } = opening;
  const file = new OpenedFile(opening);
  try {
    await file.open(signal);
  } catch (error) {
    end?.();
    await direct?.close();
    throw error;
  }
  return file;
}

class OpenedFile implements Hdf5File {
  readonly location: string;
  readonly #workers: FileInWorkers;
  readonly #timeLimit: number | undefined;
  /** Reads that `close` waits for. */
  readonly #reading = new Set<Promise<unknown>>();
  readonly #direct: DirectBytes | undefined;
  readonly #directReads: DirectReads | undefined;
  readonly #end: () => void;
  #closing: Promise<void> | undefined;
  /** What is known of the file's objects, so that none is asked for twice. */
  readonly #objects = new Map<string, Hdf5Object>();
  #identity: Identity = { byteLength: 0, version: undefined };

  constructor({ direct, end = () => {}, location, timeLimit, ...given }: FileOpening) {
    this.location = location;
    this.#workers = new FileInWorkers({ location, timeLimit, ...given });
    this.#timeLimit = timeLimit;
    this.#direct = direct;
    this.#end = end;
    this.#directReads =
      direct &&
      new DirectReads(direct, {
        location,
        version: () => this.#identity.version,
        known: (path) => this.#objects.get(path),
        describe: (path, options) => this.describe(path, options),
        byteOffset: (path) =>
          this.#workers.ask<"byteOffset">(
            { method: "byteOffset", path },
            { ...READING, path, isAwaited: true },
          ),
      });
  }

  get byteLength(): number {
    return this.#identity.byteLength;
  }

  get transferred() {
    return this.#direct?.transferred;
  }

  async open(signal: AbortSignal | undefined): Promise<void> {
    const plain = await this.#direct?.plain.open({ signal, timeLimit: this.#timeLimit });
    // A worker opens it when there is something to read for it.
    if (plain) this.#workers.expect(plain);
    this.#identity = plain ?? (await this.#workers.open(signal));
  }

  async describe(path: string, options: Hdf5CallOptions = {}) {
    const known = this.#closing ? undefined : this.#objects.get(path);
    if (known) return known;
    await this.#ready({ path, what: "object" }, options);
    const asked = { action: "Looking at an HDF5 object", path, ...options };
    const plain = await this.#plainly((file) => file.describe(path), options);
    const found = plain
      ? plain.found
      : this.#locatesFreely
        ? await this.#locate(path, asked)
        : await this.#workers.ask<"describe">({ method: "describe", path }, asked);
    if (found) this.#objects.set(path, found);
    return found;
  }

  /** Whether asking where a dataset begins costs next to nothing: reads of a disk, not requests of a server. */
  get #locatesFreely(): boolean {
    return this.#direct !== undefined && !this.#direct.transferred && this.#timeLimit === undefined;
  }

  /** Describes an object and, where it can be read directly, asks where it begins: mostly it is read next. */
  async #locate(path: string, asked: Parameters<FileInWorkers["ask"]>[1]): Promise<Hdf5Object | undefined> {
    const { object, byteOffset } = await this.#workers.ask<"locate">({ method: "locate", path }, asked);
    if (object?.kind === "dataset" && elementSize(object) !== undefined)
      this.#directReads?.learn(path, byteOffset);
    return object;
  }

  async attributes(path: string, names?: readonly string[], options: Hdf5CallOptions = {}) {
    await this.#ready({ path, what: "attributes" }, options);
    const plain = await this.#plainly((file) => file.attributes(path, names), options);
    if (plain) return plain.found;
    const asked = { action: "Reading attributes", path, ...options };
    return this.#workers.ask<"attributes">({ method: "attributes", path, names }, asked);
  }

  async prefetch(paths: readonly string[], options: Hdf5PrefetchOptions = {}) {
    const checks = argumentChecks("Fetching parts of an HDF5 file");
    const { without, ...call } = checks.knownOptions(options, PREFETCH_OPTIONS);
    await Promise.all(paths.map((path) => this.#ready({ path, what: "members", without }, call)));
  }

  async read(path: string, options: Hdf5ReadOptions = {}) {
    const checks = READING_CHECKS;
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
    const found = plain
      ? plain.found
      : await this.#workers.ask<"walk">(request, { action: "Walking an HDF5 file", path, ...call });
    for (const { object } of found ?? []) if (object) this.#objects.set(object.path, object);
    return found;
  }

  async #read(path: string, wanted: WantedElements, options: Hdf5CallOptions) {
    const { timeLimit = this.#timeLimit } = checked(options);
    // A read of the disk cannot be ended; where that counts, a worker does it.
    const found = timeLimit === undefined ? await this.#directReads?.read(path, wanted, options) : undefined;
    if (found) return found;
    const { bigints, ranges } = wanted;
    await this.#ready({ path, what: "elements", ranges }, options);
    const plain = await this.#plainly((file) => file.read(path, ranges ?? [], bigints ?? false), options);
    if (plain) return plain.found;
    const request = { method: "read", path, ranges, bigints } as const;
    return this.#workers.ask<"read">(request, { ...READING, path, ...options, isAwaited: true });
  }

  /** What is found without a worker; undefined where one has to read. */
  async #plainly<Found>(
    work: (file: PlainFile) => Found | Promise<Found>,
    options: Hdf5CallOptions,
  ): Promise<{ readonly found: Found } | undefined> {
    const { signal, timeLimit = this.#timeLimit } = checked(options);
    return this.#direct?.plain.attempt(work, { signal, timeLimit });
  }

  /** Fetches what a worker will need, for a file on a server. */
  async #ready(wanted: Wanted, options: Hdf5CallOptions): Promise<void> {
    const { signal } = checked(options);
    if (this.#closing) throw closedFile(this.location);
    await this.#direct?.planned?.ready(wanted, signal);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#workers.refuse();
    await Promise.allSettled(this.#reading);
    this.#end();
    await this.#direct?.close();
    await this.#workers.close();
  }
}

const READING = { action: "Reading a dataset" };
