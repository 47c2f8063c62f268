let last: Promise<unknown> = Promise.resolve();

/** One piece of work after another, with room in between for what the reader does. */
export function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
  const mine = last.then(breath).then(work);
  last = mine.catch(() => undefined);
  return mine;
}

/** Lets the browser show and answer what has come in the meantime. */
function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
