import type { StreamedFile } from "@ecephys/files";
import type { Hdf5Range } from "../model.ts";
import { type HeaderMessage, headerMessages, type ReadBytes } from "../object-header.ts";
import { chunksIn } from "./chunk-index.ts";
import { chunksOf } from "./chunks.ts";
import { type Heaps, heapLength, heapsOf, heapsOfAttributes } from "./heaps.ts";
import { bytesInMemory, inBlocks, Lacking, type Part } from "./lacking.ts";
import { type Members, membersOf, type Superblock, superblock } from "./members.ts";
import { type StoredDataset, storedDataset } from "./stored-dataset.ts";

/**
 * What will be read of an object: its description, its attributes too, elements of a dataset, or a group with its
 * attributes and all of its datasets but large ones.
 */
export interface Wanted {
  readonly path: string;
  readonly what: "object" | "attributes" | "elements" | "members";
  readonly ranges?: readonly Hdf5Range[] | undefined;
  /** Members that are left out. */
  readonly without?: readonly string[] | undefined;
}

/** Trips at most: from group to group, to headers, indexes of chunks, elements, heaps. */
const MOST_TRIPS = 24;
/** Bytes that are fetched for what is read together at most; what is left over is fetched when it is read. */
const MOST_BYTES = 64 * 2 ** 20;
/** Bytes of a heap that are fetched at least before its length is known; writers make heaps of so many. */
const HEAP = 4096;
const MOST_HEAP = 2 ** 20;
/** Bytes up to which the library extends a heap while texts are written, and heaps of which so many are fetched at once. */
const LARGE_HEAP = 64 * 1024;
const FEW_HEAPS = 8;
/** Bytes that are fetched with the beginning of a header. */
const NEAR = 16 * 1024;
const MOST_LINKS = 8;
const MOST_ELEMENTS_OF_HEAPS = 2 ** 22;
/** Members of a group with more bytes than these are not fetched with it: of them parts are read. */
const LARGE_MEMBER = 4 * 2 ** 20;

/**
 * Fetches what the library will need to read objects of a file on a server, all of it at once as far as it is known:
 * the library asks for one thing after the other, each of which takes a trip. It follows the file's own indexes, in
 * the bytes that are there; whatever lacks is fetched together, and then it looks again. Nothing depends on what it
 * finds but the time: what it does not understand the library reads by itself.
 */
export class Planner {
  readonly #file: StreamedFile;
  readonly #read: ReadBytes;
  #superblock: Superblock | undefined;
  readonly #headers = new Map<string, readonly HeaderMessage[]>();
  readonly #members = new Map<string, Members>();
  readonly #positions = new Map<string, number>();
  /** Datasets of which everything has been there; what memory has lost since is fetched when it is read. */
  readonly #complete = new Set<string>();

  constructor(file: StreamedFile) {
    this.#file = file;
    this.#read = bytesInMemory(file);
  }

  /** Whether everything that is known to be needed is there. */
  isReady(wanted: readonly Wanted[]): boolean {
    return wanted.every((one) => this.#lackingFor(one).length === 0);
  }

  /**
   * @param whenReady Called with each that lacks nothing any more, while others still do.
   * @throws what the file's `prefetch` throws.
   */
  async fetch(
    wanted: readonly Wanted[],
    signal: AbortSignal | undefined,
    whenReady: (one: Wanted) => void = () => {},
  ): Promise<void> {
    let left = MOST_BYTES;
    const open = new Set(wanted);
    for (let trip = 0; trip < MOST_TRIPS && left > 0; trip++) {
      const lacking: Part[] = [];
      for (const one of open) {
        const parts = this.#lackingFor(one);
        lacking.push(...parts);
        if (parts.length > 0) continue;
        open.delete(one);
        whenReady(one);
      }
      if (lacking.length === 0) return;
      const parts = lacking.slice(0, firstOver(lacking, left));
      left -= parts.reduce((sum, [start, end]) => sum + end - start, 0);
      await this.#file.prefetch(parts, { signal });
    }
  }

  /**
   * Where a dataset's numbers begin, if they lie in the file in one piece, as in memory; undefined where they do not,
   * or the header is not there.
   */
  byteOffset(path: string): number | undefined {
    try {
      const { layout, shape, type } = this.#dataset(path);
      if (layout.kind !== "contiguous" || !type?.isLittleEndianNumber) return undefined;
      const length = shape.reduce((product, side) => product * side, type.bytes);
      const isWhole = layout.length === length && layout.start + length <= this.#file.byteLength;
      return isWhole ? layout.start : undefined;
    } catch (error) {
      return unlessUnknown(error);
    }
  }

  #lackingFor(wanted: Wanted): Part[] {
    return collected((lacking, note) => this.#visit(wanted, lacking, note));
  }

  #visit({ path, ranges, what, without = [] }: Wanted, lacking: Part[], note: Note): void {
    // To look for all texts of a column again takes as long as to read them.
    if (what === "elements" && ranges === undefined && this.#complete.has(path)) return;
    const messages = this.#header(path);
    if (what === "elements") {
      this.#elements(storedDataset(messages, this.#base), ranges, lacking, note);
      if (ranges === undefined && lacking.length === 0) this.#complete.add(path);
      return;
    }
    if (what !== "object") this.#heaps(heapsOfAttributes(messages, this.#base), lacking);
    // Looking at an object of another kind ends with its header.
    if (!isGroup(messages)) return;
    const members = this.#membersOf(path);
    if (what === "members")
      for (const name of [...members.keys()].filter((one) => !without.includes(one)))
        lacking.push(
          ...collected((own, noteOwn) => this.#member(`${path === "/" ? "" : path}/${name}`, own, noteOwn)),
        );
  }

  #member(path: string, lacking: Part[], note: Note): void {
    const messages = this.#header(path);
    if (isGroup(messages)) return;
    const dataset = storedDataset(messages, this.#base);
    const length = dataset.shape.reduce((product, side) => product * side, dataset.type?.bytes ?? 1);
    if (length <= LARGE_MEMBER) this.#elements(dataset, undefined, lacking, note);
  }

  #elements(
    dataset: StoredDataset,
    ranges: readonly Hdf5Range[] | undefined,
    lacking: Part[],
    note: Note,
  ): void {
    const before = lacking.length;
    for (const part of this.#extents(dataset, ranges, note)) this.#need(part, lacking);
    // The texts' pointers tell where the texts are.
    if (lacking.length === before && dataset.type?.isPointer && !dataset.isFiltered) {
      const heaps = this.#heapsOfElements(dataset, ranges, note);
      this.#heaps(heaps, lacking, heaps.size <= FEW_HEAPS ? LARGE_HEAP : HEAP);
    }
  }

  #extents(
    { isFiltered, layout, shape, type }: StoredDataset,
    ranges: readonly Hdf5Range[] | undefined,
    note: Note,
  ): Part[] {
    const rows = ranges?.[0] ?? [0, shape[0] ?? 1];
    if (layout.kind === "contiguous") {
      const perRow = layout.length / Math.max(1, shape[0] ?? 1);
      const start = layout.start + Math.floor(rows[0] * perRow);
      return [[start, Math.min(layout.start + layout.length, layout.start + Math.ceil(rows[1] * perRow))]];
    }
    if (layout.kind !== "chunked" && layout.kind !== "indexed") return [];
    const unfiltered = layout.chunk.reduce((product, side) => product * side, type?.bytes ?? 0);
    const chunks =
      layout.kind === "chunked"
        ? chunksOf(this.#read, layout.tree, this.#base, layout.chunk, rows, note)
        : chunksIn(this.#read, { ...layout, bytes: unfiltered, shape, isFiltered }, this.#base, rows, note);
    return chunks
      .filter(({ offset }) => isInRanges(offset, layout.chunk, ranges))
      .map(({ length, start }) => [start, start + (isFiltered ? length : unfiltered)]);
  }

  #heapsOfElements(dataset: StoredDataset, ranges: readonly Hdf5Range[] | undefined, note: Note): Heaps {
    const heaps: Heaps = new Map();
    let left = MOST_ELEMENTS_OF_HEAPS;
    for (const [start, end] of this.#extents(dataset, ranges, note)) {
      left -= (end - start) / 16;
      if (left >= 0) heapsOf(this.#read(start, end - start), this.#base, heaps);
    }
    return heaps;
  }

  #heaps(heaps: Heaps, lacking: Part[], least = HEAP): void {
    for (const [start, held] of heaps) {
      const head = this.#file.peek(start, start + 16);
      const guess = Math.min(Math.max(held, least), LARGE_HEAP);
      if (head === undefined) lacking.push(this.#inBlocks([start, start + guess]));
      else this.#need([start, start + Math.min(heapLength(head), MOST_HEAP)], lacking);
    }
  }

  #need(part: Part, lacking: Part[]): void {
    const whole = this.#inBlocks(part);
    if (!this.#file.has(...whole)) lacking.push(whole);
  }

  get #start(): Superblock {
    this.#superblock ??= superblock(this.#read);
    return this.#superblock;
  }

  get #base(): number {
    return this.#start.base;
  }

  #inBlocks(part: Part): Part {
    return inBlocks(part, this.#file.byteLength);
  }

  #dataset(path: string): StoredDataset {
    return storedDataset(this.#header(path), this.#base);
  }

  #header(path: string): readonly HeaderMessage[] {
    const known = this.#headers.get(path);
    if (known) return known;
    const position = this.#positionOf(path);
    this.#fetchNear(position);
    const messages = headerMessages(this.#read, position, this.#base);
    this.#headers.set(path, messages);
    return messages;
  }

  /** Writers mostly put the rest of a header, and the index of chunks, behind its beginning. */
  #fetchNear(header: number): void {
    if (!this.#file.has(...this.#inBlocks([header, header + 1])))
      throw new Lacking([this.#inBlocks([header, header + NEAR])]);
  }

  #positionOf(path: string, links = 0): number {
    const known = this.#positions.get(path);
    if (known !== undefined) return known;
    const at = path.lastIndexOf("/");
    const name = path.slice(at + 1);
    const group = path.slice(0, at) || "/";
    const member = name === "" ? this.#start.root : this.#membersOf(group).get(name);
    const position = typeof member === "string" ? this.#linked(member, group, links) : member;
    if (position === undefined) throw new RangeError(`nothing at ${path}`);
    this.#positions.set(path, position);
    return position;
  }

  #linked(target: string, group: string, links: number): number {
    if (links >= MOST_LINKS) throw new RangeError("endless links");
    return this.#positionOf(
      target.startsWith("/") ? target : `${group === "/" ? "" : group}/${target}`,
      links + 1,
    );
  }

  #membersOf(path: string): Members {
    const known = this.#members.get(path);
    if (known) return known;
    const members = membersOf(this.#read, this.#header(path), this.#start);
    this.#members.set(path, members);
    return members;
  }
}

type Note = (error: unknown) => void;

/** What a visit finds to lack, also where it comes to an end because of it. */
function collected(visit: (lacking: Part[], note: Note) => void): Part[] {
  const lacking: Part[] = [];
  const note = (error: unknown) => {
    if (error instanceof Lacking) lacking.push(...error.parts);
    else unlessUnknown(error);
  };
  try {
    visit(lacking, note);
  } catch (error) {
    note(error);
  }
  return lacking;
}

const LAYOUT = 0x08;

function isGroup(messages: readonly HeaderMessage[]): boolean {
  return !messages.some(({ type }) => type === LAYOUT);
}

/** Whether a chunk holds elements of the ranges. */
function isInRanges(
  offset: readonly number[],
  chunk: readonly number[],
  ranges: readonly Hdf5Range[] | undefined,
): boolean {
  return offset.every((first, d) => {
    const range = ranges?.[d];
    return range === undefined || (first < range[1] && first + chunk[d]! > range[0]);
  });
}

/** How many parts come to so many bytes; at least one. */
function firstOver(parts: readonly Part[], most: number): number {
  let sum = 0;
  for (const [i, [start, end]] of parts.entries()) {
    sum += end - start;
    if (sum > most) return Math.max(1, i);
  }
  return parts.length;
}

/** What is damaged, or unknown here, is left to the library. */
function unlessUnknown(error: unknown): undefined {
  if (error instanceof RangeError || error instanceof Lacking) return undefined;
  throw error;
}
