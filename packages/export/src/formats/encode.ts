import { parquetChunks } from "../parquet/write-parquet.ts";
import type { EncodeOptions, RowSource } from "../rows/types.ts";

/** The bytes of a file in pieces, made while they are read; `rows` counts those that are in them so far. */
export function encodedRows(
  source: RowSource,
  options: EncodeOptions,
  count: (rows: number) => void,
): AsyncIterable<Uint8Array> {
  return parquetChunks(source, options, count);
}
