import type { HeaderMessage, ReadBytes } from "../object-header.ts";
import { Reader } from "./bytes.ts";
import { denseLinks } from "./dense-links.ts";
import { type GroupSizes, symbolsOf } from "./symbols.ts";

/** Where a file's objects are counted from, and where its root group is. */
export interface Superblock {
  /** 0 and 1 have no checksums. */
  readonly version: number;
  readonly base: number;
  readonly root: number;
  /** Of groups of the first form, which only files of versions 0 and 1 say. */
  readonly sizes: GroupSizes;
}

const SIGNATURE = "\x89HDF\r\n\x1a\n";
const EIGHT = 8;
/** What the library takes where a file does not say it. */
const USUAL: GroupSizes = { leaf: 4, node: 16 };

/** @throws a RangeError where the file does not begin like that, or has addresses of another width. */
export function superblock(read: ReadBytes): Superblock {
  const reader = new Reader(read(0, 96));
  if (!reader.says(SIGNATURE)) throw new RangeError("no HDF5 file from its first byte on");
  const version = reader.byte(8);
  const isModern = version >= 2;
  const widths = isModern ? [reader.byte(9), reader.byte(10)] : [reader.byte(13), reader.byte(14)];
  if (version > 3 || widths.some((width) => width !== EIGHT)) throw new RangeError("another form of file");
  const base = isModern ? reader.long(12) : reader.long(version === 0 ? 24 : 28);
  const sizes = isModern ? USUAL : { leaf: reader.short(16), node: reader.short(18) };
  return { version, base, root: base + reader.long(isModern ? 36 : version === 0 ? 64 : 68), sizes };
}

const LINK_INFO = 0x02;
const LINK = 0x06;
const SYMBOL_TABLE = 0x11;
/** Kinds of links. */
const HARD = 0;
const SOFT = 1;

/** A group's members by their names: where their headers lie, or the path that a link leads to. */
export type Members = ReadonlyMap<string, number | string>;

/**
 * The members of a group.
 * @throws a RangeError where the group is none, or keeps its members in a way that is not known here.
 */
export function membersOf(
  read: ReadBytes,
  messages: readonly HeaderMessage[],
  { base, sizes }: Pick<Superblock, "base" | "sizes">,
): Members {
  const table = messages.find(({ type }) => type === SYMBOL_TABLE);
  if (table) {
    const reader = new Reader(table.body);
    const found = symbolsOf(read, { tree: base + reader.long(0), heap: base + reader.long(8) }, base, sizes);
    return new Map(found.map(({ name, target }) => [name, target]));
  }
  const info = messages.find(({ type }) => type === LINK_INFO);
  if (!info) throw new RangeError("no links");
  const members = new Map<string, number | string>();
  for (const { type, body } of messages) if (type === LINK) addLink(members, body, base);
  for (const body of linksElsewhere(read, new Reader(info.body), base)) addLink(members, body, base);
  return members;
}

/** Links that do not fit into the header. */
function linksElsewhere(read: ReadBytes, info: Reader, base: number): Uint8Array[] {
  const first = info.byte(1) & 1 ? 10 : 2;
  const [heap, tree] = [info.address(first), info.address(first + 8)];
  return heap === undefined || tree === undefined ? [] : denseLinks(read, base + heap, base + tree, base);
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

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
