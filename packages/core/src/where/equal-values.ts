/**
 * Whether two values are the same, neither of them missing. A text beside a number is taken for one: what a file
 * has as text is often typed without quotes, and the other way round.
 */
export function equalValues(x: unknown, y: unknown): boolean {
  return typeof x === typeof y ? x === y : Number(x) === Number(y);
}
