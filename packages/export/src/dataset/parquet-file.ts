import { type ByteSource, EcephysError, isEcephysError } from "@ecephys/files";
import { messageOf } from "@ecephys/files/internal";
import {
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  type ParquetScan,
  parquetMetadataAsync,
  parquetScan,
} from "hyparquet";
import type { Pruning } from "./pruning.ts";
import type { BytesRead } from "./types.ts";

/** Bytes at the end of a file that are read first: the whole index of most files. */
const TAIL_BYTES = 1 << 16;

/** Compressions that hyparquet has itself. */
const OWN_CODECS: ReadonlySet<string> = new Set(["UNCOMPRESSED", "SNAPPY"]);

/** A Parquet file whose index has been read. */
export interface ParquetFile {
  readonly name: string;
  readonly metadata: FileMetaData;
  readonly buffer: AsyncBuffer;
}

/** Counts what is read. */
export class ReadCounter implements BytesRead {
  requests = 0;
  bytes = 0;

  counted(source: ByteSource): AsyncBuffer {
    return {
      byteLength: source.byteLength,
      slice: async (start, end = source.byteLength) => {
        this.requests += 1;
        const bytes = await source.slice(start, end);
        this.bytes += bytes.byteLength;
        return wholeBuffer(bytes);
      },
    };
  }
}

function wholeBuffer({ buffer, byteOffset, byteLength }: Uint8Array): ArrayBuffer {
  const isWhole = byteOffset === 0 && byteLength === buffer.byteLength && buffer instanceof ArrayBuffer;
  return isWhole ? buffer : (buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
}

/** Reads a file's index. @throws an EcephysError "format" for a file that is not Parquet or is damaged. */
export async function readIndex(name: string, buffer: AsyncBuffer): Promise<FileMetaData> {
  return guarded(name, () => parquetMetadataAsync(buffer, { initialFetchSize: TAIL_BYTES }));
}

/** What is to be read of a file: the ranges of rows that may pass, whose columns are read when they are asked for. */
export async function scanFile(
  { buffer, metadata, name }: ParquetFile,
  columns: string[],
  pruning: Pruning | undefined,
): Promise<ParquetScan> {
  const compressors = await compressorsFor(metadata);
  const options = {
    file: buffer,
    metadata,
    columns,
    ...(compressors && { compressors }),
    ...(pruning && { pruningFilter: pruning, usePageIndex: true }),
  };
  const scan = await guarded(name, () => parquetScan(options));
  return { ...scan, readColumn: (wanted) => guarded(name, () => scan.readColumn(wanted)) };
}

async function compressorsFor({ row_groups }: FileMetaData): Promise<Compressors | undefined> {
  const codecs = new Set(
    row_groups.flatMap(({ columns }) => columns.map(({ meta_data }) => meta_data?.codec)),
  );
  const isOwn = [...codecs].every((codec) => codec === undefined || OWN_CODECS.has(codec));
  return isOwn ? undefined : (await import("hyparquet-compressors")).compressors;
}

/** The library's errors say neither which file it was nor that it may be damaged. */
async function guarded<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (cause) {
    if (isEcephysError(cause) || isAbort(cause)) throw cause;
    throw new EcephysError("format", {
      action: "Reading a dataset",
      resource: name,
      reason: `it is not a Parquet file, or damaged (${messageOf(cause)})`,
      remedy: "Export it again",
      cause,
    });
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
