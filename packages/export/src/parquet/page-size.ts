/** Rows of a page: what a reader of a few rows must at least transfer. */
export const PAGE_ROWS = 16_384;
