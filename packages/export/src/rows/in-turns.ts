import { pause } from "@ecephys/files/internal";
import type { ReadRowsOptions, RowBlock, RowSource } from "./types.ts";

/** The same rows, whose making lets other events of the process happen in between: signals above all. */
export function inTurns(source: RowSource): RowSource {
  return {
    columns: source.columns,
    metadata: source.metadata,
    rowCount: source.rowCount,
    async *blocks(options: ReadRowsOptions = {}): AsyncGenerator<RowBlock> {
      for await (const block of source.blocks(options)) {
        yield block;
        await pause();
        options.signal?.throwIfAborted();
      }
    },
  };
}
