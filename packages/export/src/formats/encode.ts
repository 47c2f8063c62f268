import { parquetChunks } from "../parquet/write-parquet.ts";
import { inTurns } from "../rows/in-turns.ts";
import type { EncodeOptions, RowSource } from "../rows/types.ts";
import { arrowChunks } from "./arrow.ts";
import { textChunks } from "./text.ts";

/**
 * The bytes of a file in pieces, made while they are read; a piece is only good until the next one is asked for.
 * @param count Told how many rows are in what follows.
 */
export function encodedRows(
  rows: RowSource,
  options: EncodeOptions,
  count: (rows: number) => void,
): AsyncIterable<Uint8Array> {
  const source = inTurns(rows);
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
