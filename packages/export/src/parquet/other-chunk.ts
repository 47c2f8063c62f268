import type { SchemaTree } from "hyparquet";
import { writeColumn } from "hyparquet-writer/src/column.js";
import { encodeNestedValues } from "hyparquet-writer/src/dremel.js";
import type { PageIndexes } from "hyparquet-writer/src/types.js";
import type { ChunkWriter } from "./chunk-writer.ts";
import { type Codec, compressorsOf } from "./codecs.ts";

const PAGE_BYTES = 1 << 18;

/** Writes a column of texts, truth values or lists of one row group, by hyparquet-writer. @param path From the root to the values. */
export function writeOtherChunk(
  writer: ChunkWriter,
  values: unknown[],
  path: SchemaTree[],
  codec: Codec | undefined,
): PageIndexes {
  const schemaPath = path.map(({ element }) => element);
  const column = {
    columnName: schemaPath
      .slice(1)
      .map(({ name }) => name)
      .join("."),
    element: schemaPath.at(-1)!,
    schemaPath,
    codec: codec?.name ?? ("UNCOMPRESSED" as const),
    compressors: compressorsOf(codec),
    stats: true,
    pageSize: PAGE_BYTES,
    columnIndex: false,
    offsetIndex: true,
  };
  return writeColumn({ writer, column, pageData: encodeNestedValues(path, values) });
}
