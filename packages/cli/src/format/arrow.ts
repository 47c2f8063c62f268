import type { ColumnTable } from "arquero";

/**
 * The table in Arrow's IPC format: as a stream for pipes, as a file (with its index at the end, also known as
 * Feather V2) for `--out`. Missing numbers stay NaN, missing texts are nulls.
 */
export function toArrow(table: ColumnTable, kind: "stream" | "file"): Uint8Array {
  return table.toArrowIPC({ format: kind });
}
