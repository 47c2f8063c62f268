import {
  bool,
  columnFromArray,
  type DataType,
  float32,
  float64,
  int32,
  int64,
  list,
  Table,
  tableFromColumns,
  tableToIPC,
  timestamp,
  utf8,
} from "@uwdata/flechette";
import type { ArrowKind } from "./arrow-kinds.ts";

/** What the values of a column are: an `ArrowKind`, or narrower numbers. */
export type ArrowType = ArrowKind | "int32" | "float32" | "int32[]" | "int64[]" | "float32[]";

/** A column of some rows; missing values are null. */
export interface ArrowColumn {
  readonly name: string;
  readonly type: ArrowType;
  readonly values: readonly unknown[];
  /** What is said of the field in the schema: "unit", "description". */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** Milliseconds, as Arrow's specification numbers its units. */
const MILLISECOND = 1;

const TYPES: Readonly<Record<ArrowType, () => DataType>> = {
  int32,
  int64,
  float32,
  float64,
  utf8,
  bool,
  timestamp: () => timestamp(MILLISECOND, "UTC"),
  "utf8[]": () => list(utf8()),
  "int32[]": () => list(int32()),
  "int64[]": () => list(int64()),
  "float32[]": () => list(float32()),
  "float64[]": () => list(float64()),
  json: utf8,
};

const MAGIC = new TextEncoder().encode("ARROW1");
/** The magic bytes at the start are filled up to 8. */
const HEAD = new Uint8Array(8);
HEAD.set(MAGIC);
/** A continuation marker and a length of 0. */
const END = Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0);
const PREFIX_BYTES = 8;

interface Block {
  readonly offset: number;
  readonly metadataBytes: number;
  readonly bodyBytes: number;
}

/**
 * Writes Arrow's IPC format batch by batch: nobody holds more than one. The library encodes each batch as a stream of its
 * own, of which the schema is taken once. A file's index is that of as many batches of one row, with their places put in.
 */
export class ArrowFileWriter {
  readonly #isFile: boolean;
  readonly #metadata: Readonly<Record<string, string>>;
  readonly #blocks: Block[] = [];
  #offset = 0;

  /**
   * @param format A stream for pipes, or a file with its index at the end, also known as Feather V2.
   * @param metadata What is said of the whole in the schema.
   */
  constructor(format: "stream" | "file", metadata: Readonly<Record<string, string>> = {}) {
    this.#isFile = format === "file";
    this.#metadata = metadata;
  }

  /** The bytes of some rows. */
  batch(columns: readonly ArrowColumn[]): Uint8Array[] {
    const stream = encoded(columns, "stream", this.#metadata);
    const schemaEnd = PREFIX_BYTES + viewOf(stream).getInt32(4, true);
    const batch = stream.subarray(schemaEnd, stream.byteLength - END.byteLength);
    const head = this.#offset === 0 ? this.#head(stream.subarray(0, schemaEnd)) : [];
    if (batch.byteLength === 0) return head;
    const metadataBytes = PREFIX_BYTES + viewOf(batch).getInt32(4, true);
    this.#blocks.push({ offset: this.#offset, metadataBytes, bodyBytes: batch.byteLength - metadataBytes });
    this.#offset += batch.byteLength;
    return [...head, batch];
  }

  /** The end of the file. @param columns The columns, without rows. */
  end(columns: readonly ArrowColumn[]): Uint8Array[] {
    const head = this.#offset === 0 ? this.batch(columns) : [];
    if (!this.#isFile) return [...head, END];
    return [...head, END, ...this.#foot(columns)];
  }

  #head(schema: Uint8Array): Uint8Array[] {
    const parts = this.#isFile ? [HEAD, schema] : [schema];
    this.#offset = parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
    return parts;
  }

  #foot(columns: readonly ArrowColumn[]): Uint8Array[] {
    const values = this.#blocks.map(() => null);
    const file = encoded(
      columns.map((column) => ({ ...column, values })),
      "file",
      this.#metadata,
      1,
    );
    const lengthAt = file.byteLength - MAGIC.byteLength - 4;
    const length = viewOf(file).getInt32(lengthAt, true);
    const footer = file.slice(lengthAt - length, lengthAt);
    placeBlocks(footer, this.#blocks);
    return [footer, file.slice(lengthAt)];
  }
}

function encoded(
  columns: readonly ArrowColumn[],
  format: "stream" | "file",
  metadata: Readonly<Record<string, string>>,
  maxBatchRows?: number,
): Uint8Array {
  const options = maxBatchRows === undefined ? {} : { maxBatchRows };
  const made = columns.map(
    ({ name, type, values }) => [name, columnFromArray([...values], TYPES[type](), options)] as const,
  );
  const { children, schema } = tableFromColumns(made as never);
  const fields = schema.fields.map((field, at) => ({ ...field, metadata: entriesOf(columns[at]?.metadata) }));
  const table = new Table({ ...schema, fields, metadata: entriesOf(metadata) }, children);
  const bytes = tableToIPC(table, { format });
  if (bytes === null) throw new Error("Arrow was written to nowhere");
  return bytes;
}

function entriesOf(metadata: Readonly<Record<string, string>> = {}): Map<string, string> {
  return new Map(Object.entries(metadata));
}

/** The place of a field among those of a footer, after version, schema and dictionaries. */
const RECORD_BATCHES = 3;
const BLOCK_BYTES = 24;

/** Puts the places of the batches into a footer, which is a FlatBuffer: a table, of which a field is a list of structs. */
function placeBlocks(footer: Uint8Array, blocks: readonly Block[]): void {
  if (blocks.length === 0) return;
  const view = viewOf(footer);
  const table = view.getUint32(0, true);
  const fields = table - view.getInt32(table, true);
  const field = table + view.getUint16(fields + 4 + 2 * RECORD_BATCHES, true);
  const start = field + view.getUint32(field, true);
  if (view.getUint32(start, true) !== blocks.length) throw new Error("an index of other batches");
  for (const [at, { offset, metadataBytes, bodyBytes }] of blocks.entries()) {
    const block = start + 4 + at * BLOCK_BYTES;
    view.setBigInt64(block, BigInt(offset), true);
    view.setInt32(block + 8, metadataBytes, true);
    view.setBigInt64(block + 16, BigInt(bodyBytes), true);
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
