import type { Encoding } from "hyparquet";
import { ByteWriter } from "hyparquet-writer";
import { writePageHeader } from "hyparquet-writer/src/datapage.js";
import { writeRleBitPackedHybrid } from "hyparquet-writer/src/encoding.js";
import type { ChunkWriter } from "./chunk-writer.ts";
import type { Codec } from "./codecs.ts";
import type { NumberValues } from "./number-values.ts";
import { PAGE_ROWS } from "./page-size.ts";

/** Some rows of a column, of which some have a value. */
export interface Page {
  readonly rows: number;
  readonly firstRow: number;
  /** Place of the first value among those that are there, and how many there are. */
  readonly firstValue: number;
  readonly values: number;
}

export function pagesOf({ rows, present }: NumberValues): Page[] {
  const pages: Page[] = [];
  for (let firstRow = 0, firstValue = 0; firstRow < rows; firstRow += PAGE_ROWS) {
    const count = Math.min(PAGE_ROWS, rows - firstRow);
    let values = count;
    if (present) {
      values = 0;
      for (let row = firstRow; row < firstRow + count; row += 1) values += present[row]!;
    }
    pages.push({ rows: count, firstRow, firstValue, values });
    firstValue += values;
  }
  return pages;
}

const NO_LEVELS = new Uint8Array(0);

/** Which rows have a value; nothing for a column that always has one. */
export function levelsOf({ column, present }: NumberValues, { rows, firstRow }: Page): Uint8Array {
  if (!column.nullable) return NO_LEVELS;
  const levels = new ByteWriter(16);
  if (present) writeRleBitPackedHybrid(levels, present.subarray(firstRow, firstRow + rows), 1);
  else {
    levels.appendVarInt(rows << 1);
    levels.appendUint8(1);
  }
  return levels.getBytes();
}

/** Writes a page. @returns Its size without compression. */
export function writePage(
  writer: ChunkWriter,
  page: Page,
  parts: { readonly levels: Uint8Array; readonly content: Uint8Array; readonly encoding: Encoding },
  codec: Codec | undefined,
): number {
  const { levels, content, encoding } = parts;
  const packed = codec ? codec.compress(content) : content;
  const start = writer.offset;
  writePageHeader(writer, {
    type: "DATA_PAGE_V2",
    uncompressed_page_size: levels.byteLength + content.byteLength,
    compressed_page_size: levels.byteLength + packed.byteLength,
    data_page_header_v2: {
      num_values: page.rows,
      num_nulls: page.rows - page.values,
      num_rows: page.rows,
      encoding,
      definition_levels_byte_length: levels.byteLength,
      repetition_levels_byte_length: 0,
      is_compressed: true,
    },
  });
  const headerSize = writer.offset - start;
  writer.appendBytes(levels);
  writer.appendBytes(packed);
  return headerSize + levels.byteLength + content.byteLength;
}

/** Writes the distinct values of a column. @returns Their size without compression. */
export function writeDictionaryPage(
  writer: ChunkWriter,
  content: Uint8Array,
  count: number,
  codec: Codec | undefined,
): number {
  const packed = codec ? codec.compress(content) : content;
  const start = writer.offset;
  writePageHeader(writer, {
    type: "DICTIONARY_PAGE",
    uncompressed_page_size: content.byteLength,
    compressed_page_size: packed.byteLength,
    dictionary_page_header: { num_values: count, encoding: "PLAIN" },
  });
  const headerSize = writer.offset - start;
  writer.appendBytes(packed);
  return headerSize + content.byteLength;
}
