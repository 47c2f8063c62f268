import type { ColumnTable } from "@ecephys/core/arquero";
import type { Names, OptionNames } from "@ecephys/files";
import { joinBytes } from "@ecephys/files/internal";
import { encodedRows } from "./formats/encode.ts";
import { checkEncodeOptions, ENCODE_OPTIONS } from "./formats/options.ts";
import { tableRows } from "./rows/table-rows.ts";
import type { EncodeOptions } from "./rows/types.ts";

/** How a table is written, and which of its columns. */
export interface ExportTableOptions extends EncodeOptions {
  /** The columns to write, in this order; all by default. */
  readonly columns?: Names | undefined;
}

const OPTIONS: OptionNames<ExportTableOptions> = { ...ENCODE_OPTIONS, columns: true };

/**
 * A table as the bytes of a file, also in a page; see `tableRows` for the types of its columns, and `writeRows` of
 * `@ecephys/export/node` for files on disk.
 * @throws an EcephysError "argument" for options that are unknown or of another kind.
 * @example
 * import { exportTable } from "@ecephys/export";
 *
 * const bytes = await exportTable(await cache.getUnits(), { format: "parquet", columns: ["id", "snr"] });
 */
export async function exportTable(table: ColumnTable, options: ExportTableOptions): Promise<Uint8Array> {
  checkEncodeOptions("Calling exportTable", options, OPTIONS);
  const { columns, onProgress, signal, ...encoding } = options;
  const source = tableRows(table, columns);
  const chunks: Uint8Array[] = [];
  let rows = 0;
  let bytes = 0;
  const count = (more: number) => {
    rows += more;
  };
  for await (const chunk of encodedRows(source, { ...encoding, signal }, count)) {
    signal?.throwIfAborted();
    chunks.push(chunk.slice());
    bytes += chunk.byteLength;
    onProgress?.({ rows, totalRows: source.rowCount, bytes });
  }
  return joinBytes(chunks);
}
