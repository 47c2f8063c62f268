const ITEM =
  /[ \t\n]*(?:([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?inf|nan|NaN|None|True|False)|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")[ \t\n]*(,|\])/y;

const WORDS: Readonly<Record<string, unknown>> = {
  None: null,
  True: true,
  False: false,
  nan: Number.NaN,
  NaN: Number.NaN,
  inf: Infinity,
  "+inf": Infinity,
  "-inf": -Infinity,
};

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/** The items of a flat list as Python writes it ("[23.1, -23.2]", note M3); undefined where it is none. */
export function parseList(text: string): unknown[] | undefined {
  if (text[0] !== "[" || text.at(-1) !== "]") return undefined;
  if (text.slice(1, -1).trim() === "") return [];
  const items: unknown[] = [];
  ITEM.lastIndex = 1;
  while (ITEM.lastIndex < text.length) {
    const match = ITEM.exec(text);
    if (!match) return undefined;
    const [, word, single, double, end] = match;
    items.push(
      word === undefined ? unescaped(single ?? double ?? "") : word in WORDS ? WORDS[word] : Number(word),
    );
    if (end === "]") return ITEM.lastIndex === text.length ? items : undefined;
  }
  return undefined;
}

/** A list as Python writes it, floats with the fewest digits that read back the same. */
export function formatList(items: ArrayLike<unknown>): string {
  return `[${Array.from(items, formatItem).join(", ")}]`;
}

function formatItem(item: unknown): string {
  if (typeof item === "string") return quote(item);
  if (item === null || item === undefined) return "None";
  if (typeof item === "boolean") return item ? "True" : "False";
  if (Array.isArray(item) || ArrayBuffer.isView(item))
    return formatList(item as unknown as ArrayLike<unknown>);
  if (item === Infinity) return "inf";
  if (item === -Infinity) return "-inf";
  return Number.isNaN(item) ? "nan" : String(item);
}

function quote(text: string): string {
  const escaped = text.replace(/[\\']/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
  return `'${escaped.replaceAll("\t", "\\t")}'`;
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, (_, char: string) => ESCAPES[char] ?? char);
}
