/**
 * Shared between the packages of this repository only; may change in any release. Readers of sessions and analyses load
 * this and not the project cache: `DataArray` is here as well.
 *
 * @module @ecephys/core/internal
 */

export { chosenCorrections } from "./corrections/choice.ts";
export { correctionOf } from "./corrections/known.ts";
export { noteCorrection } from "./corrections/table-notes.ts";
export { unreleasedLfp } from "./corrections/unreleased-lfp.ts";
export { DataArray } from "./data-array.ts";
export {
  CHANNEL_FILTERS,
  FETCH_OPTIONS,
  METRIC_FILTERS,
  PROBE_FILTERS,
  SESSION_FILTERS,
  TABLE_TEXT_OPTIONS,
  UNIT_FILTERS,
} from "./fetch-filters.ts";
export { projectManifest } from "./manifest/builder.ts";
export { refusingApi } from "./refusing-api.ts";
export {
  checkSelection,
  labelPositions,
  type ReadLabels,
  type ReadPositions,
  readLabels,
  readPositions,
} from "./selection.ts";
export { type WriteArrowOptions, writeArrow } from "./tables/arrow.ts";
export { arrowKind, arrowValue } from "./tables/arrow-cells.ts";
export { type ArrowColumn, ArrowFileWriter, type ArrowType } from "./tables/arrow-file.ts";
export type { ArrowKind } from "./tables/arrow-kinds.ts";
export {
  type Column,
  type Columns,
  columnsOf,
  isMissing,
  plain,
  requireColumn,
  storedColumnsOf,
  tableOf,
  typed,
} from "./tables/column.ts";
export { type DelimitedOptions, toDelimited } from "./tables/delimited.ts";
export { gather, isOfNumbers, readable } from "./tables/gathered.ts";
export { parseInstant } from "./tables/instant.ts";
export { type JoinOptions, joinTables, mergeColumns, type Suffixes } from "./tables/join.ts";
export { toJson, toNdjson } from "./tables/json-rows.ts";
export { jsonText } from "./tables/json-text.ts";
export { keepRows, takeRows } from "./tables/keep-rows.ts";
export { collectMetricBundles, type MetricBundleCollector } from "./tables/metric-bundles.ts";
export { type PackedRecords, packRecords, tableFromPacked } from "./tables/packed.ts";
export { publishedInstant, publishedSessions } from "./tables/published.ts";
export { composeRows, findRows, type Rows, rowsWhere } from "./tables/rows.ts";
export {
  NO_UNIT_FILTERS,
  normalizeUnitFilters,
  UNIT_FILTER_DEFAULTS,
  UNIT_FILTER_OPTIONS,
  type UnitFilterSettings,
} from "./tables/unit-filters.ts";
