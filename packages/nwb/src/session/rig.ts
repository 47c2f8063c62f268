import { type ColumnTable, table } from "@ecephys/core/arquero";
import type { NwbFile } from "../file/nwb-file.ts";
import { counted } from "../file/warnings.ts";
import { RIG } from "./allen-layout.ts";

const ACTION = "Reading the rig's geometry";

const PARTS = [
  "monitor_position",
  "camera_position",
  "led_position",
  "monitor_rotation",
  "camera_rotation",
] as const;

/** What the file says of the rig that tracked the eye. */
export interface Rig {
  readonly equipment: string | undefined;
  readonly geometry: ColumnTable;
}

/** Undefined where the session has no such metadata. */
export async function readRig(file: NwbFile): Promise<Rig | undefined> {
  if (!(await file.group(RIG))) return undefined;
  const columns: Record<string, Float64Array | readonly string[]> = { axis: ["x", "y", "z"] };
  for (const part of PARTS) {
    const values = await file.numbers(`${RIG}/${part}`, ACTION);
    if (values.length !== 3)
      file.damage(`${RIG}/${part}`, ACTION, `it has ${counted(values.length, "value")}, not 3`);
    const { unit } = await file.scalarAttributes(`${RIG}/${part}`, "unit");
    columns[typeof unit === "string" ? `${part}_${unit}` : part] = values;
  }
  const { equipment } = await file.scalarAttributes(RIG, "equipment");
  return { equipment: typeof equipment === "string" ? equipment : undefined, geometry: table(columns) };
}
