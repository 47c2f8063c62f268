import type { ColumnIndex, OffsetIndex, SchemaElement } from "hyparquet";
import type { PageIndexes } from "hyparquet-writer/src/types.js";
import { unconvertMinMax } from "hyparquet-writer/src/unconvert.js";
import { type Bounds, joinedBounds } from "./bounds.ts";
import type { Page } from "./pages.ts";

/** Where a page was written, and what its values are within. */
export interface WrittenPage {
  readonly page: Page;
  readonly bounds: Bounds | undefined;
  readonly start: number;
  readonly end: number;
}

/** The bounds and places of a column's pages, for readers that want some of them. */
export function pageIndexes(
  pages: readonly WrittenPage[],
  element: SchemaElement,
): Pick<PageIndexes, "columnIndex" | "offsetIndex"> {
  if (pages.length < 2) return {};
  const bounds = pages.map((page) => joinedBounds([page.bounds]));
  const bytes = (value: number | bigint | undefined, isMax: boolean) =>
    unconvertMinMax(value, element, isMax) ?? new Uint8Array();
  const columnIndex: ColumnIndex = {
    null_pages: bounds.map((own) => own === undefined),
    min_values: bounds.map((own) => bytes(own?.min, false)),
    max_values: bounds.map((own) => bytes(own?.max, true)),
    boundary_order: isAscending(bounds) ? "ASCENDING" : "UNORDERED",
    null_counts: pages.map(({ page }) => BigInt(page.rows - page.values)),
  };
  const offsetIndex: OffsetIndex = {
    page_locations: pages.map(({ page, start, end }) => ({
      offset: BigInt(start),
      compressed_page_size: end - start,
      first_row_index: BigInt(page.firstRow),
    })),
  };
  return { columnIndex, offsetIndex };
}

function isAscending(bounds: readonly (Bounds | undefined)[]): boolean {
  const known = bounds.filter((own) => own !== undefined);
  return known.every((own, at) => {
    const before = known[at - 1];
    return before === undefined || (own.min >= before.min && own.max >= before.max);
  });
}
