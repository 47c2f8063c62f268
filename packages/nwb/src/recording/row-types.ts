import type { AnyRow } from "@ecephys/core";
import type { ContentKind } from "../file/kinds.ts";
import type { PlainValue } from "../file/values.ts";

/** A row of `NwbRecording.contents`. */
export interface ContentRow {
  path: string;
  kind: ContentKind;
  /** The object's `neurodata_type`; null without one. */
  type: string | null;
  description: string | null;
  /** Of tables; NaN otherwise. */
  rows: number;
  columns: number;
  /** Of series (time first) and arrays; null otherwise, and where there are no samples. */
  shape: readonly number[] | null;
  unit: string | null;
  /** Hz; NaN without one. */
  rate: number;
  /** Of what is neither table nor series. */
  values: Readonly<Record<string, PlainValue>> | null;
}

/** A row of `NwbRecording.links`. */
export interface LinkRow {
  path: string;
  target: string;
  /** The other file's name; null for links within the file. */
  file: string | null;
  exists: boolean;
}

/** A row of `NwbRecording.columns`: what a column of a table holds. */
export interface ColumnRow {
  name: string;
  kind: string;
  shape: string;
  /** Shape of a matrix's rows, or of a list's entries; null for single values. */
  each: readonly number[] | null;
  /** The table whose rows it points to. */
  table: string | null;
  description: string | null;
}

/** A row of a table of intervals; its other columns are the file's. */
export interface IntervalRow extends AnyRow {
  id: number;
  /** Seconds. */
  start_time: number;
  stop_time: number;
}

/** A row of `NwbRecording.runningSpeed`. */
export interface SpeedRow {
  /** Seconds. */
  time: number;
  /** cm/s. */
  velocity: number;
}
