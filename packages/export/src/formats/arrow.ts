import { type ArrowColumn, ArrowFileWriter, type ArrowType, isMissing } from "@ecephys/core/internal";
import { blockColumn } from "../rows/block-column.ts";
import { fileMetadata } from "../rows/file-metadata.ts";
import type { ColumnType, EncodeOptions, ExportColumn, RowSource } from "../rows/types.ts";

/** Rows of a record batch. */
const BATCH_ROWS = 1 << 17;

/** An Arrow file (Feather V2) in pieces: a record batch for each block of rows, of at most `rowGroupRows`. */
export async function* arrowChunks(
  source: RowSource,
  { rowGroupRows = BATCH_ROWS, signal }: EncodeOptions,
  count: (rows: number) => void,
): AsyncGenerator<Uint8Array> {
  const writer = new ArrowFileWriter("file", fileMetadata(source));
  for await (const block of source.blocks({ signal })) {
    const { rowCount } = block;
    const columns = new Map(source.columns.map(({ name }) => [name, blockColumn(block, name)]));
    for (let start = 0; start < rowCount; start += rowGroupRows) {
      const end = Math.min(rowCount, start + rowGroupRows);
      const part = source.columns.map((column) => arrowColumn(column, columns.get(column.name)!, start, end));
      count(end - start);
      yield* writer.batch(part);
    }
  }
  yield* writer.end(source.columns.map((column) => arrowColumn(column, [], 0, 0)));
}

function arrowColumn(
  column: ExportColumn,
  values: ArrayLike<unknown>,
  start: number,
  end: number,
): ArrowColumn {
  const { name, type } = column;
  const cells = Array.from({ length: end - start }, (_, row) => {
    const value = values[start + row];
    if (isMissing(value)) return null;
    if (typeof type !== "string") return Array.from(value as ArrayLike<unknown>, itemOf(type.list));
    return type === "int64" ? BigInt(value as number | bigint) : value;
  });
  return { name, type: arrowType(type), values: cells, metadata: fieldMetadata(column) };
}

/** What is known of a column beyond its type, as far as it is. */
function fieldMetadata({ description, missing, unit }: ExportColumn): Record<string, string> {
  const known = Object.entries({ unit, description, missing }).filter(([, text]) => text !== undefined);
  return Object.fromEntries(known) as Record<string, string>;
}

function itemOf(item: string): (value: unknown) => unknown {
  return (value) => {
    if (isMissing(value)) return null;
    return item === "int64" ? BigInt(value as number | bigint) : value;
  };
}

function arrowType(type: ColumnType): ArrowType {
  if (typeof type !== "string") return type.list === "text" ? "utf8[]" : `${type.list}[]`;
  if (type === "text") return "utf8";
  return type === "boolean" ? "bool" : type;
}
