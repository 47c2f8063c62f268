import type { HeaderMessage, ReadBytes } from "../object-header.ts";
import { Reader } from "./bytes.ts";
import { lookAll } from "./lacking.ts";

/** Where a file's objects are counted from, and where its root group is. */
export interface Superblock {
  /** 0 and 1 have no checksums. */
  readonly version: number;
  readonly base: number;
  readonly root: number;
}

const SIGNATURE = "\x89HDF\r\n\x1a\n";
const EIGHT = 8;

/** @throws a RangeError where the file does not begin like that, or has addresses of another width. */
export function superblock(read: ReadBytes): Superblock {
  const reader = new Reader(read(0, 96));
  if (!reader.says(SIGNATURE)) throw new RangeError("no HDF5 file from its first byte on");
  const version = reader.byte(8);
  const isModern = version >= 2;
  const widths = isModern ? [reader.byte(9), reader.byte(10)] : [reader.byte(13), reader.byte(14)];
  if (version > 3 || widths.some((width) => width !== EIGHT)) throw new RangeError("another form of file");
  const base = isModern ? reader.long(12) : reader.long(version === 0 ? 24 : 28);
  return { version, base, root: base + reader.long(isModern ? 36 : version === 0 ? 64 : 68) };
}

const LINK_INFO = 0x02;
const LINK = 0x06;
export const SYMBOL_TABLE = 0x11;
/** Kinds of links, and how a table of symbols marks one that leads to a path. */
const HARD = 0;
const SOFT = 1;
const CACHED_LINK = 2;
/** Nodes of a group's tree, and members, at most; more has no group that is read by name. */
const MOST_NODES = 10_000;
const MOST_MEMBERS = 200_000;

/** A group's members by their names: where their headers lie, or the path that a link leads to. */
export type Members = ReadonlyMap<string, number | string>;

/**
 * The members of a group.
 * @throws a RangeError where the group is none, or keeps its members in a way that is not known here.
 */
export function membersOf(read: ReadBytes, messages: readonly HeaderMessage[], base: number): Members {
  const table = messages.find(({ type }) => type === SYMBOL_TABLE);
  if (table) return symbols(read, new Reader(table.body), base);
  const info = messages.find(({ type }) => type === LINK_INFO);
  if (!info || heapOf(new Reader(info.body)) !== undefined) throw new RangeError("no links in the header");
  const members = new Map<string, number | string>();
  for (const { type, body } of messages) if (type === LINK) addLink(members, body, base);
  return members;
}

/** Where the links lie that do not fit into the header. */
function heapOf(info: Reader): number | undefined {
  return info.address(info.byte(1) & 1 ? 10 : 2);
}

function addLink(members: Map<string, number | string>, body: Uint8Array, base: number): void {
  const reader = new Reader(body);
  const flags = reader.byte(1);
  const hasType = (flags & 8) !== 0;
  const kind = hasType ? reader.byte(2) : HARD;
  if (kind !== HARD && kind !== SOFT) return;
  const lengthAt = 2 + (hasType ? 1 : 0) + (flags & 4 ? 8 : 0) + (flags & 16 ? 1 : 0);
  const width = 1 << (flags & 3);
  const length =
    width === 1 ? reader.byte(lengthAt) : width === 2 ? reader.short(lengthAt) : reader.word(lengthAt);
  const nameAt = lengthAt + width;
  const name = textOf(body.subarray(nameAt, nameAt + length));
  const at = nameAt + length;
  const target = () => textOf(body.subarray(at + 2, at + 2 + reader.short(at)));
  members.set(name, kind === SOFT ? target() : base + reader.long(at));
}

function symbols(read: ReadBytes, table: Reader, base: number): Members {
  const [tree, heap] = [base + table.long(0), base + table.long(8)];
  // Names and tables of symbols lie apart.
  const [names, entries] = lookAll(
    () => namesIn(read, heap, base),
    () => entriesIn(read, tree, base),
  );
  const nameFrom = (at: number) => textOf(names.subarray(at, names.indexOf(0, at)));
  const members = new Map<string, number | string>();
  for (const some of entries) {
    const reader = new Reader(some);
    for (let at = 0; at < some.length; at += ENTRY) {
      const isLink = reader.word(at + 16) === CACHED_LINK;
      const target = isLink ? nameFrom(reader.word(at + 24)) : base + reader.long(at + 8);
      members.set(nameFrom(reader.long(at)), target);
    }
  }
  return members;
}

/** Bytes of a symbol. */
const ENTRY = 40;

function namesIn(read: ReadBytes, heap: number, base: number): Uint8Array {
  const header = new Reader(read(heap, 32));
  if (!header.says("HEAP")) throw new RangeError("no heap of names");
  return read(base + header.long(24), header.long(8));
}

/** The symbols of a group's tables. */
function entriesIn(read: ReadBytes, tree: number, base: number): Uint8Array[] {
  let left = MOST_MEMBERS;
  const tables = leaves(read, tree, base).map((leaf) => () => {
    const head = new Reader(read(leaf, 8));
    if (!head.says("SNOD")) throw new RangeError("no table of symbols");
    left -= head.short(6);
    if (left < 0) throw new RangeError("too many members");
    return read(leaf + 8, head.short(6) * ENTRY);
  });
  return lookAll(...tables);
}

/** Where the tables of a group's tree lie. */
function leaves(read: ReadBytes, root: number, base: number): number[] {
  const found: number[] = [];
  let left = MOST_NODES;
  for (let level = [root]; level.length > 0; ) {
    const next: number[] = [];
    for (const { children, isLast } of lookAll(...level.map((node) => () => nodeAt(read, node, base)))) {
      left -= children.length;
      if (left < 0) throw new RangeError("too many nodes");
      (isLast ? found : next).push(...children);
    }
    level = next;
  }
  return found;
}

function nodeAt(read: ReadBytes, node: number, base: number) {
  const head = new Reader(read(node, 24));
  if (!head.says("TREE") || head.byte(4) !== 0) throw new RangeError("no tree of a group");
  const count = head.short(6);
  const reader = new Reader(read(node + 24, count * 16 + 8));
  const children = Array.from({ length: count }, (_, i) => base + reader.long(i * 16 + 8));
  return { isLast: head.byte(5) === 0, children };
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
