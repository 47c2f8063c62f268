/** Numbers on a grid of positions: rows (elevation, the first is the highest) × columns (azimuth), in C order. */
export interface Grid {
  readonly data: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
}
