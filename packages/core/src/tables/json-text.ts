/** A value as JSON; typed arrays within it are lists, and integers that a number does not hold are text. */
export function jsonText(value: unknown): string | undefined {
  return JSON.stringify(value, (_, own: unknown) => {
    if (typeof own === "bigint") return String(own);
    return ArrayBuffer.isView(own) ? Array.from(own as unknown as ArrayLike<unknown>) : own;
  });
}
