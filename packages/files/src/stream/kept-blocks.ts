import { argumentChecks, type OptionNames } from "../arguments/checks.ts";
import type { ByteSource } from "../byte-source.ts";
import { messageOf } from "../message-of.ts";
import { partialPath, partialProgressPath, partialRecordPath } from "../records/hidden-paths.ts";
import type { RemoteFileInfo } from "../remote-file.ts";
import type { CacheStorage } from "../storage.ts";
import { Checkpoints } from "../transfer/checkpoints.ts";
import { type PartialRecord, readPartialRecord, writePartialRecord } from "../transfer/partial-record.ts";
import { lengthOf, type Range, withRange } from "../transfer/ranges.ts";

/** Where the parts of a file that were read are kept on disk. */
export interface KeepOptions {
  readonly storage: CacheStorage;
  /** The path that the file is to have in the end, when all of it is there. */
  readonly path: string;
  /** Called once where parts cannot be kept, or those that were there are of another version; `console.warn` by default. */
  readonly warn?: ((message: string) => void) | undefined;
}

const KEEP_OPTIONS: OptionNames<KeepOptions> = { storage: true, path: true, warn: true };

/** Bytes that wait to be written at most, while another process holds the file; later ones are not kept. */
const MOST_WAITING = 64 * 2 ** 20;

/**
 * Parts of a file on a server that are kept on disk, as an interrupted download leaves them: a download goes on from
 * them. What the record says is there is on the disk for sure, and of the version that it names: it is written after
 * the bytes, and removed before bytes of another version are. Only who holds the file's lock writes, for a moment; who
 * reads compares the record afterwards.
 */
export class KeptBlocks {
  readonly #storage: CacheStorage;
  readonly #path: string;
  readonly #url: string;
  readonly #warn: (message: string) => void;
  readonly #checkpoints = new Checkpoints(() => this.#save());
  #version: RemoteFileInfo | undefined;
  #done: readonly Range[] = [];
  #source: ByteSource | undefined;
  #waiting: { readonly position: number; readonly bytes: Uint8Array }[] = [];
  #waitingBytes = 0;
  #isOver = false;

  /**
   * @throws an EcephysError "argument" for a storage that cannot keep parts of files, "storage" if what is there cannot
   * be read.
   */
  static async open(options: KeepOptions, url: string, signal: AbortSignal | undefined): Promise<KeptBlocks> {
    const checks = argumentChecks("Opening a remote file");
    const { path, storage, warn } = checks.knownOptions(options, KEEP_OPTIONS, "the option keep");
    if (storage?.openPartial === undefined)
      throw checks.refusal(
        "the option keep",
        storage?.location,
        "a storage that keeps parts of files, as directoryStorage does",
      );
    const kept = new KeptBlocks(storage, path, url, warn ?? console.warn);
    await kept.#load(signal);
    return kept;
  }

  private constructor(storage: CacheStorage, path: string, url: string, warn: (message: string) => void) {
    this.#storage = storage;
    this.#path = path;
    this.#url = url;
    this.#warn = warn;
  }

  /** The version that parts are of; undefined where none are there. */
  get version(): RemoteFileInfo | undefined {
    return this.#done.length > 0 ? this.#version : undefined;
  }

  /** Which version is read from now on: parts of another one are not. */
  begin(version: RemoteFileInfo): void {
    if (version.validator === undefined) {
      this.#stop(
        "the server does not name the file's version, without which they could not be told from those of another one",
      );
      return;
    }
    const isSame =
      this.version?.validator === version.validator && this.version?.byteLength === version.byteLength;
    if (this.#done.length > 0 && !isSame) {
      this.#warn(
        `${this.#url} has changed on the server: the parts of it that were kept in ${this.#storage.location} are discarded.`,
      );
      this.#done = [];
    }
    this.#version = version;
  }

  has([start, end]: Range): boolean {
    return this.#done.some(([from, to]) => from <= start && end <= to);
  }

  /** Bytes that are kept; undefined where they are not there any more. */
  async read([start, end]: Range): Promise<Uint8Array | undefined> {
    try {
      this.#source ??= await this.#storage.source(partialPath(this.#path));
      const bytes = await this.#source?.slice(start, end);
      const now = await readPartialRecord(this.#storage, this.#path);
      // Another process may have begun with another version meanwhile.
      if (bytes?.length === end - start && now && this.#isOfVersion(now)) return bytes;
    } catch {
      // They come from the server, then.
    }
    this.#source = undefined;
    this.#done = [];
    return undefined;
  }

  /** Keeps bytes that have come. */
  note(position: number, bytes: Uint8Array): void {
    if (this.#isOver || this.#waitingBytes > MOST_WAITING) return;
    this.#waiting.push({ position, bytes });
    this.#waitingBytes += bytes.length;
    this.#checkpoints.note();
  }

  /** Writes what waits. Never throws. */
  async close(): Promise<void> {
    await this.#checkpoints.settled();
    await this.#save();
    this.#isOver = true;
  }

  async #load(signal: AbortSignal | undefined): Promise<void> {
    const record = await readPartialRecord(this.#storage, this.#path, signal);
    const length = record && (await this.#storage.stat(partialPath(this.#path), { signal }))?.byteLength;
    if (!record || record.url !== this.#url || record.byteLength === undefined) return;
    this.#version = { validator: record.validator, byteLength: record.byteLength };
    this.#done = record.done.filter(([, end]) => end <= (length ?? 0));
  }

  async #save(): Promise<void> {
    if (this.#isOver || this.#waiting.length === 0) return;
    try {
      const lock = await this.#storage.lock?.(this.#path, { wait: false });
      // A download writes the same file.
      if (this.#storage.lock && lock === undefined) return;
      try {
        await this.#write();
      } finally {
        await lock?.release();
      }
    } catch (error) {
      this.#stop(messageOf(error));
    }
  }

  async #write(): Promise<void> {
    const [storage, path] = [this.#storage, this.#path];
    const { byteLength, validator = "" } = this.#version ?? {};
    const waiting = this.#waiting;
    this.#waiting = [];
    const file = await storage.openPartial!(partialPath(path), { target: path });
    try {
      const found = await readPartialRecord(storage, path);
      const isSame = found !== undefined && this.#isOfVersion(found);
      if (!isSame && file.byteLength > 0) {
        // Before the first byte of another version is written: the records speak of the old one.
        await storage.remove(partialProgressPath(path));
        await storage.remove(partialRecordPath(path));
        await file.truncate(0);
      }
      const length = isSame ? file.byteLength : 0;
      let done: readonly Range[] = isSame ? found.done.filter(([, end]) => end <= length) : [];
      for (const { bytes, position } of waiting) {
        await file.write(bytes, position);
        done = withRange(done, [position, position + bytes.length]);
      }
      await file.flush();
      const record: PartialRecord = { url: this.#url, validator, byteLength, done };
      await writePartialRecord(storage, path, record);
      await storage.remove(partialProgressPath(path));
      this.#done = done;
    } finally {
      await file.close();
    }
    this.#waitingBytes = this.#waiting.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  #isOfVersion({ byteLength, url, validator }: PartialRecord): boolean {
    return (
      url === this.#url && validator === this.#version?.validator && byteLength === this.#version?.byteLength
    );
  }

  #stop(reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    [this.#waiting, this.#waitingBytes] = [[], 0];
    this.#warn(`Parts of ${this.#url} are not kept in ${this.#storage.location} any more: ${reason}.`);
  }
}

/** Whether all of a file is kept, so that it can become a file of the storage. */
export async function isKeptWhole(
  storage: CacheStorage,
  path: string,
  signal?: AbortSignal,
): Promise<boolean> {
  const record = await readPartialRecord(storage, path, signal);
  return record?.byteLength !== undefined && lengthOf(record.done) === record.byteLength;
}
