import { type ColumnTable, table } from "@ecephys/core/arquero";
import { readDynamicTable, type TableColumn, warnOfLists } from "../file/dynamic-table.ts";
import type { NwbFile } from "../file/nwb-file.ts";
import { OPTOTAGGING } from "./allen-layout.ts";

const ACTION = "Reading the optogenetic stimulation";

/** The columns of an empty table: those of every published session. */
const EMPTY: Readonly<Record<string, TableColumn>> = {
  id: new Float64Array(),
  start_time: new Float64Array(),
  condition: [],
  level: new Float64Array(),
  stop_time: new Float64Array(),
  stimulus_name: [],
  duration: new Float64Array(),
};

/** See `EcephysSession.optogeneticStimulationEpochs`; empty where the file has none. */
export async function readOptogenetics(file: NwbFile): Promise<ColumnTable> {
  if (!(await file.group(OPTOTAGGING))) return table(EMPTY);
  const found = await readDynamicTable(
    file,
    OPTOTAGGING,
    ACTION,
    (name) => name !== "tags" && name !== "timeseries",
  );
  warnOfLists(file, found);
  const columns: Record<string, TableColumn> = { id: found.ids };
  for (const [name, column] of found.columns) columns[name === "name" ? "stimulus_name" : name] = column;
  return table(columns);
}
