import { EcephysError } from "@ecephys/files";
import type { RowBlock } from "./types.ts";

/**
 * The values of a column in a block, one for each row.
 * @throws an EcephysError "format" where the block does not have the column, or another number of values.
 */
export function blockColumn({ columns, constants, rowCount }: RowBlock, name: string): ArrayLike<unknown> {
  if (constants !== undefined && Object.hasOwn(constants, name))
    return new Array<unknown>(rowCount).fill(constants[name]);
  const values = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (values?.length === rowCount) return values;
  throw new EcephysError("format", {
    action: "Exporting rows",
    resource: `column ${name}`,
    reason:
      values === undefined
        ? `a block of ${rowCount} rows does not have it`
        : `it has ${values.length} values in a block of ${rowCount} rows`,
    remedy: "Give every block of a row source a list of as many values for each of its columns",
  });
}
