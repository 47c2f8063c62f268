import { EcephysError } from "@ecephys/files";
import type { CompressionCodec } from "hyparquet";
import { snappyCompress } from "hyparquet-writer/src/snappy.js";
import type { Compressors } from "hyparquet-writer/src/types.js";
import type { Compression } from "../rows/types.ts";

/** Compresses the pages of a column. */
export interface Codec {
  readonly name: CompressionCodec;
  readonly compress: (bytes: Uint8Array) => Uint8Array;
}

const NAMES: Readonly<Record<Compression, CompressionCodec>> = {
  snappy: "SNAPPY",
  zstd: "ZSTD",
  gzip: "GZIP",
  none: "UNCOMPRESSED",
};

/** What Node has of zlib; browsers have none that answers at once. */
interface Zlib {
  readonly gzipSync: (bytes: Uint8Array) => Uint8Array;
  readonly zstdCompressSync?: (bytes: Uint8Array) => Uint8Array;
}

/**
 * The compression of a file; undefined for none.
 * @throws an EcephysError "argument" where this platform does not have it.
 */
export function codecOf(compression: Compression): Codec | undefined {
  const compress = compressorOf(compression);
  return compress && { name: NAMES[compression], compress };
}

function compressorOf(compression: Compression): Codec["compress"] | undefined {
  if (compression === "none") return undefined;
  if (compression === "snappy") return snappyCompress;
  const zlib = globalThis.process?.getBuiltinModule?.("node:zlib") as Zlib | undefined;
  const compress = compression === "gzip" ? zlib?.gzipSync : zlib?.zstdCompressSync;
  if (compress !== undefined) return compress;
  throw new EcephysError("argument", {
    action: "Writing Parquet",
    resource: `the option compression`,
    reason: `${compression} is not to be had here (${compression === "zstd" ? "Node 22.15 or newer has it" : "Node has it"})`,
    remedy: 'Choose "snappy" or "none"',
  });
}

/** The codec in the form that the library's own columns take it. */
export function compressorsOf(codec: Codec | undefined): Compressors {
  return codec === undefined ? {} : { [codec.name]: codec.compress };
}
