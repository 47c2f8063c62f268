/** What is made of a number, kept for the next call: most calls ask for the same one again. */
export function keptLast<Value>(make: (n: number) => Value): (n: number) => Value {
  let kept: { readonly n: number; readonly value: Value } | undefined;
  return (n) => {
    if (kept?.n !== n) kept = { n, value: make(n) };
    return kept.value;
  };
}
