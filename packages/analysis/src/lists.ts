import { argumentChecks, EcephysError } from "@ecephys/files";

/**
 * Lists of numbers as callers gave them, checked: typed arrays need no look at what they hold.
 * @param action what is being done, for messages.
 * @param lists by name.
 * @throws an EcephysError "argument" for anything but a list of numbers.
 */
export function requireLists(action: string, lists: Readonly<Record<string, unknown>>): void {
  for (const name in lists) {
    const value = lists[name];
    if (ArrayBuffer.isView(value) && "length" in value && !isBigInts(value)) continue;
    requireNumbers(action, name, value);
  }
}

function isBigInts(value: unknown): boolean {
  return value instanceof BigInt64Array || value instanceof BigUint64Array;
}

function requireNumbers(action: string, name: string, value: unknown): void {
  const { refusal } = argumentChecks(action);
  if (value instanceof Map)
    throw refusal(name, value, "a list of numbers", "Give that of one unit: spikeTimes.get(unitId)");
  const isList = typeof value === "object" && value !== null && !isBigInts(value) && isLength(value);
  if (!isList) throw refusal(name, value, "a list of numbers", "Give an array or a typed array");
  const list = value as ArrayLike<unknown>;
  for (let i = 0; i < list.length; i++)
    if (typeof list[i] !== "number") throw refusal(`${name}[${i}]`, list[i], "a number");
}

function isLength(value: object): boolean {
  const { length } = value as { length?: unknown };
  return Number.isSafeInteger(length) && (length as number) >= 0;
}

/**
 * @param dims what the lengths count, for messages.
 * @throws an EcephysError "argument" for anything but as many numbers as the shape says.
 */
export function requireShape(
  action: string,
  name: string,
  array: { readonly data: unknown; readonly shape: readonly number[] },
  dims: readonly string[],
): void {
  const { refusal } = argumentChecks(action);
  const expected = dims.join(" × ");
  if (typeof array !== "object" || array === null)
    throw refusal(name, array, `an object with data and a shape (${expected})`);
  const { data, shape } = array;
  requireLists(action, { [`the data of ${name}`]: data });
  if (!isShape(shape, dims.length))
    throw refusal(`the shape of ${name}`, shape, `${dims.length} whole numbers (${expected})`);
  const { length } = data as ArrayLike<number>;
  if (shape.reduce((product, one) => product * one, 1) === length) return;
  throw new EcephysError("argument", {
    action,
    resource: name,
    reason: `${shape.join(" × ")} values are expected (${expected}), not ${length}`,
    remedy: "Give as many as the shape says, flat in C order",
  });
}

function isShape(shape: unknown, dims: number): shape is readonly number[] {
  return Array.isArray(shape) && shape.length === dims && shape.every(Number.isSafeInteger);
}
