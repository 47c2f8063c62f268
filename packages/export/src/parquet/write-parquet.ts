import type { SchemaElement, SchemaTree } from "hyparquet";
import { ParquetWriter } from "hyparquet-writer";
import { schemaPathResolver } from "hyparquet-writer/src/schema.js";
import { blockColumn } from "../rows/block-column.ts";
import { fileMetadata } from "../rows/file-metadata.ts";
import type { EncodeOptions, ExportColumn, RowBlock, RowSource } from "../rows/types.ts";
import { ChunkWriter } from "./chunk-writer.ts";
import { type Codec, codecOf } from "./codecs.ts";
import { writeNumberChunk } from "./number-chunk.ts";
import { isNumberColumn, NumberValues } from "./number-values.ts";
import { writeOtherChunk } from "./other-chunk.ts";
import { OtherValues } from "./other-values.ts";
import { schemaOf } from "./schema.ts";

/** Rows of a row group of numbers: 8 MB of a column. */
const ROW_GROUP_ROWS = 1 << 20;
/** Of one with texts or lists, which take a hundred times as long to write: the process does nothing else meanwhile. */
const MIXED_GROUP_ROWS = 1 << 17;

/**
 * A Parquet file in pieces: a row group after the other, each as soon as its rows are there. A piece is only good until
 * the next one is asked for.
 * @param count Told how many rows are in what follows.
 */
export async function* parquetChunks(
  source: RowSource,
  { rowGroupRows, compression = "snappy", signal }: EncodeOptions,
  count: (rows: number) => void,
): AsyncGenerator<Uint8Array> {
  const most = source.columns.every(isNumberColumn) ? ROW_GROUP_ROWS : MIXED_GROUP_ROWS;
  const file = new ParquetFile(source, rowGroupRows ?? most, codecOf(compression));
  for await (const block of source.blocks({ signal })) {
    for (let start = 0; start < block.rowCount; ) {
      const end = Math.min(block.rowCount, start + file.room);
      file.append(block, start, end);
      count(end - start);
      start = end;
      if (file.room === 0) yield file.rowGroup();
    }
  }
  if (file.rows > 0) yield file.rowGroup();
  yield file.finish();
}

interface FileColumn {
  readonly column: ExportColumn;
  readonly values: NumberValues | OtherValues;
  readonly path: SchemaTree[];
}

/** The row group that is being collected, and the file that it goes to. */
class ParquetFile {
  readonly #writer = new ChunkWriter();
  readonly #file: ParquetWriter;
  readonly #columns: readonly FileColumn[];
  readonly #codec: Codec | undefined;
  readonly #most: number;
  /** Rows of the row group so far. */
  rows = 0;

  constructor(source: RowSource, most: number, codec: Codec | undefined) {
    const schema = schemaOf(source.columns);
    const metadata = Object.entries(fileMetadata(source)).map(([key, value]) => ({ key, value }));
    this.#file = new ParquetWriter({
      writer: this.#writer,
      schema,
      kvMetadata: metadata,
      createdBy: "ecephys",
    });
    this.#codec = codec;
    this.#most = most;
    const resolve = schemaPathResolver(schema);
    this.#columns = source.columns.map((column) => ({
      column,
      values: isNumberColumn(column) ? new NumberValues(column, most) : new OtherValues(column),
      path: toLeaf(resolve([column.name])),
    }));
  }

  /** How many more rows the row group takes. */
  get room(): number {
    return this.#most - this.rows;
  }

  append(block: RowBlock, start: number, end: number): void {
    const { constants = {} } = block;
    for (const { column, values } of this.#columns) {
      const { name } = column;
      const isRun =
        values instanceof NumberValues &&
        Object.hasOwn(constants, name) &&
        values.appendRun(constants[name], end - start);
      if (!isRun) values.append(blockColumn(block, name), start, end);
    }
    this.rows += end - start;
  }

  /** The bytes of the rows so far, as a row group. */
  rowGroup(): Uint8Array {
    const start = this.#writer.offset;
    const chunks = this.#columns.map(({ values, path }) =>
      values instanceof NumberValues
        ? writeNumberChunk(this.#writer, values, elementOf(path), this.#codec)
        : writeOtherChunk(this.#writer, values.cells, path, this.#codec),
    );
    const sizes = chunks.map(({ chunk }) => chunk.meta_data?.total_uncompressed_size ?? 0n);
    this.#file.row_groups.push({
      columns: chunks.map(({ chunk }) => chunk),
      num_rows: BigInt(this.rows),
      total_byte_size: sizes.reduce((sum, size) => sum + size, 0n),
      total_compressed_size: BigInt(this.#writer.offset - start),
    });
    this.#file.num_rows += BigInt(this.rows);
    this.#file.pendingIndexes.push(...chunks);
    for (const { values } of this.#columns) values.clear();
    this.rows = 0;
    return this.#writer.take();
  }

  finish(): Uint8Array {
    this.#file.finish();
    return this.#writer.take();
  }
}

/** From the root through the column to its only leaf. */
function toLeaf(path: SchemaTree[]): SchemaTree[] {
  const child = path.at(-1)!.children[0];
  return child === undefined ? path : toLeaf([...path, child]);
}

function elementOf(path: readonly SchemaTree[]): SchemaElement {
  return path.at(-1)!.element;
}
