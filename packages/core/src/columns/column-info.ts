/** What the values of a column are; missing numbers are NaN, other missing values null. */
export type ColumnValues = "integer" | "number" | "boolean" | "text" | "list" | "number or list";

/** A column of a table: what it holds, in which unit, and what that means. */
export interface ColumnInfo {
  readonly name: string;
  readonly type: ColumnValues;
  /** "s", "µm", "Hz"; undefined where there is none, or where the dataset states none. */
  readonly unit?: string | undefined;
  /** One sentence without a full stop. */
  readonly meaning: string;
}

/** Columns by name, each as [type, meaning, unit]. */
export type ColumnTexts = Readonly<
  Record<string, readonly [type: ColumnValues, meaning: string, unit?: string | undefined]>
>;
