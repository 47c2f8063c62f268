import { EcephysError } from "../errors.ts";
import type { Id, Ids, Names } from "./ids.ts";
import { nearest } from "./nearest.ts";
import { shown } from "./shown.ts";

/** What is expected of an argument, and what the caller can do where it is something else. */
interface Expectation {
  readonly expected: string;
  readonly remedy?: string | undefined;
}

const ID: Expectation = {
  expected: "an id",
  remedy: "Ids are whole numbers, as the tables have them",
};
const INTEGER: Expectation = { expected: "a whole number" };
const IDS: Expectation = {
  expected: "a list of ids",
  remedy: 'Give one id, an array or a column of a table: [950906401], units.array("id")',
};
const NAMES: Expectation = { expected: "a list of names", remedy: 'Give a name, or an array: ["VISp"]' };
const NUMBERS: Expectation = { expected: "a list of numbers", remedy: "Give an array or a typed array" };
const OPTIONS: Expectation = { expected: "an object", remedy: "Pass options by name, or none at all" };
const RANGE: Expectation = {
  expected: "a pair of numbers",
  remedy: "Give from and to as [from, to], the smaller one first",
};

/**
 * Checks arguments of plain JavaScript callers, and converts them to the one form that the rest of the code
 * works with. A value of the wrong kind is an EcephysError "argument" that says what was passed and what is
 * expected. `undefined` is an argument that was left out, and stays `undefined`; where it must be there, call
 * `required` first.
 */
export interface ArgumentChecks {
  /** Refuses an argument that was left out. */
  required<Value>(name: string, value: Value | undefined, expected: string): Value;
  /** One id, as a number. */
  id(name: string, value: Id): number;
  /** A whole number, as a number. */
  integer(name: string, value: number | bigint): number;
  /** Ids in their order: one alone is a list of one, bigints become numbers. */
  ids(name: string, value: Ids): number[];
  ids(name: string, value: Ids | undefined): number[] | undefined;
  /** Names in their order; one alone is a list of one. */
  names(name: string, value: Names): string[];
  names(name: string, value: Names | undefined): string[] | undefined;
  /** A text that is not empty. @param expected What it should be; "a name" by default. */
  text(name: string, value: string, expected?: string): string;
  /** A boolean; `null` and 0 are refused. */
  flag(name: string, value: boolean | undefined): boolean | undefined;
  /** A number that is not NaN. */
  number(name: string, value: number | undefined): number | undefined;
  /** A number above 0; Infinity is one. @param unit "milliseconds". */
  positive(name: string, value: number, unit?: string): number;
  positive(name: string, value: number | undefined, unit?: string): number | undefined;
  /** A whole number from `least` (1 by default) to `most`. */
  count(name: string, value: number, least?: number, most?: number): number;
  count(name: string, value: number | undefined, least?: number, most?: number): number | undefined;
  /** Two numbers, the first not above the second. */
  range(
    name: string,
    value: readonly [number, number] | undefined,
  ): readonly [from: number, to: number] | undefined;
  /** A list of numbers of whatever kind, as floating-point ones. */
  numbers(name: string, value: ArrayLike<number>): Float64Array;
  /**
   * An object of options, whose `signal`, `onProgress` and `warn` are what they should be. Options and filters
   * under AllenSDK's names ("isi_violations_maximum") are refused, because ignoring them would silently change
   * the result.
   */
  options<Options extends object>(value: Options, name?: string): Options;
  /**
   * An object of options under known names only, and otherwise as `options`. An unknown name is refused, and the
   * message suggests the nearest known one: a misspelt option that is ignored silently changes the answer.
   */
  knownOptions<Options extends object>(value: Options, names: OptionNames<Options>, name?: string): Options;
  /** The error for an argument that is not what is expected. */
  refusal(name: string, value: unknown, expected: string, remedy?: string): EcephysError;
}

/** Every option that a type has; one that is forgotten does not compile. */
export type OptionNames<Options extends object> = { readonly [Name in keyof Options]-?: true };

/** See `ArgumentChecks`. @param action What is being done, for messages: "Counting spikes", "Calling getUnits". */
export function argumentChecks(action: string): ArgumentChecks {
  const refusal: ArgumentChecks["refusal"] = (name, value, expected, remedy) =>
    new EcephysError("argument", {
      action,
      resource: name,
      reason: `${expected} is expected, not ${shown(value)}`,
      remedy,
    });
  const refuse = (name: string, value: unknown, { expected, remedy }: Expectation) =>
    refusal(name, value, expected, remedy);
  const check = <Value>(name: string, value: Value, is: boolean, expectation: Expectation): Value => {
    if (is) return value;
    throw refuse(name, value, expectation);
  };
  const list = (name: string, value: unknown, expectation: Expectation): Iterable<unknown> => {
    if (isIterable(value) && typeof value !== "string") return value;
    if (isArrayLike(value)) return Array.prototype.values.call(value);
    throw refuse(name, value, expectation);
  };
  const ids = (name: string, value: Ids | undefined): number[] | undefined => {
    if (value === undefined) return undefined;
    if (typeof value === "number" || typeof value === "bigint") return [id(name, value)];
    const found: number[] = [];
    for (const one of list(name, value, IDS))
      found.push(Number.isSafeInteger(one) ? (one as number) : id(`${name}[${found.length}]`, one));
    return found;
  };
  const names = (name: string, value: Names | undefined): string[] | undefined => {
    if (value === undefined) return undefined;
    if (typeof value === "string") return [value];
    const found: string[] = [];
    for (const one of list(name, value, NAMES))
      found.push(check(`${name}[${found.length}]`, one as string, typeof one === "string", NAMES));
    return found;
  };
  const options = <Options extends object>(value: Options, name = "the options"): Options => {
    const is = typeof value === "object" && value !== null && !isIterable(value);
    checkCommon(check(name, value, is, OPTIONS), refusal);
    if (name === "the options" || name === "the filters") refusePythonNames(value, refusal);
    return value;
  };
  const whole = (name: string, value: unknown, expectation: Expectation): number => {
    const number = typeof value === "bigint" ? Number(value) : value;
    if (Number.isSafeInteger(number)) return number as number;
    throw refuse(name, value, expectation);
  };
  const id = (name: string, value: unknown): number => whole(name, value, ID);
  const positive = (name: string, value: number | undefined, unit?: string): number | undefined =>
    check(name, value, value === undefined || (typeof value === "number" && value > 0), {
      expected: `a number ${unit === undefined ? "" : `of ${unit} `}above 0`,
    });
  const count = (name: string, value: number | undefined, least = 1, most = Infinity): number | undefined => {
    const is = Number.isSafeInteger(value) && value! >= least && value! <= most;
    const end = most === Infinity ? "or more" : `to ${most}`;
    return check(name, value, value === undefined || is, { expected: `a whole number, ${least} ${end}` });
  };
  return {
    required: (name, value, expected) => {
      if (value !== undefined) return value;
      throw refusal(name, value, expected, `Give ${name}`);
    },
    id,
    integer: (name, value) => whole(name, value, INTEGER),
    ids: ids as ArgumentChecks["ids"],
    names: names as ArgumentChecks["names"],
    text: (name, value, expected = "a name") =>
      check(name, value, typeof value === "string" && value !== "", { expected }),
    flag: (name, value) =>
      check(name, value, value === undefined || typeof value === "boolean", { expected: "true or false" }),
    number: (name, value) =>
      check(name, value, value === undefined || (typeof value === "number" && !Number.isNaN(value)), {
        expected: "a number",
      }),
    positive: positive as ArgumentChecks["positive"],
    count: count as ArgumentChecks["count"],
    range: (name, value) => check(name, value, value === undefined || isRange(value), RANGE),
    numbers: (name, value) =>
      value instanceof Float64Array
        ? value
        : Float64Array.from(list(name, value, NUMBERS), (one) =>
            check(name, one as number, typeof one === "number", NUMBERS),
          ),
    options,
    knownOptions: (value, names, name) => {
      options(value, name);
      const unknown = Object.keys(value).find((key) => !Object.hasOwn(names, key));
      if (unknown === undefined) return value;
      throw unknownOption(action, unknown, Object.keys(names));
    },
    refusal,
  };
}

function unknownOption(action: string, name: string, known: readonly string[]): EcephysError {
  const meant = nearest(name, known);
  return new EcephysError("argument", {
    action,
    resource: `the option ${name}`,
    reason: "there is no such option",
    remedy: meant === undefined ? `There are ${known.join(", ")}` : `Did you mean ${meant}?`,
  });
}

function checkCommon(options: object, refusal: ArgumentChecks["refusal"]): void {
  const { signal, ...others } = options as Readonly<Record<string, unknown>>;
  if (signal !== undefined && !isSignal(signal))
    throw refusal("the option signal", signal, "an AbortSignal", "Give an AbortController's signal");
  for (const name of ["onProgress", "onWarning", "warn"])
    if (others[name] !== undefined && typeof others[name] !== "function")
      throw refusal(`the option ${name}`, others[name], "a function");
}

function refusePythonNames(options: object, refusal: ArgumentChecks["refusal"]): void {
  const name = Object.keys(options).find((key) => /^[a-z]+(?:_[a-z]+)+$/.test(key));
  if (name === undefined) return;
  const ours = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  throw refusal(`the option ${name}`, name, "a name in JavaScript's spelling", `Write ${ours}`);
}

function isSignal(value: unknown): boolean {
  return typeof value === "object" && value !== null && "aborted" in value && "addEventListener" in value;
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as Partial<Iterable<unknown>>)[Symbol.iterator] === "function"
  );
}

function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    Number.isSafeInteger((value as Partial<ArrayLike<unknown>>).length)
  );
}

function isRange(value: unknown): boolean {
  if (!isArrayLike(value) || value.length !== 2) return false;
  const [from, to] = [value[0], value[1]];
  return typeof from === "number" && typeof to === "number" && from <= to;
}
