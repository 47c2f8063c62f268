import { clamp } from "../clamp.ts";
import { EcephysError } from "../errors.ts";
import { retrying } from "../http/retry.ts";
import type { RemoteBody, RemoteFile } from "../remote-file.ts";
import type { RetryOptions } from "../retry-options.ts";
import type { Transferred } from "../streamed.ts";
import { untilAborted } from "../tasks/until-aborted.ts";
import { BlockStore } from "./block-store.ts";
import { type Bodies, bodiesOf } from "./bodies.ts";
import type { FirstPart } from "./first.ts";
import type { KeptBlocks } from "./kept-blocks.ts";
import {
  AT_ONCE,
  BLOCK,
  GAP,
  GROUP,
  LEAST_SPLIT,
  MANY_RANGES,
  MOST_AHEAD,
  MOST_SPLIT,
  NEAR,
  PIECE,
  SPLIT,
  TOGETHER,
  WIDEST_GAP,
} from "./limits.ts";
import { batchesOf, joinRanges, joinToCount, missingRanges, type Range, splitRange } from "./ranges.ts";
import { ReadAhead } from "./read-ahead.ts";
import { subjectOf } from "./refusals.ts";
import { Slots } from "./slots.ts";
import { Transfer } from "./transfers.ts";

interface BlockLimits {
  readonly memory: number;
  readonly retry: RetryOptions | undefined;
  readonly kept: KeptBlocks | undefined;
}

/** A part of a file in blocks, each there or on its way. */
interface Gathered {
  readonly blocks: readonly (Uint8Array | Promise<Uint8Array>)[];
  readonly transfers: ReadonlySet<Transfer>;
}

/** The blocks of a file on a server: those that are there, those on their way, and the requests for them. */
export class Blocks {
  readonly #file: RemoteFile;
  readonly #byteLength: number;
  readonly #retry: RetryOptions | undefined;
  readonly #bodies: Bodies;
  readonly #store: BlockStore;
  readonly #kept: KeptBlocks | undefined;
  /** How many blocks can be kept. */
  readonly #most: number;
  /** Transfers by the blocks that they are to bring still. */
  readonly #pending = new Map<number, Transfer>();
  readonly #slots = new Slots(AT_ONCE);
  readonly #ahead = new ReadAhead(GROUP, MOST_AHEAD);
  /** What was requested when the file was opened. */
  #first: Transfer | undefined;
  #isClosed = false;

  constructor(file: RemoteFile, first: FirstPart, { kept, memory, retry }: BlockLimits) {
    this.#kept = kept;
    this.#file = file;
    this.#byteLength = first.byteLength;
    this.#retry = retry;
    this.#bodies = bodiesOf(file, first, BLOCK);
    this.#most = Math.floor(memory / BLOCK);
    this.#store = new BlockStore(this.#most);
    const end = Math.min(this.#count, Math.ceil(this.#bodies.firstLength / BLOCK));
    if (end === 0 || first.body === undefined) return;
    this.#first = new Transfer(0, end, true, first.controller);
    this.#start(this.#first, true, first.body);
  }

  get transferred(): Transferred {
    const { requests, bytes } = this.#bodies;
    return { requests, bytes };
  }

  async read(
    range: Range,
    { ahead = false, signal }: { ahead?: boolean | undefined; signal?: AbortSignal | undefined },
  ): Promise<Uint8Array> {
    const [start, end] = this.#clamped(range);
    const bytes = new Uint8Array(end - start);
    const [first, last] = this.#blocksOf(range);
    // What would push most of the rest out of memory is not kept.
    const isKept = last - first <= this.#most / 4;
    const gather = (at: number) => this.#gather([at, Math.min(last, at + PIECE)], ahead, isKept);
    let next: Gathered | undefined;
    for (let at = first; at < last; at += PIECE) {
      const piece = next ?? gather(at);
      next = at + PIECE < last ? gather(at + PIECE) : undefined;
      try {
        await this.#wait(piece, signal, (block, i) => place(block, (at + i) * BLOCK - start, bytes));
      } catch (error) {
        if (next) this.#release(next, signal);
        throw error;
      }
    }
    return bytes;
  }

  has(range: Range): boolean {
    const [first, last] = this.#blocksOf(range);
    for (let index = first; index < last; index++) if (!this.#store.has(index)) return false;
    return true;
  }

  peek(range: Range): Uint8Array | undefined {
    if (!this.has(range)) return undefined;
    const [start, end] = this.#clamped(range);
    const bytes = new Uint8Array(end - start);
    const [first, last] = this.#blocksOf(range);
    for (let index = first; index < last; index++)
      place(this.#store.get(index)!, index * BLOCK - start, bytes);
    return bytes;
  }

  async prefetch(ranges: readonly Range[], signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    this.#requireOpen();
    const isPresent = (index: number) => this.#store.has(index) || this.#pending.has(index);
    const inBlocks = ranges.map((range) => this.#blocksOf(range));
    const missingNow = () => joinRanges(inBlocks).flatMap((range) => missingRanges(range, isPresent));
    const missing = missingNow();
    if (missing.length > 0) this.#cutFirst(inBlocks);
    // More than half of what can be kept would be gone again before it is read.
    let left = Math.floor(this.#most / 2);
    left -= this.#bringTogether(joinRanges(missing, NEAR), left);
    for (const range of joinToCount(joinRanges(missingNow(), GAP), MANY_RANGES, WIDEST_GAP))
      for (const [start, end] of splitRange(range, SPLIT, LEAST_SPLIT, MOST_SPLIT))
        for (const part of missingRanges([start, end], isPresent)) {
          left -= part[1] - part[0];
          if (left >= 0) this.#bring(part, true, false);
        }
    await this.#wait(this.#coming(inBlocks), signal, () => {});
  }

  /**
   * What is needed lies elsewhere than at the file's beginning: of that only what is wanted of it comes still, so that
   * the rest does not take the line from what is requested now.
   */
  #cutFirst(wanted: readonly Range[]): void {
    const first = this.#first;
    if (first === undefined || first.waiting > 0) return;
    this.#first = undefined;
    const ends = wanted.map(([start, end]) => (start < first.end ? Math.min(end, first.end) : 0));
    const end = Math.max(first.next, ...ends);
    for (let index = end; index < first.end; index++) this.#forget(first, index);
    first.end = end;
    if (first.isOver) first.controller.abort();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const transfer of new Set(this.#pending.values())) this.#abandon(transfer, this.#closed());
    this.#store.clear();
    await this.#kept?.close();
  }

  #clamped([from, to]: Range): Range {
    const start = clamp(Math.trunc(from), 0, this.#byteLength);
    return [start, Math.max(start, clamp(Math.trunc(to), 0, this.#byteLength))];
  }

  /** The blocks that hold some bytes. */
  #blocksOf(range: Range): Range {
    const [start, end] = this.#clamped(range);
    return end > start ? [Math.floor(start / BLOCK), Math.ceil(end / BLOCK)] : [0, 0];
  }

  get #count(): number {
    return Math.ceil(this.#byteLength / BLOCK);
  }

  /** Starts what is missing of some blocks, and gives what is there and what is coming. */
  #gather(range: Range, ahead: boolean, isKept: boolean): Gathered {
    this.#requireOpen();
    const isPresent = (index: number) => this.#store.has(index) || this.#pending.has(index);
    const known = [...this.#known(range)];
    const isComing = known.every((block, i) => block !== undefined || this.#pending.has(range[0] + i));
    const [start, end] = ahead ? this.#ahead.next(range, isComing) : range;
    const wide: Range = ahead
      ? [Math.floor(start / GROUP) * GROUP, Math.ceil(end / GROUP) * GROUP]
      : [start, end];
    const wanted = isComing && end <= range[1] ? [] : missingRanges(wide, isPresent);
    if (wanted.length > 0) this.#cutFirst([range]);
    for (const one of wanted)
      for (const [from, to] of splitRange(one, SPLIT, LEAST_SPLIT, MOST_SPLIT)) {
        const isUrgent = from < range[1] && to > range[0];
        const until = Math.min(to, this.#count);
        if (from < until) this.#bring([from, until], isKept, isUrgent);
      }
    const transfers = new Set<Transfer>();
    const blocks = known.map((block, i) => {
      if (block) return block;
      const index = range[0] + i;
      const transfer = this.#pending.get(index)!;
      transfers.add(transfer);
      return transfer.block(index);
    });
    for (const transfer of transfers) transfer.waiting++;
    return { blocks, transfers };
  }

  /** What is on its way of some blocks. */
  #coming(ranges: readonly Range[]): Gathered {
    const blocks: Promise<Uint8Array>[] = [];
    const transfers = new Set<Transfer>();
    for (const [start, end] of ranges)
      for (let index = start; index < end; index++) {
        const transfer = this.#pending.get(index);
        if (transfer === undefined) continue;
        transfers.add(transfer);
        blocks.push(transfer.block(index));
      }
    for (const transfer of transfers) transfer.waiting++;
    return { blocks, transfers };
  }

  *#known([start, end]: Range): Iterable<Uint8Array | undefined> {
    for (let index = start; index < end; index++) yield this.#store.get(index);
  }

  /** Waits for blocks in their order. Whoever is the last to give up ends their transfers. */
  async #wait(
    gathered: Gathered,
    signal: AbortSignal | undefined,
    use: (block: Uint8Array, at: number) => void,
  ): Promise<void> {
    try {
      for (const [at, block] of gathered.blocks.entries())
        use(block instanceof Uint8Array ? block : await untilAborted(block, signal), at);
    } finally {
      this.#release(gathered, signal);
    }
  }

  #release({ transfers }: Gathered, signal: AbortSignal | undefined): void {
    for (const transfer of transfers) {
      transfer.waiting--;
      if (signal?.aborted && transfer.waiting === 0) this.#abandon(transfer, signal.reason);
    }
  }

  /** Brings blocks: those that are kept on disk, and the others from the server. */
  #bring([start, end]: Range, isKept: boolean, isUrgent: boolean): void {
    const isOnDisk = (index: number) => this.#kept?.has(this.#bytesOf(index, index + 1)) ?? false;
    const requested = missingRanges([start, end], isOnDisk);
    for (const range of missingRanges([start, end], (index) =>
      requested.some(([from, to]) => index >= from && index < to),
    ))
      this.#start(new Transfer(...range, isKept), isUrgent, undefined, true);
    for (const range of requested) this.#start(new Transfer(...range, isKept), isUrgent);
  }

  /** Brings parts that lie apart in few requests, of servers that send several at once; how many blocks these are. */
  #bringTogether(ranges: readonly Range[], most: number): number {
    if (!this.#bodies.hasSeveral) return 0;
    const isOnDisk = ([start, end]: Range) => this.#kept?.has(this.#bytesOf(start, end)) ?? false;
    let count = 0;
    for (const batch of batchesOf(
      ranges.filter((range) => !isOnDisk(range)),
      TOGETHER,
    )) {
      const length = batch.reduce((sum, [start, end]) => sum + end - start, 0);
      if (count + length > most) break;
      count += length;
      this.#startTogether(batch.map((range) => new Transfer(...range, true)));
    }
    return count;
  }

  #startTogether(transfers: readonly Transfer[]): void {
    for (const transfer of transfers) this.#expect(transfer);
    const controller = new AbortController();
    const isAbandoned = () => transfers.every((one) => one.controller.signal.aborted);
    for (const { controller: own } of transfers)
      own.signal.addEventListener("abort", () => isAbandoned() && controller.abort(own.signal.reason));
    const parts = transfers.map(({ end, start }) => this.#bytesOf(start, end));
    const bring = async () => {
      if (isAbandoned()) return;
      for await (const { block, part } of this.#bodies.several(parts, controller.signal))
        this.#arrived(transfers[part]!, block);
    };
    const rest = () => {
      for (const transfer of transfers)
        if (!transfer.isOver && !transfer.controller.signal.aborted) this.#request(transfer, false);
    };
    this.#slots.run(bring, false).then(rest, (error: unknown) => {
      for (const transfer of transfers) this.#fail(transfer, error);
    });
  }

  #bytesOf(start: number, end: number): Range {
    return [start * BLOCK, Math.min(this.#byteLength, end * BLOCK)];
  }

  #start(transfer: Transfer, isUrgent: boolean, first?: RemoteBody, isOnDisk = false): void {
    this.#expect(transfer);
    if (!isOnDisk) {
      this.#request(transfer, isUrgent, first);
      return;
    }
    const bring = async () => {
      const bytes = await this.#kept?.read(this.#bytesOf(transfer.start, transfer.end));
      if (bytes === undefined) return this.#request(transfer, isUrgent);
      // Ended meanwhile.
      if (transfer.controller.signal.aborted) return;
      for (let at = 0; at < bytes.length; at += BLOCK) this.#take(transfer, bytes.slice(at, at + BLOCK));
    };
    bring().catch((error: unknown) => this.#fail(transfer, error));
  }

  #expect(transfer: Transfer): void {
    for (let index = transfer.next; index < transfer.end; index++) this.#pending.set(index, transfer);
  }

  /** Requests what has not come of a transfer. */
  #request(transfer: Transfer, isUrgent: boolean, first?: RemoteBody): void {
    let body = first;
    const attempt = async () => {
      const { signal } = transfer.controller;
      signal.throwIfAborted();
      if (transfer.isOver) return;
      const { end } = transfer;
      const range = this.#bytesOf(transfer.next, end);
      const begun = body;
      body = undefined;
      for await (const block of this.#bodies.blocks(range, begun, signal)) {
        this.#arrived(transfer, block);
        // Cut meanwhile; otherwise the body is read to its end, so that its connection lives on.
        if (transfer.isOver && transfer.end < end) return;
      }
    };
    this.#slots
      .run(() => retrying(attempt, this.#retry, transfer.controller.signal), isUrgent)
      .catch((error: unknown) => this.#fail(transfer, error));
  }

  /** Takes a block that came from the server. */
  #arrived(transfer: Transfer, block: Uint8Array): void {
    if (!this.#isClosed) this.#kept?.note(transfer.next * BLOCK, block);
    this.#take(transfer, block);
  }

  #take(transfer: Transfer, block: Uint8Array): void {
    const index = transfer.next;
    if (transfer.isKept && !this.#isClosed) this.#store.set(index, block);
    this.#forget(transfer, index);
    transfer.arrived(block);
  }

  #abandon(transfer: Transfer, reason: unknown): void {
    this.#fail(transfer, reason);
    transfer.controller.abort(reason);
  }

  #fail(transfer: Transfer, error: unknown): void {
    for (let index = transfer.next; index < transfer.end; index++) this.#forget(transfer, index);
    transfer.failed(error);
  }

  #forget(transfer: Transfer, index: number): void {
    if (this.#pending.get(index) === transfer) this.#pending.delete(index);
  }

  #requireOpen(): void {
    if (this.#isClosed) throw this.#closed();
  }

  #closed(): EcephysError {
    return new EcephysError("argument", {
      ...subjectOf(this.#file),
      reason: "it has been closed",
      remedy: "Open it again, or close it later",
    });
  }
}

/** Copies a block to its position in the target, as far as it lies in there. */
function place(block: Uint8Array, position: number, target: Uint8Array): void {
  const skipped = Math.max(0, -position);
  target.set(block.subarray(skipped, target.length - position), position + skipped);
}
