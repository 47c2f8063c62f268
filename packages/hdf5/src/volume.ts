import { clamp } from "@ecephys/files/internal";
import type { EmscriptenFileSystem, EmscriptenNode, EmscriptenStream } from "./emscripten.ts";
import { isHeap, isWalkable } from "./global-heap.ts";

/** Bytes that can be read synchronously: a file descriptor, memory, a Blob inside a worker. */
export interface SyncBytes {
  readonly byteLength: number;
  /** Fills `target` from `position` on; fewer bytes than requested only at the end. */
  read(target: Uint8Array, position: number): number;
  /** Small reads are made in blocks of so many bytes; 64 KiB by default. */
  readonly blockLength?: number | undefined;
  close(): void;
}

const DIRECTORY = 0o040555;
const FILE = 0o100444;
const ROOT = "/ecephys";
const NO_ENTRY = 44;
const READ_ONLY = 69;
const INVALID = 28;
const INPUT_OUTPUT = 29;

/** The library reads ahead less than this at a file's end. */
const MOST_BEYOND = 1 << 20;

/** Heaps that are remembered, so that none is looked through each time that it is read. */
const HEAPS = 1 << 16;

const BLOCK = 1 << 16;
/** Blocks of a file on a server, of which no more is to be fetched than what is needed. */
export const STREAMED_BLOCK = 1 << 14;
/** Bytes of blocks that are remembered. */
const MOST_CACHED = 1 << 24;

/** A file that the library sees. */
export interface MountedFile {
  readonly path: string;
  /** Bytes of the file; fewer only at its end. */
  read(position: number, length: number): Uint8Array;
  /** What the library reads of the file during `work`. */
  watch(work: () => void): LibraryRead[];
  unmount(): void;
}

/**
 * The only directory that the HDF5 library sees: it contains only the mounted files, so that no link of a file
 * leads anywhere else.
 */
export class Volume {
  private readonly fs: EmscriptenFileSystem;
  private readonly root: EmscriptenNode;
  private count = 0;
  private failure: string | undefined;
  private unread: string | undefined;

  constructor(fs: EmscriptenFileSystem) {
    this.fs = fs;
    fs.mkdir(ROOT);
    const mount = () => this.node(null, "/", DIRECTORY);
    this.root = fs.mount({ mount }, {}, ROOT);
  }

  /** Why a read failed since this was last asked, which the library does not pass on. */
  takeFailure(): string | undefined {
    const { failure } = this;
    this.failure = undefined;
    return failure;
  }

  /** Why bytes of a file could not be had since this was last asked: the disk or a server failed, the file did not. */
  takeUnread(): string | undefined {
    const { unread } = this;
    this.unread = undefined;
    return unread;
  }

  /** Mounts the bytes as a file and returns its path; `unmount` removes it. */
  mount(bytes: SyncBytes): MountedFile {
    const name = `file-${this.count++}`;
    const node = this.node(this.root, name, FILE);
    node.size = bytes.byteLength;
    const reads: LibraryRead[] = [];
    let isWatched = false;
    const cache = new BlockCache(bytes);
    node.bytes = {
      heaps: new Set(),
      read(target, position) {
        if (isWatched) reads.push({ position, length: target.length });
        return cache.read(target, position);
      },
    };
    const watch = (work: () => void) => {
      isWatched = true;
      try {
        work();
      } finally {
        isWatched = false;
      }
      return reads.splice(0);
    };
    const unmount = () => {
      this.fs.destroyNode(node);
      node.bytes = undefined;
      bytes.close();
    };
    const read = (position: number, length: number) => {
      const target = new Uint8Array(clamp(length, 0, bytes.byteLength - position));
      return target.subarray(0, cache.read(target, position));
    };
    return { path: `${ROOT}/${name}`, read, watch, unmount };
  }

  private node(parent: EmscriptenNode | null, name: string, mode: number): EmscriptenNode {
    const { fs } = this;
    const refuse = (code: number) => () => {
      throw new fs.ErrnoError(code);
    };
    const node = fs.createNode(parent, name, mode, 0);
    node.size = 0;
    node.node_ops = {
      getattr: attributesOf,
      lookup: refuse(NO_ENTRY),
      readdir: () => [".", ".."],
      setattr: refuse(READ_ONLY),
      mknod: refuse(READ_ONLY),
    };
    node.stream_ops = {
      llseek: (stream: EmscriptenStream, offset: number, whence: number) => {
        const position = offset + (whence === 1 ? stream.position : whence === 2 ? stream.node.size : 0);
        if (position < 0) throw new fs.ErrnoError(INVALID);
        return position;
      },
      read: (stream: EmscriptenStream, heap: Int8Array, at: number, length: number, position: number) => {
        const fail = (reason: string) => {
          this.failure = reason;
          return new fs.ErrnoError(INPUT_OUTPUT);
        };
        const wanted = Math.max(0, Math.min(length, stream.node.size - position));
        // The library would fill everything beyond the end with zeros, however much a damaged file claims.
        if (length - wanted > MOST_BEYOND) throw fail("it points beyond the end of the file");
        if (wanted === 0 || !stream.node.bytes) return 0;
        const target = new Uint8Array(heap.buffer, heap.byteOffset + at, wanted);
        try {
          const { bytes } = stream.node;
          const count = bytes.read(target, position);
          const more = (at: number, length: number) => {
            const part = new Uint8Array(length);
            return part.subarray(0, bytes.read(part, position + at));
          };
          // The library would take what is missing of a file that has been cut since for zeros.
          if (count !== wanted) throw fail("the file was cut while it was open");
          const { heaps } = bytes;
          if (isHeap(target) && !heaps.has(position)) {
            if (!isWalkable(target, more)) throw fail("a heap of texts has an object without a length");
            if (heaps.size >= HEAPS) heaps.clear();
            heaps.add(position);
          }
          return count;
        } catch (error) {
          if (error instanceof fs.ErrnoError) throw error;
          this.unread = error instanceof Error ? error.message : String(error);
          throw fail(this.unread);
        }
      },
      write: refuse(READ_ONLY),
    };
    return node;
  }
}

function attributesOf(node: EmscriptenNode) {
  const then = new Date(0);
  return {
    dev: 1,
    ino: node.id,
    mode: node.mode,
    nlink: 1,
    uid: 0,
    gid: 0,
    rdev: 0,
    size: node.size,
    atime: then,
    mtime: then,
    ctime: then,
    blksize: 4096,
    blocks: Math.ceil(node.size / 4096),
  };
}

/** One read of the library: where in the file, and how many bytes. */
export interface LibraryRead {
  readonly position: number;
  readonly length: number;
}

/** Keeps the last blocks of small reads (HDF5 reads its indexes bytewise); large reads go straight through. */
export class BlockCache {
  private readonly bytes: SyncBytes;
  private readonly blockLength: number;
  private readonly blocks = new Map<number, Uint8Array>();
  private lastIndex = -1;
  private last: Uint8Array = new Uint8Array();

  constructor(bytes: SyncBytes) {
    this.bytes = bytes;
    this.blockLength = bytes.blockLength ?? BLOCK;
  }

  /** Bytes as they lie in a block, without a copy; undefined where they lie in several. */
  within(position: number, length: number): Uint8Array | undefined {
    const { blockLength } = this;
    const from = position % blockLength;
    return from + length <= blockLength
      ? this.block(Math.floor(position / blockLength)).subarray(from, from + length)
      : undefined;
  }

  read(target: Uint8Array, position: number): number {
    const { blockLength } = this;
    if (target.length >= blockLength) return this.bytes.read(target, position);
    let done = 0;
    while (done < target.length) {
      const at = position + done;
      const block = this.block(Math.floor(at / blockLength));
      const from = at % blockLength;
      const part = block.subarray(from, Math.min(block.length, from + target.length - done));
      if (part.length === 0) break;
      target.set(part, done);
      done += part.length;
    }
    return done;
  }

  private block(index: number): Uint8Array {
    // The library mostly reads on where it has just read.
    if (index !== this.lastIndex) {
      this.last = this.moved(index);
      this.lastIndex = index;
    }
    return this.last;
  }

  /** The block, which is now the last that would be forgotten. */
  private moved(index: number): Uint8Array {
    const known = this.blocks.get(index);
    if (known) {
      this.blocks.delete(index);
      this.blocks.set(index, known);
      return known;
    }
    const { blockLength } = this;
    const start = index * blockLength;
    const block = new Uint8Array(Math.max(0, Math.min(blockLength, this.bytes.byteLength - start)));
    const filled = block.subarray(0, this.bytes.read(block, start));
    this.blocks.set(index, filled);
    if (this.blocks.size > MOST_CACHED / blockLength) this.blocks.delete(this.blocks.keys().next().value!);
    return filled;
  }
}
