import { type EcephysErrorCode, isEcephysError } from "../errors.ts";

/** Throws an error that names `what` unless the condition holds. */
export function expectThat(condition: boolean, what: string): void {
  if (!condition) throw new Error(`The contract is broken: ${what}`);
}

/** Throws unless both are the same value, or lists of the same values. */
export function expectEqual(found: unknown, expected: unknown, what: string): void {
  // The text of a large file is only made if it is needed.
  if (!isSame(found, expected))
    expectThat(false, `${what}: expected ${shown(expected)}, found ${shown(found)}`);
}

/** What a promise rejects with; throws where it resolves. */
export async function failureOf(running: Promise<unknown>, what: string): Promise<unknown> {
  try {
    await running;
  } catch (error) {
    return error;
  }
  throw new Error(`The contract is broken: ${what}: it should fail, but does not`);
}

/** Throws unless a promise rejects with this very reason. */
export async function expectReason(running: Promise<unknown>, reason: unknown, what: string): Promise<void> {
  const error = await failureOf(running, what);
  expectThat(error === reason, `${what}: expected the reason ${shown(reason)}, found ${shown(error)}`);
}

/** Throws unless a promise rejects with an EcephysError of this code, whose message has `text` in it. */
export async function expectRefusal(
  running: Promise<unknown>,
  code: EcephysErrorCode,
  what: string,
  text: string | RegExp = "",
): Promise<void> {
  const error = await failureOf(running, what);
  expectThat(
    isEcephysError(error, code),
    `${what}: expected an EcephysError "${code}", found ${shown(error)}`,
  );
  const says = typeof text === "string" ? String(error).includes(text) : text.test(String(error));
  expectThat(says, `${what}: the message should say ${text}, but is ${shown(error)}`);
}

function isSame(found: unknown, expected: unknown): boolean {
  if (typeof expected === "number" || !isList(found) || !isList(expected)) return Object.is(found, expected);
  if (found.length !== expected.length) return false;
  for (let at = 0; at < expected.length; at += 1) if (!isSame(found[at], expected[at])) return false;
  return true;
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
}

const LONGEST = 200;

function shown(value: unknown): string {
  const text = isList(value) ? `[${Array.from(value, String).join(", ")}]` : String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
