import type { PartialFile } from "../partial-file.ts";
import { partialProgressPath } from "../records/hidden-paths.ts";
import type { CacheStorage } from "../storage.ts";
import type { LockWatch } from "./lock-watch.ts";
import { type PartialRecord, partialRecordText } from "./partial-record.ts";
import type { DownloadRequest } from "./request.ts";

/** Milliseconds between two notes at least: at high rates blocks come faster than they are worth one each. */
const INTERVAL = 10;

/**
 * Notes what was written to a partial file, in place and without a flush: the system keeps both when the process
 * is killed, so that only what was not written yet is transferred again. A note that fails costs no more than that.
 */
export class PartialProgress {
  readonly #storage: CacheStorage;
  readonly #path: string;
  readonly #lock: LockWatch;
  #opening: Promise<{ readonly file: PartialFile; readonly boot: string } | undefined> | undefined;
  #running: Promise<void> | undefined;
  #next = 0;
  #length = 0;
  #isOver = false;

  constructor({ path, storage }: Pick<DownloadRequest, "path" | "storage">, lock: LockWatch) {
    this.#storage = storage;
    this.#path = path;
    this.#lock = lock;
  }

  /** Notes `record`, unless a note is under way or was made just now. */
  note(record: PartialRecord): void {
    const now = performance.now();
    if (this.#isOver || this.#running !== undefined || now < this.#next) return;
    this.#next = now + INTERVAL;
    this.#running = this.#write(record)
      .catch(() => {})
      .then(() => {
        this.#running = undefined;
      });
  }

  /** Makes no more notes; the last one stays. */
  async close(): Promise<void> {
    this.#isOver = true;
    await this.#running;
    const open = await this.#opening;
    this.#opening = undefined;
    await open?.file.close().catch(() => {});
  }

  /** Removes the notes, and begins anew. */
  async remove(): Promise<void> {
    await this.close();
    this.#isOver = false;
    this.#length = 0;
    if (this.#storage.boot !== undefined) await this.#storage.remove(partialProgressPath(this.#path));
  }

  async #write(record: PartialRecord): Promise<void> {
    this.#opening ??= this.#open();
    const open = await this.#opening;
    if (open === undefined) return;
    const text = partialRecordText(record, open.boot);
    // What is longer than this note is blank, so that one write replaces all of the one before.
    const bytes = new TextEncoder().encode(text.padEnd(this.#length));
    this.#length = bytes.byteLength;
    await open.file.write(bytes, 0);
  }

  async #open() {
    const boot = await this.#storage.boot?.();
    if (boot === undefined || this.#storage.openPartial === undefined) return undefined;
    // Whoever has taken the lock over makes notes of its own.
    if (!(await this.#lock.isHeld())) return undefined;
    const file = await this.#storage.openPartial(partialProgressPath(this.#path)).catch(() => undefined);
    if (file === undefined) return undefined;
    this.#length = file.byteLength;
    return { file, boot };
  }
}
