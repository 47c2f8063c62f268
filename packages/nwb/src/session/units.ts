import type { DynamicTable } from "../file/dynamic-table.ts";
import type { NwbFile } from "../file/nwb-file.ts";
import { exactIds } from "../file/table/exact-ids.ts";
import { withoutLarge } from "../file/table/large-columns.ts";
import { planTable } from "../file/table/plan.ts";
import { readColumns } from "../file/table/read.ts";

const ACTION = "Reading the units";
const EXACT = "openNwb has the exact ids, as bigints";

/** Columns that are read unit by unit. */
const LARGE = new Set(["spike_times", "spike_amplitudes", "waveform_mean", "waveform_sd", "waveforms"]);

/** Reads the units' table without spikes and waveforms; lists and matrices are arrays in its rows. */
export async function readUnitTable(file: NwbFile, path: string, isAllen: boolean): Promise<DynamicTable> {
  const plan = await planTable(file, path, ACTION, {
    wants: (name) => !LARGE.has(name),
    describes: !isAllen,
  });
  if (isAllen && !(plan.ids instanceof Float64Array))
    file.damage(`${path}/id`, ACTION, "its ids are 64-bit integers that a number cannot hold exactly");
  const small = withoutLarge(file, plan, (name) => `openNwb reads them: units({ columns: ["${name}"] }).`);
  const columns = await readColumns(file, plan, small, ACTION);
  return {
    path,
    ids: exactIds(file, plan, ACTION, EXACT),
    columns: new Map(columns.map(({ name, values }) => [name, values])),
  };
}
