/**
 * Whether two values are the same, neither of them missing. Text compared with a number is converted to a
 * number: values that a file stores as text are often typed without quotes, and vice versa.
 */
export function equalValues(x: unknown, y: unknown): boolean {
  return typeof x === typeof y ? x === y : Number(x) === Number(y);
}
