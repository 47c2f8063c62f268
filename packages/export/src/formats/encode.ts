import { parquetChunks } from "../parquet/write-parquet.ts";
import type { EncodeOptions, RowSource } from "../rows/types.ts";
import { arrowChunks } from "./arrow.ts";
import { textChunks } from "./text.ts";

/**
 * The bytes of a file in pieces, made while they are read; a piece is only good until the next one is asked for.
 * @param count Told how many rows are in what follows.
 */
export function encodedRows(
  source: RowSource,
  options: EncodeOptions,
  count: (rows: number) => void,
): AsyncIterable<Uint8Array> {
  switch (options.format) {
    case "parquet":
      return parquetChunks(source, options, count);
    case "arrow":
      return arrowChunks(source, options, count);
    case "csv":
    case "ndjson":
      return textChunks(source, options, count);
  }
}
