import { untilAborted } from "@ecephys/files/internal";
import { numbersFor } from "../decode.ts";
import { type ElementRun, elementSize, runOf } from "../extent.ts";
import { readCompounds } from "../member-columns.ts";
import type {
  Hdf5CallOptions,
  Hdf5Object,
  Hdf5Range,
  Hdf5ReadOptions,
  Hdf5Type,
  Hdf5Values,
} from "../model.ts";
import type { OnePiece } from "../plain/plain-file.ts";
import type { DirectBytes } from "./direct-bytes.ts";

/** What is known of a file, and what can be asked about it. */
export interface FileFacts {
  readonly location: string;
  /** What the file was called when it was opened. */
  version(): string | undefined;
  known(path: string): Hdf5Object | undefined;
  describe(path: string, options: Hdf5CallOptions): Promise<Hdf5Object | undefined>;
  /** Asks a worker where a dataset begins. */
  byteOffset(path: string): Promise<number | undefined>;
}

/** Which elements of a dataset, as what, and where to. */
export type WantedElements = Pick<Hdf5ReadOptions, "ranges" | "bigints" | "memory">;

type CompoundType = Extract<Hdf5Type, { kind: "compound" }>;

/** Bytes of compounds that are taken apart in this thread at most, in some tens of milliseconds. */
const MOST_COMPOUNDS = 1 << 25;
/** Bytes of them that are read from a disk at a time. */
const COMPOUND_BLOCK = 1 << 20;

/** Rows that are worth asking first what they are rows of. */
const LARGE = 1 << 17;

/** Reads elements that lie in a file in one piece, past the library. */
export class DirectReads {
  readonly #direct: DirectBytes;
  readonly #facts: FileFacts;
  /** Where datasets begin that a worker was asked about. */
  readonly #offsets = new Map<string, Promise<number | undefined>>();

  constructor(direct: DirectBytes, facts: FileFacts) {
    this.#direct = direct;
    this.#facts = facts;
  }

  /** A worker has told where a dataset begins, or that it is in no one piece. */
  learn(path: string, byteOffset: number | undefined): void {
    if (!this.#offsets.has(path)) this.#offsets.set(path, Promise.resolve(byteOffset));
  }

  /** Undefined for what is in no one piece, or too small to be looked for. */
  async read(
    path: string,
    wanted: WantedElements,
    options: Hdf5CallOptions,
  ): Promise<Hdf5Values | undefined> {
    const { ranges } = wanted;
    const { plain, planned } = this.#direct;
    options.signal?.throwIfAborted();
    const stored = plain.inOnePiece?.(path);
    const part = stored && runOf(stored.shape, ranges ?? []);
    if (part) return this.#elementsAt(path, stored, part, wanted, options.signal);
    const { describe, known } = this.#facts;
    const dataset = known(path) ?? (isLarge(ranges) || planned ? await describe(path, options) : undefined);
    // Most datasets are small and read whole, once: to ask what they are would take as long as to read them.
    if (dataset === undefined && ranges !== undefined) describe(path, {}).catch(() => {});
    const size = dataset?.kind === "dataset" ? elementSize(dataset) : undefined;
    if (dataset?.kind !== "dataset" || size === undefined) return undefined;
    const { type, shape = [] } = dataset;
    const run = runOf(shape, ranges ?? []);
    const start = run && (await this.#byteOffset(path, options.signal));
    if (run === undefined || start === undefined) return undefined;
    return this.#elementsAt(path, { type, shape, start }, run, wanted, options.signal);
  }

  async #elementsAt(
    path: string,
    { start, type }: OnePiece,
    run: ElementRun,
    { bigints = false, memory }: WantedElements,
    signal: AbortSignal | undefined,
  ): Promise<Hdf5Values | undefined> {
    if (type.kind !== "compound") return this.#numbersAt({ type, start }, run, signal, memory);
    if (run.count * type.bytes > MOST_COMPOUNDS) return undefined;
    return this.#compoundsAt({ path, type, start }, run, bigints, signal);
  }

  /** Compounds whose members are decoded from their bytes alone. */
  async #compoundsAt(
    { path, start, type }: { readonly path: string; readonly start: number; readonly type: CompoundType },
    run: ElementRun,
    bigints: boolean,
    signal: AbortSignal | undefined,
  ): Promise<Hdf5Values | undefined> {
    const first = start + run.start * type.bytes;
    const read = (block: Uint8Array, at: number) => this.#bytesAt(block, first + at * type.bytes, signal);
    // A server is asked once.
    const most = this.#direct.transferred ? MOST_COMPOUNDS : COMPOUND_BLOCK;
    const resource = `${this.#facts.location} (${path})`;
    const found = await readCompounds(type, run.count, read, most, { bigints, resource });
    return found && { type, shape: run.shape, ...found };
  }

  async #numbersAt(
    { start, type }: Pick<OnePiece, "start" | "type">,
    run: ElementRun,
    signal: AbortSignal | undefined,
    memory: Float64Array | undefined,
  ): Promise<Hdf5Values | undefined> {
    const isFitting = type.kind === "float" && type.bytes === 8 && memory && memory.length >= run.count;
    const data = isFitting ? memory.subarray(0, run.count) : numbersFor(type, run.count);
    if (data === undefined) return undefined;
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const isRead = await this.#bytesAt(bytes, start + run.start * data.BYTES_PER_ELEMENT, signal);
    return isRead ? { type, shape: run.shape, data } : undefined;
  }

  #bytesAt(target: Uint8Array, position: number, signal: AbortSignal | undefined): Promise<boolean> {
    return this.#direct.read(target, position, this.#facts.version(), signal);
  }

  /** Asked of the worker once for each dataset. */
  #byteOffset(path: string, signal: AbortSignal | undefined): Promise<number | undefined> {
    const { planned } = this.#direct;
    if (planned) return Promise.resolve(planned.byteOffset(path));
    const known = this.#offsets.get(path);
    if (known) return untilAborted(known, signal);
    const offset = this.#facts.byteOffset(path);
    offset.catch(() => this.#offsets.delete(path));
    this.#offsets.set(path, offset);
    return untilAborted(offset, signal);
  }
}

function isLarge(ranges: readonly Hdf5Range[] | undefined): boolean {
  const [start, end] = ranges?.[0] ?? [0, 0];
  return end - start >= LARGE;
}
