import type { ByteSource } from "../byte-source.ts";
import { joinBytes } from "../join-bytes.ts";
import type { CacheStorage, StoredFileInfo } from "../storage.ts";
import { storageError, systemError } from "../system/errors.ts";
import { bytesSource } from "./bytes-source.ts";
import { withCheckedOptions } from "./checked-options.ts";
import { contentChunks } from "./content.ts";
import { pathSegments } from "./paths.ts";

interface MemoryFile extends StoredFileInfo {
  readonly bytes: Uint8Array;
}

/** A storage that lasts as long as the process or page: for `cache: false`, tests and small browser uses. */
export function memoryStorage(): CacheStorage {
  const files = new Map<string, MemoryFile>();
  let lastModified = 0;

  const find = (path: string): MemoryFile | undefined => {
    checkPlace(path);
    return files.get(path);
  };

  /** A path is either a file or, as the beginning of another, a directory. */
  const checkPlace = (path: string): void => {
    const segments = pathSegments(path, "memory");
    const above = segments.slice(1).map((_, at) => segments.slice(0, at + 1).join("/"));
    const refuse = (code: string) => {
      throw storageError("Opening a file", `${path} in memory`, systemError(code, path));
    };
    if (above.some((parent) => files.has(parent))) refuse("ENOTDIR");
    const inside = `${path}/`;
    if ([...files.keys()].some((other) => other.startsWith(inside))) refuse("EISDIR");
  };

  return withCheckedOptions({
    location: "memory",
    async stat(path, options) {
      options?.signal?.throwIfAborted();
      const file = find(path);
      return file && { byteLength: file.byteLength, modified: file.modified };
    },
    async read(path, options) {
      options?.signal?.throwIfAborted();
      return find(path)?.bytes.slice();
    },
    async source(path, options): Promise<ByteSource | undefined> {
      options?.signal?.throwIfAborted();
      const file = find(path);
      return file && bytesSource(file.bytes);
    },
    async write(path, content, options) {
      const signal = options?.signal;
      signal?.throwIfAborted();
      checkPlace(path);
      const chunks: Uint8Array[] = [];
      for await (const chunk of contentChunks(content, signal)) chunks.push(new Uint8Array(chunk));
      signal?.throwIfAborted();
      checkPlace(path);
      const bytes = joinBytes(chunks);
      // Two writes within one tick of the clock must still be distinguished.
      lastModified = Math.max(Date.now(), lastModified + 1);
      files.set(path, { bytes, byteLength: bytes.byteLength, modified: lastModified });
    },
    async remove(path, options) {
      options?.signal?.throwIfAborted();
      if (find(path) !== undefined) files.delete(path);
    },
    async list(directory, options) {
      options?.signal?.throwIfAborted();
      const paths = [...files.keys()].sort();
      if (directory === undefined) return paths;
      pathSegments(directory, "memory");
      return paths.filter((path) => path === directory || path.startsWith(`${directory}/`));
    },
  });
}
