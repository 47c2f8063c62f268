const SCALAR = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?inf\b|nan\b|NaN\b|None\b|True\b|False\b/y;
const QUOTED = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/sy;
const SPACE = /\s*/y;
/** No real data are nested deeper; the limit keeps hostile text from exhausting the stack. */
const DEEPEST = 16;

const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["None", null],
  ["True", true],
  ["False", false],
  ["nan", Number.NaN],
  ["+nan", Number.NaN],
  ["-nan", Number.NaN],
  ["NaN", Number.NaN],
  ["inf", Infinity],
  ["+inf", Infinity],
  ["-inf", -Infinity],
]);

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/** A text being read, and the position in it. */
interface Reading {
  readonly text: string;
  at: number;
}

/** The items of a list as Python writes it ("[23.1, -23.2]", [note M3](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#m3)); undefined if the text is not a list. */
export function parseList(text: string): unknown[] | undefined {
  if (text[0] !== "[" || text.at(-1) !== "]") return undefined;
  const reading: Reading = { text, at: 0 };
  const items = readList(reading, 0);
  return reading.at === text.length ? items : undefined;
}

/** A list as Python writes it, floats with the fewest digits that read back the same. */
export function formatList(items: ArrayLike<unknown>): string {
  return `[${Array.from(items, formatItem).join(", ")}]`;
}

function readList(reading: Reading, depth: number): unknown[] | undefined {
  if (depth > DEEPEST || !skip(reading, "[")) return undefined;
  const items: unknown[] = [];
  if (skip(reading, "]")) return items;
  do {
    const item = readItem(reading, depth);
    if (item === undefined) return undefined;
    items.push(item);
  } while (skip(reading, ","));
  return skip(reading, "]") ? items : undefined;
}

function readItem(reading: Reading, depth: number): unknown {
  match(SPACE, reading);
  if (reading.text[reading.at] === "[") return readList(reading, depth + 1);
  const quoted = match(QUOTED, reading);
  if (quoted) return unescaped(quoted[1] ?? quoted[2] ?? "");
  const word = match(SCALAR, reading)?.[0];
  if (word === undefined) return undefined;
  return WORDS.has(word) ? WORDS.get(word) : Number(word);
}

/** Skips `mark` and the white space around it, if it comes next. */
function skip(reading: Reading, mark: string): boolean {
  match(SPACE, reading);
  if (reading.text[reading.at] !== mark) return false;
  reading.at += 1;
  return reading.at === reading.text.length || match(SPACE, reading) !== null;
}

function match(pattern: RegExp, reading: Reading): RegExpExecArray | null {
  pattern.lastIndex = reading.at;
  const found = pattern.exec(reading.text);
  if (found) reading.at = pattern.lastIndex;
  return found;
}

function formatItem(item: unknown): string {
  if (typeof item === "string") return quote(item);
  if (item === null || item === undefined) return "None";
  if (typeof item === "boolean") return item ? "True" : "False";
  if (Array.isArray(item) || ArrayBuffer.isView(item)) {
    return formatList(item as unknown as ArrayLike<unknown>);
  }
  if (typeof item !== "number") return String(item);
  if (Number.isNaN(item)) return "nan";
  return Number.isSafeInteger(item) && !Object.is(item, -0) ? String(item) : floatText(item);
}

function quote(text: string): string {
  const escaped = text.replace(/[\\']/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
  return `'${escaped.replaceAll("\t", "\\t")}'`;
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, (_, char: string) => ESCAPES[char] ?? char);
}

/**
 * A float as Python writes it: always with a point or an exponent ("97.0", "1e-05"), in the fewest digits that
 * read back the same.
 */
export function floatText(value: number): string {
  if (value === Infinity) return "inf";
  if (value === -Infinity) return "-inf";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16))
    return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  if (!Number.isInteger(value)) return String(value);
  return Object.is(value, -0) ? "-0.0" : `${value}.0`;
}
