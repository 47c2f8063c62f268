import type { EcephysError } from "@ecephys/files";
import { clamp } from "@ecephys/files/internal";
import { mostBytes } from "./claims.ts";
import {
  type DecodeContext,
  type DecodeNotes,
  decodeElements,
  decodeNumbers,
  exceedsNumbers,
  newNotes,
  numbersFor,
} from "./decode.ts";
import type { Hdf5Library } from "./library.ts";
import { MemberColumns } from "./member-columns.ts";
import type { Hdf5Dataset, Hdf5Element, Hdf5Range, Hdf5Type, Hdf5Values } from "./model.ts";
import type { Progress } from "./progress.ts";
import { elementBytes, holdsPointers } from "./type.ts";

export interface DatasetSource {
  readonly library: Hdf5Library;
  readonly file: bigint;
  readonly byteLength: number;
  readonly location: string;
  /** Created for every block, since the library's memory may move. */
  context(notes: DecodeNotes): DecodeContext;
  problem(reason: string): EcephysError;
  readonly progress: Progress;
}

/** Bytes read from the library at a time, and the most memory that a read takes there: far below its limit of 2 GB. */
const BLOCK_BYTES = 8 * 1024 * 1024;
/** Bytes of chunks that are read for a block. */
const BLOCK_STORED = 64 * 1024 * 1024;
/** Texts and lists per block, each of which takes separate memory. */
const BLOCK_POINTERS = 1 << 16;

/** Reads the ranges of a dataset block by block into one array; of compounds, into one for each member. */
export async function readDataset(
  dataset: Hdf5Dataset,
  ranges: readonly Hdf5Range[],
  source: DatasetSource,
): Promise<Hdf5Values> {
  const { type, shape } = dataset;
  if (!shape) return { type, shape: [0], ...foundIn(targetFor(type, 0)) };
  checkClaim(dataset, shape, source);
  const starts = shape.map((length, d) => clamp(ranges[d]?.[0] ?? 0, 0, length));
  const wanted = shape.map((length, d) =>
    Math.max(0, clamp(ranges[d]?.[1] ?? length, 0, length) - starts[d]!),
  );
  const total = wanted.reduce((product, length) => product * length, 1);
  const target = targetFor(type, total);
  const notes = newNotes();
  const perRow = wanted.slice(1).reduce((product, length) => product * length, 1);
  const rows = wanted[0] ?? 1;
  const step = rowsPerBlock(dataset, shape, wanted);
  for (let row = 0; row < rows && perRow > 0; row += step) {
    await source.progress.pause();
    const count = Math.min(step, rows - row);
    const block = shape.length === 0 ? undefined : { row: starts[0]! + row, count, starts, wanted };
    const read = readBlock(dataset, block, count * perRow, notes, source);
    await source.progress.step(() => target.fill(read, row * perRow));
  }
  return { type, shape: wanted, ...foundIn(target), ...(notes.latin1 > 0 && { latin1: notes.latin1 }) };
}

function targetFor(type: Hdf5Type, length: number): Target | CompoundTarget {
  return type.kind === "compound" ? new CompoundTarget(type, length) : new Target(type, length);
}

function foundIn(target: Target | CompoundTarget): Pick<Hdf5Values, "data" | "columns"> {
  return "columns" in target ? { data: [], columns: target.columns } : { data: target.data };
}

type Fill = (decoder: (bytes: Uint8Array, context: DecodeContext) => void) => void;

/** Compounds collected from blocks, member by member. */
class CompoundTarget {
  private readonly members: MemberColumns;

  constructor(type: Extract<Hdf5Type, { kind: "compound" }>, length: number) {
    this.members = new MemberColumns(type, length);
  }

  get columns() {
    return this.members.data;
  }

  fill(use: Fill, at: number): void {
    use((bytes, context) => this.members.fill(bytes, at, context));
  }
}

/** Whole elements collected from blocks: numbers in a typed array, others in a plain one. */
class Target {
  private readonly type: Hdf5Type;
  private numbers;
  private readonly elements: Hdf5Element[] = [];

  constructor(type: Hdf5Type, length: number) {
    this.type = type;
    this.numbers = numbersFor(type, length);
  }

  get data() {
    return this.numbers ?? this.elements;
  }

  fill(use: Fill, at: number): void {
    use((bytes, context) => {
      if (this.numbers && context.bigints && exceedsNumbers(this.type, bytes)) this.turnToBigints(at);
      if (this.numbers) decodeNumbers(this.type, bytes, this.numbers, at, context.resource);
      else {
        // Some of them may be references that lack bytes to be followed: all of them or none.
        this.elements.length = at;
        for (const element of decodeElements(this.type, bytes, context)) this.elements.push(element);
      }
    });
  }

  private turnToBigints(decoded: number): void {
    for (const number of this.numbers!.subarray(0, decoded)) this.elements.push(BigInt(number));
    this.numbers = undefined;
  }
}

interface Block {
  readonly row: number;
  readonly count: number;
  readonly starts: readonly number[];
  readonly wanted: readonly number[];
}

/** Reads one block and lends its bytes to `decoder` before the library reuses them. */
function readBlock(
  dataset: Hdf5Dataset,
  block: Block | undefined,
  elements: number,
  notes: DecodeNotes,
  source: DatasetSource,
) {
  const { module } = source.library;
  const { type, path } = dataset;
  return (decoder: (bytes: Uint8Array, context: DecodeContext) => void): void => {
    const length = elements * elementBytes(type);
    source.library.allowMemory(length + memoryOf(dataset, source.byteLength));
    const pointer = module._malloc(Math.max(8, length));
    if (pointer === 0) throw source.problem(`${length} bytes of memory could not be allocated`);
    try {
      const count = block && [block.count, ...block.wanted.slice(1)].map(BigInt);
      const offset = block && [block.row, ...block.starts.slice(1)].map(BigInt);
      const strides = count?.map(() => 1n);
      source.library.call(
        () =>
          module.get_dataset_data(
            source.file,
            path,
            count ?? null,
            offset ?? null,
            strides ?? null,
            BigInt(pointer),
          ),
        (status) => status < 0,
        (reason) => source.problem(reason),
      );
      decoder(module.HEAPU8.subarray(pointer, pointer + length), source.context(notes));
      if (holdsPointers(type)) {
        if (count) module.reclaim_vlen_memory_count(source.file, path, "", BigInt(pointer), count);
        else module.reclaim_vlen_memory(source.file, path, "", BigInt(pointer));
      }
    } finally {
      source.library.allowMemory();
      module._free(pointer);
    }
  };
}

/**
 * What the library takes while it reads a block, besides the block: a chunk, as it is stored and unpacked, and lists
 * and texts, which the file holds unpacked.
 */
function memoryOf({ type, chunks = [] }: Hdf5Dataset, fileLength: number): number {
  const chunk = chunks.length === 0 ? 0 : chunks.reduce((product, one) => product * one, elementBytes(type));
  return 3 * chunk + (holdsPointers(type) ? 2 * fileLength : 0);
}

/** Rows that fit in a block, in complete chunks if there are any, of which few elements may be wanted. */
function rowsPerBlock(
  { chunks, type }: Hdf5Dataset,
  shape: readonly number[],
  wanted: readonly number[],
): number {
  const perRow = wanted.slice(1).reduce((product, length) => product * length, 1);
  const most = holdsPointers(type) ? BLOCK_POINTERS : Math.floor(BLOCK_BYTES / elementBytes(type));
  const rows = Math.max(1, Math.floor(most / Math.max(1, perRow)));
  const [height, ...sides] = chunks ?? [];
  if (height === undefined || rows <= height) return rows;
  const storedPerRow = sides.reduce(
    (product, side, d) => product * Math.min(shape[d + 1]!, wanted[d + 1]! + 2 * side),
    elementBytes(type),
  );
  const few = Math.max(height, Math.min(rows, Math.floor(BLOCK_STORED / storedPerRow)));
  return few - (few % height);
}

/** A shape or chunk that the file cannot hold means damage; refused before memory is allocated for it. */
function checkClaim({ type, chunks }: Hdf5Dataset, shape: readonly number[], source: DatasetSource): void {
  const possible = mostBytes(source.byteLength, chunks !== undefined);
  for (const [what, lengths] of [["shape", shape] as const, ["chunk", chunks ?? []] as const]) {
    const claimed = lengths.reduce((product, length) => product * length, elementBytes(type));
    if (claimed > possible)
      throw source.problem(
        `its ${what} (${lengths.join(", ")}) claims ${claimed} bytes, but the file has only ${source.byteLength}`,
      );
  }
}
