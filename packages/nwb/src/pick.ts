/** Numbers at the given rows. A loop: `Float64Array.from` with a function takes ten times as long. */
export function pickNumbers(column: Float64Array, rows: Int32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = column[rows[i]!]!;
  return picked;
}

/** Cells at the given rows. */
export function pickCells<Cell>(column: ArrayLike<Cell>, rows: Int32Array): Cell[] {
  const picked: Cell[] = new Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = column[rows[i]!]!;
  return picked;
}
