import { EcephysError } from "@ecephys/files";
import type { ExportColumn, ListItem } from "../rows/types.ts";

/** Collects the values of a column of texts, truth values or lists as hyparquet-writer takes them. */
export class OtherValues {
  readonly column: ExportColumn;
  readonly #convert: (value: unknown) => unknown;
  #cells: unknown[] = [];

  constructor(column: ExportColumn) {
    this.column = column;
    this.#convert = converterOf(column);
  }

  get cells(): unknown[] {
    return this.#cells;
  }

  clear(): void {
    this.#cells = [];
  }

  /** @throws an EcephysError "format" for a value that the column's type does not hold. */
  append(values: ArrayLike<unknown>, start: number, end: number): void {
    for (let row = start; row < end; row += 1) {
      const value = values[row];
      const isMissing = value === null || value === undefined;
      if (isMissing && !this.column.nullable) throw refusal(this.column, "a missing value");
      this.#cells.push(isMissing ? null : this.#convert(value));
    }
  }
}

function converterOf(column: ExportColumn): (value: unknown) => unknown {
  const { type } = column;
  if (typeof type !== "string") {
    const item = itemConverter(column, type.list);
    return (value) => {
      if (!Array.isArray(value) && !ArrayBuffer.isView(value)) throw refusal(column, value);
      return Array.from(value as ArrayLike<unknown>, item);
    };
  }
  const wanted = type === "text" ? "string" : "boolean";
  return (value) => {
    if (typeof value !== wanted) throw refusal(column, value);
    return value;
  };
}

/** A missing item of a list stays one: null, and NaN among numbers. */
function itemConverter(column: ExportColumn, item: ListItem): (value: unknown) => unknown {
  return (value) => {
    if (value === null || value === undefined || Number.isNaN(value)) return null;
    if (item === "text" ? typeof value === "string" : typeof value === "number" || typeof value === "bigint")
      return item === "int64" ? BigInt(value as number | bigint) : item === "text" ? value : Number(value);
    throw refusal(column, value);
  };
}

function refusal({ name, type }: ExportColumn, value: unknown): EcephysError {
  const wanted = typeof type === "string" ? type : `list of ${type.list}`;
  return new EcephysError("format", {
    action: "Exporting rows",
    resource: `column ${name}`,
    reason: `it holds ${String(value)}, which is not one of its type (${wanted})`,
  });
}
