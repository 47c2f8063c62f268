import { type Hdf5Link, resolvePath } from "../links.ts";
import type { ReadBytes } from "../object-header.ts";
import { Reader } from "../plan/bytes.ts";
import { type Members, membersOf, type Superblock, superblock } from "../plan/members.ts";
import { type PlainDataset, plainDataset } from "./plain-dataset.ts";
import { kindsOf, PLAIN, type PlainHeader, plainHeader } from "./plain-header.ts";

/** An object of a file, by a path without links. */
export interface PlainObject {
  readonly path: string;
  readonly position: number;
  readonly header: PlainHeader;
}

/** Headers that are remembered, each with the block of the file that it is part of, their bytes, and paths. */
const MOST_HEADERS = 1 << 13;
const MOST_BYTES = 1 << 25;
const MOST_PATHS = 1 << 16;
/** Members of groups that are looked at in one file. */
const MOST_MEMBERS = 1 << 20;

/**
 * The objects of a file, by its own indexes. Methods throw a RangeError where anything is not of the format's first
 * form, or not as writers make it.
 */
export class PlainTree {
  /** Bytes up to where the file ends, as it says itself: the library reads nothing behind that. */
  readonly read: ReadBytes;
  readonly #objects = new Map<string, PlainObject | undefined>();
  readonly #headers = new Map<number, PlainHeader>();
  readonly #datasets = new WeakMap<PlainHeader, PlainDataset>();
  readonly #members = new Map<number, Members>();
  /** Paths of objects by their positions; undefined for one that has several. */
  readonly #paths = new Map<number, string | undefined>();
  #start: Superblock | undefined;
  #end = FIRST;
  #bytes = 0;
  #count = 0;

  constructor(read: ReadBytes) {
    this.read = (position, length) => read(position, Math.max(0, Math.min(length, this.#end - position)));
  }

  /** To be called first. */
  check(byteLength: number): void {
    const start = superblock(this.read);
    this.#end = checkedEnd(start, new Reader(this.read(0, FIRST)), byteLength);
    this.#start = start;
    this.#paths.set(start.root, "/");
    // The library looks at the root group's members when it opens a file.
    this.members({ path: "/", position: start.root, header: this.#header(start.root) });
  }

  /** The object at a path, along links within the file; undefined where there is none. */
  find(path: string): PlainObject | undefined {
    if (this.#objects.has(path)) return this.#objects.get(path);
    if (!path.startsWith("/")) throw new RangeError("a path in another file");
    const direct = this.#directly(path);
    if (direct) return direct;
    const found = resolvePath(path, (group, name) => this.#linkIn(this.#objectAt(group), name));
    if (found.kind !== "here" && found.kind !== "nowhere")
      throw new RangeError("a link that leads elsewhere");
    const object = found.kind === "here" ? this.#objectAt(found.path) : undefined;
    if (this.#objects.size >= MOST_PATHS) this.#objects.clear();
    this.#objects.set(path, object);
    return object;
  }

  /** The member of a group that was looked at already, where no link leads to it. */
  #directly(path: string): PlainObject | undefined {
    const at = path.lastIndexOf("/");
    const above = path.slice(0, at) || "/";
    const name = path.slice(at + 1);
    const group = this.#objects.get(above);
    // A dot is no name.
    if (group?.path !== above || name === ".") return undefined;
    return this.#linkIn(group, name)?.kind === "hard" ? this.#objectAt(path) : undefined;
  }

  /** What is behind a name in a group; undefined where nothing is. */
  link(group: string, name: string): Hdf5Link | undefined {
    return this.#linkIn(this.#objectAt(group), name);
  }

  members({ header, path, position }: PlainObject): Members {
    const known = this.#members.get(position);
    if (known) return known;
    if (this.#start === undefined || !isGroup(header)) throw new RangeError("another form of group");
    const members = membersOf(this.read, header.messages, this.#start);
    this.#count += members.size;
    if (this.#count > MOST_MEMBERS) throw new RangeError("too many members");
    this.#members.set(position, members);
    for (const [name, target] of members) {
      if (typeof target !== "number") continue;
      this.#paths.set(target, this.#paths.has(target) ? undefined : childOf(path, name));
    }
    return members;
  }

  /** How a dataset lies in the file; undefined for a group. */
  dataset(header: PlainHeader): PlainDataset | undefined {
    const known = this.#datasets.get(header);
    if (known) return known;
    if ((header.kinds & DATASET) === 0) return undefined;
    const dataset = plainDataset(header);
    const { layout } = dataset;
    if (layout.kind === "contiguous" && layout.start + layout.length > this.#end)
      throw new RangeError("a dataset beyond the file's end");
    this.#datasets.set(header, dataset);
    return dataset;
  }

  /**
   * The path of the object at a position; only objects that were met on the way have one. (The library looks through all
   * of the file for it: where what comes first is damaged, it finds none.)
   */
  pathOf(position: number): string {
    const path = this.#paths.get(position);
    const header = this.#header(position);
    if (path === undefined || header.links > 1) throw new RangeError("a reference to what is not known");
    // The library opens what it gives the path of.
    if (this.dataset(header) === undefined && !isGroup(header)) throw new RangeError("another form of group");
    return path;
  }

  /** The object at a path without links. */
  #objectAt(path: string): PlainObject {
    const known = this.#objects.get(path);
    if (known?.path === path) return known;
    if (this.#start === undefined) throw new RangeError("not looked at yet");
    const at = path.lastIndexOf("/");
    const position =
      path === "/"
        ? this.#start.root
        : this.members(this.#objectAt(path.slice(0, at) || "/")).get(path.slice(at + 1));
    if (typeof position !== "number") throw new RangeError(`nothing at ${path}`);
    const object = { path, position, header: this.#header(position) };
    if (this.#objects.size >= MOST_PATHS) this.#objects.clear();
    this.#objects.set(path, object);
    return object;
  }

  #linkIn(group: PlainObject, name: string): Hdf5Link | undefined {
    if (this.dataset(group.header)) return undefined;
    const target = this.members(group).get(name);
    if (target === undefined) return undefined;
    return typeof target === "string" ? { kind: "soft", path: target } : { kind: "hard" };
  }

  #header(position: number): PlainHeader {
    const known = this.#headers.get(position);
    if (known) return known;
    const header = plainHeader(this.read, position);
    if (this.#bytes + header.bytes > MOST_BYTES || this.#headers.size >= MOST_HEADERS) {
      this.#headers.clear();
      this.#objects.clear();
      this.#bytes = 0;
    }
    this.#bytes += header.bytes;
    this.#headers.set(position, header);
    return header;
  }
}

/** The path of a member of a group. */
function childOf(group: string, name: string): string {
  return group === "/" ? `/${name}` : `${group}/${name}`;
}

/** Bytes of what a file of this form begins with, at most. */
const FIRST = 100;
const ROOT_KIND_NOTHING = 0;
const ROOT_KIND_GROUP = 1;
/** See `index_k` of the library: twice as many chunks are in a node of an index. */
const USUAL_INDEX = 32;

/**
 * Where a file ends whose first bytes are as writers make them (HDF5 file format, II.A).
 * @throws a RangeError where they are not, or the file is shorter.
 */
function checkedEnd({ base, version }: Superblock, head: Reader, byteLength: number): number {
  // Version 1 has four bytes more, which say how indexes of chunks are.
  const more = version === 0 ? 0 : 4;
  const isPlain =
    version <= 1 &&
    base === 0 &&
    [9, 10, 11, 12, 15].every((at) => head.byte(at) === 0) &&
    head.word(20) === 0 &&
    (version === 0 || head.word(24) === USUAL_INDEX) &&
    // Neither free space nor a driver.
    head.address(32 + more) === undefined &&
    head.address(48 + more) === undefined;
  const kind = isPlain ? head.word(72 + more) : undefined;
  if (kind !== ROOT_KIND_NOTHING && kind !== ROOT_KIND_GROUP) throw new RangeError("another form of file");
  const end = head.long(40 + more);
  if (end > byteLength) throw new RangeError("it ends too early");
  return end;
}

/** What only datasets have, what groups have, and all that these may have. */
const DATASET = kindsOf(PLAIN.layout, PLAIN.datatype);
const GROUP = kindsOf(PLAIN.symbolTable);
const OF_GROUP = GROUP | kindsOf(PLAIN.nothing, PLAIN.attribute, PLAIN.continuation, PLAIN.modified);

function isGroup({ kinds }: PlainHeader): boolean {
  return (kinds & GROUP) !== 0 && (kinds & ~OF_GROUP) === 0;
}
