import type { IncrementalHash, PartialFile } from "../partial-file.ts";
import { partialRecordPath } from "../records/hidden-paths.ts";
import { recorded } from "../records/records.ts";
import type { RemoteBody, RemoteFileInfo } from "../remote-file.ts";
import { allOrNone } from "../tasks/all-or-none.ts";
import { BLOCK, BlockWriter } from "./block-writer.ts";
import { Checkpoints } from "./checkpoints.ts";
import { FileHash } from "./file-hash.ts";
import { LockWatch } from "./lock-watch.ts";
import { openFirst } from "./open-first.ts";
import { PartialProgress } from "./partial-progress.ts";
import { type PartialRecord, readPartialRecord, writePartialRecord } from "./partial-record.ts";
import { gapsOf, lengthOf, type Range, splitRanges, withRange } from "./ranges.ts";
import type { DownloadedFile, DownloadRequest } from "./request.ts";
import { HEAD_LENGTH, requireContent } from "./require-content.ts";
import { explainFullDisk, requireSpace } from "./space.ts";
import { badTransfer, drop, MOST_RESTARTS, tooOften, VersionChanged, versionOf } from "./version.ts";
import { type VersionSource, versionBytes } from "./version-bytes.ts";
import { WriteBack } from "./write-back.ts";

/** No range of a parallel transfer is smaller, bytes. */
const SMALLEST_RANGE = 16 * 2 ** 20;

/** One transfer into a partial file, from its current state to its place in the cache. */
export class PartialTransfer {
  readonly #request: DownloadRequest;
  readonly #file: PartialFile;
  readonly #newHash: (() => IncrementalHash) | undefined;
  readonly #checkpoints = new Checkpoints(() => this.#save());
  readonly #progress: PartialProgress;
  readonly #lock: LockWatch;
  readonly #writeBack: WriteBack;
  #hash: FileHash | undefined;
  #version: RemoteFileInfo | undefined;
  #done: readonly Range[] = [];
  #loaded = 0;
  #transferred = 0;
  #connections: number;
  #isUseless = false;
  #isSaved = false;
  /** Whether the file may have bytes. */
  #isUsed: boolean;

  constructor(request: DownloadRequest, file: PartialFile, newHash: (() => IncrementalHash) | undefined) {
    this.#request = request;
    this.#file = file;
    this.#newHash = newHash;
    this.#connections = request.connections;
    this.#lock = new LockWatch(request.lock);
    this.#progress = new PartialProgress(request, this.#lock);
    this.#writeBack = new WriteBack(file);
    this.#isUsed = file.byteLength > 0;
  }

  async run(): Promise<DownloadedFile> {
    try {
      await this.#resume();
      await this.#transfer();
      return await this.#finish();
    } catch (error) {
      const { resource } = this.#request;
      const total = this.#version?.byteLength;
      await this.#stop();
      throw explainFullDisk(error, resource, lengthOf(this.#done), total);
    }
  }

  /** Takes what an earlier transfer left, where it is of the same file. */
  async #resume(): Promise<void> {
    const { expected, path, remote, signal, storage } = this.#request;
    const record = await readPartialRecord(storage, path, signal);
    this.#isSaved = record !== undefined;
    if (record !== undefined && isUsable(record, remote.url, expected, this.#file.byteLength)) {
      const { byteLength, sha256, validator } = record;
      this.#version = { byteLength: byteLength ?? expected?.byteLength, sha256, validator };
      this.#done = record.done;
      this.#hash = this.#newHash && new FileHash(this.#newHash());
    } else await this.#startOver();
  }

  async #startOver(): Promise<void> {
    await this.#checkpoints.settled();
    await this.#lock.check();
    // Before the first byte of another version is written: the records speak of the old one.
    if (this.#isSaved) await this.#removeRecords();
    this.#isSaved = false;
    this.#version = undefined;
    this.#done = [];
    this.#hash = this.#newHash && new FileHash(this.#newHash());
    if (this.#isUsed) await this.#file.truncate(0);
    this.#isUsed = true;
  }

  /** Transfers what is missing; restarts if the file has changed in the meantime. */
  async #transfer(): Promise<void> {
    let body: RemoteBody | undefined;
    for (let restarts = 0; ; restarts++) {
      try {
        if (this.#version === undefined) {
          body ??= await openFirst(this.#request);
          this.#version = versionOf(body);
        }
        await this.#begin();
        return await this.#fetchMissing(body);
      } catch (error) {
        if (!(error instanceof VersionChanged)) {
          drop(body);
          throw error;
        }
        if (restarts >= MOST_RESTARTS) {
          drop(error.body);
          throw tooOften(this.#request, error);
        }
        body = error.body;
        this.#connections = 1;
        await this.#startOver();
        this.#request.onEvent({ type: "restarted", reason: error.message });
      }
    }
  }

  async #begin(): Promise<void> {
    const { onEvent, resource, signal, storage } = this.#request;
    const total = this.#version?.byteLength;
    this.#loaded = lengthOf(this.#done);
    if (total !== undefined) await requireSpace(storage, total - this.#loaded, resource, signal);
    onEvent({ type: "started", resumedFrom: this.#loaded, total, unit: "bytes" });
  }

  async #fetchMissing(first: RemoteBody | undefined): Promise<void> {
    const { byteLength, validator } = this.#version ?? {};
    const { signal } = this.#request;
    if (byteLength === undefined) {
      const start = this.#done[0]?.[0] === 0 ? this.#done[0][1] : 0;
      const end = await this.#fetchRange(start, undefined, first, signal);
      this.#version = { ...this.#version, byteLength: end };
      return;
    }
    const gaps = gapsOf(this.#done, byteLength);
    const ranges =
      this.#connections > 1 && validator !== undefined
        ? splitRanges(gaps, this.#connections, SMALLEST_RANGE)
        : gaps;
    if (ranges.length === 0) return drop(first);
    const worker = async (own: AbortSignal | undefined): Promise<void> => {
      for (let next = ranges.shift(); next !== undefined; next = ranges.shift()) {
        const [start, end] = next;
        const open = start === 0 ? first : undefined;
        await this.#fetchRange(start, end === byteLength ? undefined : end, open, own);
      }
    };
    const workers = Math.min(ranges.length, this.#connections);
    if (workers === 1) return worker(signal);
    try {
      await allOrNone(signal, (inner) => Array.from({ length: workers }, () => worker(inner)));
    } catch (error) {
      // A body that came with it has been given up together with the other ranges.
      throw error instanceof VersionChanged ? new VersionChanged(error.message) : error;
    }
  }

  async #fetchRange(
    start: number,
    end: number | undefined,
    first: RemoteBody | undefined,
    signal: AbortSignal | undefined,
  ): Promise<number> {
    const stop = end ?? this.#version?.byteLength;
    // Parallel ranges share the memory of one, and what a kill loses of it.
    const most = Math.ceil(BLOCK / this.#connections);
    const size = stop === undefined ? most : Math.min(most, stop - start);
    const writer = new BlockWriter(this.#file, start, size, (bytes, position) => {
      this.#hash?.add(bytes, position);
      this.#done = withRange(this.#done, [position, position + bytes.byteLength]);
      this.#noteProgress();
      this.#checkpoints.note();
      this.#writeBack.note(bytes.byteLength);
    });
    try {
      const pieces = versionBytes(this.#source(), start, end, first, signal);
      for await (const piece of pieces) {
        await this.#lock.checkNowAndThen();
        await writer.add(piece);
      }
    } finally {
      if (await this.#lock.isHeld()) await writer.flush();
      else {
        await this.#progress.close();
        await writer.giveUp();
      }
    }
    return writer.position;
  }

  #source(): VersionSource {
    const { budget, onEvent, remote, throttle } = this.#request;
    const version = this.#version ?? {};
    const onBytes = (count: number) => {
      this.#loaded += count;
      this.#transferred += count;
      onEvent({ type: "progress", loaded: this.#loaded, total: version.byteLength, unit: "bytes" });
    };
    return { remote, version, budget, throttle, onBytes };
  }

  /** Checks what has come, and puts it in place. */
  async #finish(): Promise<DownloadedFile> {
    const { onEvent, path, remote, signal, storage } = this.#request;
    const { byteLength = 0, validator, sha256: promised } = this.#version ?? {};
    await this.#checkpoints.settled();
    await this.#writeBack.settled();
    if (byteLength === 0) throw badTransfer(remote, "the server sent nothing");
    onEvent({ type: "finishing", byteLength });
    await this.#lock.check();
    if (this.#file.byteLength > byteLength) await this.#file.truncate(byteLength);
    await this.#requireContent(byteLength);
    const sha256 = await this.#hash?.digest(this.#file, byteLength, signal);
    if (promised !== undefined && sha256 !== undefined && promised !== sha256) {
      this.#isUseless = true;
      throw badTransfer(remote, `its SHA-256 is ${sha256}, but the server announced ${promised}`);
    }
    await this.#lock.check();
    signal?.throwIfAborted();
    const file: DownloadedFile = { byteLength, sha256, validator, transferred: this.#transferred };
    await recorded(storage, path, { ...file, source: remote.url }, () => this.#file.moveTo(path));
    if (this.#isSaved) await this.#removeRecords().catch(() => {});
    return file;
  }

  async #requireContent(byteLength: number): Promise<void> {
    const head = new Uint8Array(Math.min(HEAD_LENGTH, byteLength));
    const count = await this.#file.read(head, 0);
    try {
      requireContent(head.subarray(0, count), byteLength, this.#request);
    } catch (error) {
      this.#isUseless = true;
      throw error;
    }
  }

  /** Keeps the received bytes for the next transfer, if that can verify that it resumes the same version. */
  async #stop(): Promise<void> {
    await this.#checkpoints.settled();
    await this.#progress.close();
    const end = this.#done.at(-1)?.[1] ?? 0;
    try {
      if (!(await this.#lock.isHeld())) await this.#file.close();
      else if (this.#version?.validator !== undefined && end > 0 && !this.#isUseless) {
        // On a full disk, the end of a block that did not fit makes room for the record.
        await this.#file.truncate(end);
        await this.#save().finally(() => this.#file.close());
        await this.#progress.remove();
      } else {
        await this.#file.discard();
        await this.#removeRecords();
      }
    } catch {
      // The error that the transfer ended with is the one to report.
    }
  }

  /** Makes what has come last, and says so in the record. */
  async #save(): Promise<void> {
    const record = this.#record();
    if (record === undefined) return;
    if (record.done.length > 0) await this.#writeBack.flush();
    this.#isSaved = true;
    await writePartialRecord(this.#request.storage, this.#request.path, record);
  }

  /** Says what has come, wherever the system keeps it. */
  #noteProgress(): void {
    const record = this.#record();
    if (record === undefined) return;
    this.#isSaved = true;
    this.#progress.note(record);
  }

  /** What is there; a file without a validator is never resumed. */
  #record(): PartialRecord | undefined {
    const { byteLength, sha256, validator } = this.#version ?? {};
    if (validator === undefined) return undefined;
    return { url: this.#request.remote.url, validator, byteLength, sha256, done: this.#done };
  }

  async #removeRecords(): Promise<void> {
    const { path, storage } = this.#request;
    await this.#progress.remove();
    await storage.remove(partialRecordPath(path));
  }
}

function isUsable(
  record: PartialRecord,
  url: string,
  expected: RemoteFileInfo | undefined,
  byteLength: number,
): boolean {
  const end = record.done.at(-1)?.[1] ?? 0;
  const isOutdated = expected?.validator !== undefined && expected.validator !== record.validator;
  const total = record.byteLength ?? expected?.byteLength;
  const isOtherSize = total !== (expected?.byteLength ?? total) || end > (total ?? end);
  return end > 0 && end <= byteLength && record.url === url && !isOutdated && !isOtherSize;
}
