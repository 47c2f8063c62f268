import { EcephysError } from "@ecephys/files";
import type { NwbFile } from "../nwb-file.ts";
import { counted } from "../warnings.ts";
import type { TablePlan } from "./plan.ts";

/** Whether a number holds an id. */
export function isExactId(id: number | bigint): boolean {
  return typeof id === "number" || Number.isSafeInteger(Number(id));
}

/**
 * A table's ids as numbers.
 * @param remedy What has the exact ids.
 * @throws an EcephysError "format" where a number does not hold all of them: none is rounded to another.
 */
export function exactIds(
  file: NwbFile,
  { ids, path }: Pick<TablePlan, "ids" | "path">,
  action: string,
  remedy: string,
): Float64Array {
  if (ids instanceof Float64Array) return ids;
  const large = ids.filter((id) => !isExactId(id));
  if (large.length === 0) return Float64Array.from(ids, Number);
  throw new EcephysError("format", {
    action,
    resource: file.nameOf(`${path}/id`),
    reason: `${counted(large.length, "row", ["has an id", "have ids"])} of 64 bits that a number does not hold, such as ${large[0]}`,
    remedy,
  });
}
