import { columnInfo } from "@ecephys/core/columns";
import { isAscending } from "@ecephys/files/internal";
import type { ExportColumn, RowSource } from "../rows/types.ts";
import { readParameters } from "./parameters.ts";
import type { SessionExportKind } from "./types.ts";

const COLUMNS: readonly ExportColumn[] = (["unit_id", "spike_time"] as const).map((name) => ({
  name,
  type: name === "unit_id" ? "int64" : "float64",
  nullable: false,
  unit: columnInfo(name)?.unit,
  description: columnInfo(name)?.meaning,
}));

/** Rows of a block: a unit that has more is handed on in several. */
const BLOCK_ROWS = 1 << 18;

/** All spikes, unit by unit as they are read. */
export const spikes: SessionExportKind = {
  name: "spikes",
  level: "session",
  description: "one row per spike, sorted by unit and time",
  parameters: [],
  version: 1,
  async rows(session, parameters): Promise<RowSource> {
    readParameters("spikes", this.parameters, parameters);
    return {
      columns: COLUMNS,
      async *blocks(options) {
        const { signal } = options ?? {};
        for await (const [unit_id, times] of session.spikeTimesByUnit({ signal, reuseMemory: true })) {
          const ordered = isAscending(times) ? times : times.slice().sort();
          for (let start = 0; start < ordered.length; start += BLOCK_ROWS) {
            const spike_time = ordered.subarray(start, start + BLOCK_ROWS);
            yield { rowCount: spike_time.length, columns: { spike_time }, constants: { unit_id } };
          }
        }
      },
    };
  },
};
