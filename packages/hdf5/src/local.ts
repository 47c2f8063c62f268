import { Hdf5Engine, type OpenSibling } from "./engine.ts";
import { loadHdf5 } from "./library.ts";
import type { Hdf5File, Hdf5ReadOptions } from "./model.ts";
import type { SyncBytes } from "./volume.ts";

export const NO_SIBLINGS: OpenSibling = () => {
  throw new Error("only a file on a local disk can link to others");
};

/** Opens bytes as an HDF5 file in this thread. The bytes are closed with it. */
export async function openHere(
  bytes: SyncBytes,
  location: string,
  openSibling: OpenSibling = NO_SIBLINGS,
): Promise<Hdf5File> {
  const library = await loadHdf5();
  return asFile(new Hdf5Engine(library, bytes, location, openSibling));
}

/** An engine of this thread behind the interface that a worker's has too. */
function asFile(engine: Hdf5Engine): Hdf5File {
  return {
    location: engine.location,
    byteLength: engine.byteLength,
    describe: async (path) => engine.describe(path),
    attributes: async (path, names) => engine.attributes(path, names),
    read: async (path, { ranges, signal }: Hdf5ReadOptions = {}) => {
      signal?.throwIfAborted();
      return engine.read(path, ranges);
    },
    close: async () => engine.close(),
  };
}

/** Bytes in memory; they are not copied. */
export function memoryBytes(bytes: Uint8Array): SyncBytes {
  return {
    byteLength: bytes.length,
    read(target, position) {
      const part = bytes.subarray(position, position + target.length);
      target.set(part);
      return part.length;
    },
    close() {},
  };
}
