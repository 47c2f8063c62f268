import type { ReadBytes } from "../object-header.ts";
import { Reader } from "./bytes.ts";
import { lookAll } from "./lacking.ts";

/** A group of the format's first form: its tree, and the heap of its members' names. */
export interface SymbolTable {
  readonly tree: number;
  readonly heap: number;
}

/** How many entries the nodes of a file's groups have at most. */
export interface GroupSizes {
  /** Members in a table. */
  readonly leaf: number;
  /** Children of a node. */
  readonly node: number;
}

/** A member, whose name and header, or the path that it leads to, are known. */
export interface Symbol {
  readonly name: string;
  readonly target: number | string;
}

/** What a table of symbols marks: nothing, a group whose tables it repeats, a link to a path. */
const CACHED = { nothing: 0, group: 1, link: 2 } as const;
/** Nodes of a group's tree, and members, at most; more has no group that is read by name. */
const MOST_NODES = 10_000;
const MOST_MEMBERS = 200_000;
/** Bytes of a symbol. */
const ENTRY = 40;
/** Bytes of a heap of names that are read. */
const MOST_NAMES = 16 * 2 ** 20;

/**
 * The members of a group (HDF5 file format, III.A to III.D), in the order of their names, in which the library looks for
 * them: what is not in order it would list and not find, or the other way round.
 * @throws a RangeError where a group is not as writers make it.
 */
export function symbolsOf(
  read: ReadBytes,
  { heap, tree }: SymbolTable,
  base: number,
  sizes: GroupSizes,
): Symbol[] {
  // Names and tables of symbols lie apart.
  const [names, tables] = lookAll(
    () => namesIn(read, heap, base),
    () => tablesIn(read, tree, base, sizes),
  );
  const symbols: Symbol[] = [];
  /** Where the last name begins; before the first one there is none. */
  let last: number | undefined;
  for (const { after, entries, until } of tables) {
    endOf(names, after);
    if (last !== undefined && isBefore(names, after, last))
      throw new RangeError("names that are not in order");
    if (last === undefined || isBefore(names, last, after)) last = after;
    const reader = new Reader(entries);
    for (let at = 0; at < entries.length; at += ENTRY) {
      const name = reader.long(at);
      const end = endOf(names, name);
      if (!isBefore(names, last, name)) throw new RangeError("names that are not in order");
      last = name;
      const kind = reader.word(at + 16);
      if (kind > CACHED.link || reader.word(at + 20) !== 0) throw new RangeError("another symbol");
      const target = kind === CACHED.link ? linkIn(names, reader.word(at + 24)) : base + reader.long(at + 8);
      symbols.push({ name: nameOf(names.subarray(name, end)), target });
    }
    endOf(names, until);
    // The last name of a table is the key behind it, or comes before that.
    if (isBefore(names, until, last)) throw new RangeError("names that are not in order");
  }
  return symbols;
}

/** Behind the zero that a name ends with. */
function endOf(names: Uint8Array, at: number): number {
  const end = names.indexOf(0, at);
  if (at >= names.length || end < 0) throw new RangeError("a name without an end");
  return end + 1;
}

function linkIn(names: Uint8Array, at: number): string {
  return nameOf(names.subarray(at, endOf(names, at)));
}

/** Compares names that have an end as the library does, byte by byte up to their zero. */
function isBefore(names: Uint8Array, a: number, b: number): boolean {
  for (let i = 0; ; i++) {
    const byte = names[a + i]!;
    if (byte !== names[b + i]) return byte < names[b + i]!;
    if (byte === 0) return false;
  }
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * A name that ends with its only zero.
 * @throws a RangeError where it does not, is empty, or is no UTF-8.
 */
export function nameOf(bytes: Uint8Array): string {
  const isWhole = bytes.length >= 2 && bytes.indexOf(0) === bytes.length - 1;
  // Decoders differ in what becomes of a byte order mark.
  if (!isWhole || bytes[0] === 0xef) throw new RangeError("another name");
  try {
    return UTF8.decode(bytes.subarray(0, -1));
  } catch {
    throw new RangeError("a name that is no UTF-8");
  }
}

const LAST_FREE = 1;

function namesIn(read: ReadBytes, heap: number, base: number): Uint8Array {
  const header = new Reader(read(heap, 32));
  if (!header.says("HEAP") || header.word(4) !== 0) throw new RangeError("no heap of names");
  const length = header.long(8);
  if (length > MOST_NAMES) throw new RangeError("more names than there are");
  const names = read(base + header.long(24), length);
  if (names.length !== length) throw new RangeError("it ends too early");
  // Parts that are free are chained; the library refuses a heap where they are not.
  const reader = new Reader(names);
  let left = length / 16;
  for (let at = header.address(16); at !== undefined && at !== LAST_FREE; at = reader.address(at)) {
    if (left-- <= 0 || at + reader.long(at + 8) > length) throw new RangeError("no heap of names");
  }
  return names;
}

/** One table of symbols, and the names between which its own are. */
interface Table {
  readonly entries: Uint8Array;
  readonly after: number;
  readonly until: number;
}

function tablesIn(read: ReadBytes, tree: number, base: number, sizes: GroupSizes): Table[] {
  let left = MOST_MEMBERS;
  const tables = leaves(read, tree, base, sizes).map(({ after = 0, position, until = 0 }) => (): Table => {
    // Also what is free of it has its place in the file.
    const length = 8 + 2 * sizes.leaf * ENTRY;
    const table = read(position, length);
    const head = new Reader(table);
    const count = head.short(6);
    const isKnown = head.says("SNOD") && head.byte(4) === 1 && head.byte(5) === 0 && table.length === length;
    if (!isKnown || count > 2 * sizes.leaf) throw new RangeError("no table of symbols");
    left -= count;
    if (left < 0) throw new RangeError("too many members");
    return { entries: table.subarray(8, 8 + count * ENTRY), after, until };
  });
  return lookAll(...tables);
}

/** A node or table of a tree, and where the names are between which its members' are; undefined of the root. */
interface Child<Name extends number | undefined = number | undefined> {
  readonly position: number;
  readonly after: Name;
  readonly until: Name;
}

/** The tables of a group's tree, level by level. */
function leaves(read: ReadBytes, root: number, base: number, sizes: GroupSizes): Child[] {
  let found: readonly Child[] = [{ position: root, after: undefined, until: undefined }];
  let left = MOST_NODES;
  let height: number | undefined;
  do {
    const nodes = lookAll(
      ...found.map(
        ({ position }) =>
          () =>
            nodeAt(read, position, base, sizes),
      ),
    );
    const levels = new Set(nodes.map(({ level }) => level));
    const level = nodes[0]?.level ?? 0;
    if (levels.size > 1 || (height !== undefined && level !== height - 1))
      throw new RangeError("a tree that is not level");
    height = level;
    for (const [i, { after, until }] of found.entries()) checkKeys(nodes[i]!.children, after, until);
    found = nodes.flatMap(({ children }) => children);
    left -= found.length;
    if (left < 0) throw new RangeError("too many nodes");
  } while (height > 0);
  return [...found];
}

/** A node has the names that the one above says. */
function checkKeys(children: readonly Child[], after: number | undefined, until: number | undefined): void {
  if (after === undefined) return;
  if (children[0]?.after !== after || children.at(-1)?.until !== until)
    throw new RangeError("names that are not in order");
}

function nodeAt(
  read: ReadBytes,
  node: number,
  base: number,
  sizes: GroupSizes,
): { readonly level: number; readonly children: readonly Child[] } {
  const length = 24 + 2 * sizes.node * 16 + 8;
  const bytes = read(node, length);
  const reader = new Reader(bytes);
  const count = reader.short(6);
  const isKnown = reader.says("TREE") && reader.byte(4) === 0 && bytes.length === length;
  if (!isKnown || count > 2 * sizes.node) throw new RangeError("no tree of a group");
  const children = Array.from({ length: count }, (_, i) => ({
    after: reader.long(24 + i * 16),
    position: base + reader.long(24 + i * 16 + 8),
    until: reader.long(24 + i * 16 + 16),
  }));
  return { level: reader.byte(5), children };
}
