/**
 * From cells to degrees as AllenSDK does it, for the grid of 9 × 9 positions, 10° apart: a formula of cells, whatever
 * the grid was. On that grid azimuth is x_position + 50 and elevation y_position + 10.
 */
const DEGREES_PER_CELL = 10;

/** Degrees from the column of a receptive field. */
export function azimuthOfColumn(column: number): number {
  return DEGREES_PER_CELL * column + 10;
}

/** Degrees from the row of a receptive field; the first row is the highest. */
export function elevationOfRow(row: number): number {
  return DEGREES_PER_CELL * (8 - row) - 30;
}

/** Square degrees. */
export function areaOfCells(cells: number): number {
  return DEGREES_PER_CELL ** 2 * cells;
}

/** Degrees. */
export function widthOfCells(cells: number): number {
  return DEGREES_PER_CELL * cells;
}

/** Whether the centre of a fitted field lies inside of the grid, its outermost row and column excluded at 0. */
export function isOnScreen(
  { rows, columns }: { readonly rows: number; readonly columns: number },
  centerRow: number,
  centerColumn: number,
): boolean {
  return centerRow > 0 && centerRow < rows && centerColumn > 0 && centerColumn < columns;
}
