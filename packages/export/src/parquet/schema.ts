import type { SchemaElement } from "hyparquet";
import type { ColumnType, ExportColumn, ListItem } from "../rows/types.ts";

type Scalar = Exclude<ColumnType, { readonly list: ListItem }>;

const ELEMENTS: Readonly<Record<Scalar, Omit<SchemaElement, "name">>> = {
  boolean: { type: "BOOLEAN" },
  int32: { type: "INT32" },
  int64: { type: "INT64" },
  float32: { type: "FLOAT" },
  float64: { type: "DOUBLE" },
  text: { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } },
  timestamp: {
    type: "INT64",
    converted_type: "TIMESTAMP_MILLIS",
    logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MILLIS" },
  },
};

/** The columns as Parquet describes them; the elements of lists may be missing. */
export function schemaOf(columns: readonly ExportColumn[]): SchemaElement[] {
  const elements = columns.flatMap(({ name, type, nullable }): SchemaElement[] => {
    const repetition_type = nullable ? "OPTIONAL" : "REQUIRED";
    if (typeof type === "string") return [{ name, repetition_type, ...ELEMENTS[type] }];
    return [
      { name, repetition_type, converted_type: "LIST", logical_type: { type: "LIST" }, num_children: 1 },
      { name: "list", repetition_type: "REPEATED", num_children: 1 },
      { name: "element", repetition_type: "OPTIONAL", ...ELEMENTS[type.list] },
    ];
  });
  return [{ name: "schema", num_children: columns.length }, ...elements];
}
