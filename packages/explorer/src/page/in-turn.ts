import { nextTurn } from "@ecephys/files/internal";

let last: Promise<unknown> = Promise.resolve();

/** One piece of work after another, with room in between for what the reader does. */
export function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
  const mine = last.then(nextTurn).then(work);
  last = mine.catch(() => undefined);
  return mine;
}
