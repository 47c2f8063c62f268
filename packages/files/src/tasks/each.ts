/**
 * Works on every item, at most `count` at once; the results are in the items' order. After a failure nothing new is
 * begun, and what is under way is waited for.
 */
export async function eachAtMost<Item, Result>(
  items: readonly Item[],
  count: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  let isOver = false;
  const worker = async () => {
    while (next < items.length && !isOver) {
      const at = next++;
      try {
        results[at] = await work(items[at] as Item);
      } catch (error) {
        isOver = true;
        throw error;
      }
    }
  };
  const workers = Array.from({ length: Math.min(count, items.length) }, worker);
  await Promise.allSettled(workers);
  await Promise.all(workers);
  return results;
}
