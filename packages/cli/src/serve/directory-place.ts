import { type FileHandle, open, readdir, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { EcephysError } from "@ecephys/files";
import type { Place, ServedFile } from "./place.ts";

/**
 * A directory as a place. Symbolic links are followed only within it, unless `followLinks`: a link in it must not let
 * pages read the rest of the disk.
 */
export function directoryPlace(prefix: string, directory: string, followLinks: boolean): Place {
  const inside = async (path: string): Promise<string> => {
    const root = await realpath(directory).catch(() => undefined);
    const real = await realpath(join(directory, path)).catch(() => undefined);
    if (root === undefined || real === undefined) throw notThere(path, "there is no such file");
    if (followLinks || real === root || real.startsWith(root.endsWith(sep) ? root : root + sep)) return real;
    throw notThere(
      path,
      "it is a link that leads out of the directory",
      "Serve the directory with --follow-links",
    );
  };
  return {
    prefix,
    shown: directory,
    open: async (path) => openServedFile(path, await inside(path)),
    async list(folder) {
      const entries = await readdir(await inside(folder), { withFileTypes: true }).catch(() => undefined);
      return entries
        ?.filter(({ name }) => !name.startsWith("."))
        .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
        .sort();
    },
  };
}

/**
 * Opens a file of this machine.
 * @param path What it is called in messages.
 */
export async function openServedFile(path: string, real: string): Promise<ServedFile> {
  const handle = await open(real, "r").catch(() => undefined);
  const info = await handle?.stat();
  if (handle === undefined || !info?.isFile()) {
    await handle?.close();
    throw notThere(path, handle === undefined ? "it cannot be read" : "it is not a file");
  }
  return {
    byteLength: info.size,
    etag: `"${info.size.toString(16)}-${Math.trunc(info.mtimeMs).toString(16)}"`,
    source: { slice: (start, end) => readPart(handle, path, start, end) },
    close: () => handle.close(),
  };
}

async function readPart(handle: FileHandle, path: string, start: number, end: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(end - start);
  let count = 0;
  while (count < bytes.byteLength) {
    const { bytesRead } = await handle.read(bytes, count, bytes.byteLength - count, start + count);
    if (bytesRead === 0)
      throw new EcephysError("storage", {
        action: "Serving a file",
        resource: path,
        reason: "it became shorter while it was read",
        remedy: "Request it again",
      });
    count += bytesRead;
  }
  return bytes;
}

function notThere(path: string, reason: string, remedy?: string): EcephysError {
  return new EcephysError("not-found", { action: "Serving a file", resource: path, reason, remedy });
}
