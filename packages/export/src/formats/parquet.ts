import type { SchemaElement } from "hyparquet";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { EncodeOptions, ExportColumn, RowSource } from "../rows/types.ts";

/** A Parquet file: a row group after the other, each as soon as its rows are there. */
export async function* parquetChunks(
  source: RowSource,
  { signal }: EncodeOptions,
  count: (rows: number) => void,
): AsyncGenerator<Uint8Array> {
  const writer = new ByteWriter();
  const file = new ParquetWriter({ writer, schema: schemaOf(source.columns) });
  for await (const { rowCount, columns } of source.blocks({ signal })) {
    const columnData = source.columns.map(({ name, type }) => ({
      name,
      data: Array.from(columns[name]!, (value) => cell(value, type)),
    }));
    await file.write({ columnData, rowGroupSize: rowCount });
    yield taken(writer);
    count(rowCount);
  }
  await file.finish();
  yield taken(writer);
}

function taken(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice();
  writer.index = 0;
  return bytes;
}

function cell(value: unknown, type: ExportColumn["type"]): unknown {
  if (value === null || value === undefined || Number.isNaN(value)) return null;
  return type === "int64" ? BigInt(value as number | bigint) : value;
}

function schemaOf(columns: readonly ExportColumn[]): SchemaElement[] {
  const elements = columns.flatMap(({ name, type, nullable }): SchemaElement[] => {
    const repetition_type = nullable ? "OPTIONAL" : "REQUIRED";
    if (typeof type === "string") return [{ name, repetition_type, ...PHYSICAL[type] }];
    return [
      { name, repetition_type, converted_type: "LIST", num_children: 1 },
      { name: "list", repetition_type: "REPEATED", num_children: 1 },
      { name: "element", repetition_type: "OPTIONAL", ...PHYSICAL[type.list] },
    ];
  });
  return [{ name: "root", num_children: columns.length }, ...elements];
}

const PHYSICAL = {
  boolean: { type: "BOOLEAN" },
  int32: { type: "INT32" },
  int64: { type: "INT64" },
  float32: { type: "FLOAT" },
  float64: { type: "DOUBLE" },
  text: { type: "BYTE_ARRAY", converted_type: "UTF8" },
  timestamp: { type: "INT64", converted_type: "TIMESTAMP_MILLIS" },
} as const;
