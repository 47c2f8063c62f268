import { mostBytes } from "../claims.ts";
import { type DecodeContext, type DecodeNotes, decode, newNotes } from "../decode.ts";
import { bytesInPlace } from "../extent.ts";
import type { Hdf5Link } from "../links.ts";
import { resolvePath } from "../links.ts";
import { MemberColumns } from "../member-columns.ts";
import type {
  Hdf5Dataset,
  Hdf5Entry,
  Hdf5Object,
  Hdf5Range,
  Hdf5Reference,
  Hdf5Type,
  Hdf5Values,
} from "../model.ts";
import type { ReadBytes } from "../object-header.ts";
import { Reader } from "../plan/bytes.ts";
import { type Members, membersOf, type Superblock, superblock } from "../plan/members.ts";
import { UNWATCHED } from "../progress.ts";
import { TextDecoding } from "../text.ts";
import { type WalkWishes, walkTree } from "../walk.ts";
import { type Inflate, inflatedByStream } from "./inflate.ts";
import { plainAttributes } from "./plain-attributes.ts";
import { type PlainDataset, plainDataset } from "./plain-dataset.ts";
import { type ElementReader, plainElements, plainPart, plainPieces } from "./plain-elements.ts";
import { PLAIN, type PlainHeader, plainHeader } from "./plain-header.ts";
import type { PlainType } from "./plain-type.ts";
import { TextHeaps } from "./text-heaps.ts";

type CompoundType = Extract<Hdf5Type, { kind: "compound" }>;

/** Objects that are walked through here at most; of more a worker does not make others wait. */
const MOST_OBJECTS = 2000;
/** Headers that are remembered. */
const MOST_HEADERS = 1 << 16;

/** Elements that lie in the file in one piece. */
export interface OnePiece {
  readonly type: Hdf5Type;
  readonly shape: readonly number[];
  /** Position of the first element in the file. */
  readonly start: number;
}

/**
 * Reads a file by its own indexes, without the library, which takes long to start. Only what is of the format's first
 * form and beyond doubt is read: numbers of this machine, texts, booleans and references, in one piece or in chunks,
 * shuffled and deflated at most. Of all else methods throw a RangeError, and the library reads it, or says what is
 * wrong with it; also headers with checksums, which it compares.
 */
export class PlainFile {
  readonly #read: ReadBytes;
  readonly #location: string;
  readonly #elements: ElementReader;
  readonly #heaps: TextHeaps;
  readonly #headers = new Map<number, PlainHeader>();
  readonly #members = new Map<number, Members>();
  /** Paths of objects by their positions; undefined for one that has several. */
  readonly #paths = new Map<number, string | undefined>();
  #start: Superblock | undefined;
  /** Where the file ends, as it says itself: the library reads nothing behind that. */
  #end = FIRST;
  #byteLength = 0;

  constructor(read: ReadBytes, location: string, inflate: Inflate = inflatedByStream) {
    this.#read = (position, length) => read(position, Math.max(0, Math.min(length, this.#end - position)));
    this.#location = location;
    this.#elements = { read: this.#read, inflate };
    this.#heaps = new TextHeaps(this.#read);
  }

  /** @throws a RangeError where the file is not one of these, or not complete. */
  check(byteLength: number): void {
    const start = superblock(this.#read);
    this.#end = checkedEnd(start, new Reader(this.#read(0, FIRST)), byteLength);
    this.#byteLength = byteLength;
    this.#start = start;
    this.#paths.set(start.root, "/");
    // The library looks at the root group's members when it opens a file.
    this.#membersAt(start.root, "");
  }

  /** As `Hdf5File.describe`. */
  describe(path: string): Hdf5Object | undefined {
    const place = this.#resolve(path);
    return place === undefined ? undefined : this.#describeAt(place);
  }

  /** As `Hdf5File.attributes`. */
  attributes(path: string, names: readonly string[] | undefined): Record<string, Hdf5Values> | undefined {
    const place = this.#resolve(path);
    return place === undefined ? undefined : this.#attributesAt(place, names);
  }

  /** As `Hdf5File.read`, of compounds with `columns`. */
  async read(path: string, ranges: readonly Hdf5Range[], bigints: boolean): Promise<Hdf5Values | undefined> {
    const place = this.#resolve(path);
    if (place === undefined) return undefined;
    const dataset = this.#datasetOf(this.#header(this.#positionOf(place)));
    const claimed = dataset.shape.reduce((product, side) => product * side, dataset.type.bytes);
    if (claimed > mostBytes(this.#byteLength, dataset.layout.kind === "chunked"))
      throw new RangeError("more than the file has");
    const { type } = dataset.type;
    if (type.kind === "compound") return this.#compounds(dataset, type, ranges, bigints);
    const { bytes, shape } = await plainElements(this.#elements, dataset, ranges);
    return this.#values(dataset.type, shape, bytes, bigints);
  }

  /** Compounds member by member. */
  async #compounds(
    dataset: PlainDataset,
    type: CompoundType,
    ranges: readonly Hdf5Range[],
    bigints: boolean,
  ): Promise<Hdf5Values> {
    const part = plainPart(dataset, ranges);
    const members = new MemberColumns(type, part.count);
    const notes = newNotes();
    const context = this.#context(notes, bigints);
    if (part.shape.length === 1)
      await plainPieces(this.#elements, dataset, part, (bytes, first) => members.fill(bytes, first, context));
    else members.fill((await plainElements(this.#elements, dataset, ranges)).bytes, 0, context);
    return { type, shape: part.shape, data: [], columns: members.data, ...told(notes) };
  }

  /** Where a dataset's elements are, if they lie in the file in one piece, in C order, as they lie in memory. */
  inOnePiece(path: string): OnePiece | undefined {
    const place = this.#resolve(path);
    if (place === undefined) return undefined;
    const { layout, shape, type } = this.#datasetOf(this.#header(this.#positionOf(place)));
    if (bytesInPlace(type.type) === undefined || layout.kind !== "contiguous" || shape.length === 0)
      return undefined;
    return { type: type.type, shape, start: layout.start };
  }

  /** As `Hdf5File.walk`. */
  async walk(path: string, wishes: WalkWishes): Promise<Hdf5Entry[] | undefined> {
    const place = this.#resolve(path);
    if (place === undefined) return undefined;
    let left = MOST_OBJECTS;
    let unknown: unknown;
    const known =
      <Arguments extends unknown[], Found>(look: (...given: Arguments) => Found) =>
      (...given: Arguments): Found => {
        // Others would be an entry with a problem.
        if (unknown !== undefined) throw unknown;
        try {
          return look(...given);
        } catch (error) {
          unknown = error;
          throw error;
        }
      };
    const source = {
      link: known((group: string, name: string) => this.#link(group, name)),
      describe: known((own: string) => {
        if (left-- <= 0) throw new RangeError("too many objects");
        return this.#describeAt(own);
      }),
      attributes: known((own: string, names: readonly string[] | undefined) =>
        this.#attributesAt(own, names),
      ),
      identity: known((own: string) => String(this.#positionOf(own))),
      problem: (_: string, reason: string) => new RangeError(reason) as never,
    };
    const entries = await walkTree(place, wishes, UNWATCHED, source);
    if (unknown !== undefined) throw unknown;
    if (place !== path) throw new RangeError("a path with links");
    return entries;
  }

  #resolve(path: string): string | undefined {
    if (!path.startsWith("/")) throw new RangeError("a path in another file");
    const found = resolvePath(path, (group, name) => this.#link(group, name));
    if (found.kind === "nowhere") return undefined;
    if (found.kind !== "here") throw new RangeError("a link that leads elsewhere");
    return found.path;
  }

  #link(group: string, name: string): Hdf5Link | undefined {
    const header = this.#header(this.#positionOf(group));
    if (this.#isDataset(header)) return undefined;
    const target = this.#membersOf(group).get(name);
    if (target === undefined) return undefined;
    return typeof target === "string" ? { kind: "soft", path: target } : { kind: "hard" };
  }

  #describeAt(path: string): Hdf5Object {
    const header = this.#header(this.#positionOf(path));
    if (!this.#isDataset(header)) return { kind: "group", path, children: [...this.#membersOf(path).keys()] };
    const { layout, shape, type } = this.#datasetOf(header);
    const chunks = layout.kind === "chunked" ? layout.chunk : undefined;
    return { kind: "dataset", path, type: type.type, shape, chunks } satisfies Hdf5Dataset;
  }

  #datasetOf({ messages }: PlainHeader): PlainDataset {
    const dataset = plainDataset(messages);
    const { layout } = dataset;
    if (layout.kind === "contiguous" && layout.start + layout.length > this.#end)
      throw new RangeError("a dataset beyond the file's end");
    return dataset;
  }

  #attributesAt(path: string, names: readonly string[] | undefined): Record<string, Hdf5Values> {
    const header = this.#header(this.#positionOf(path));
    // The library opens what it lists the attributes of.
    if (this.#isDataset(header)) this.#datasetOf(header);
    else this.#membersOf(path);
    const found = plainAttributes(header.messages, names);
    return Object.fromEntries(
      found.map(({ bytes, name, shape, type }) => [name, this.#values(type, shape, bytes, false)]),
    );
  }

  #values(
    { isPointed, type }: PlainType,
    shape: readonly number[],
    bytes: Uint8Array,
    bigints: boolean,
  ): Hdf5Values {
    const notes = newNotes();
    const data = isPointed
      ? this.#heaps.texts(bytes, new TextDecoding(notes))
      : decode(type, bytes, this.#context(notes, bigints));
    return { type, shape, data, ...told(notes) };
  }

  #context(notes: DecodeNotes, bigints: boolean): DecodeContext {
    const dereference = (reference: Uint8Array) => this.#dereference(reference);
    return { heap: NO_HEAP, resource: this.#location, notes, bigints, dereference };
  }

  /** Only objects that were met on the way have a path; the library opens what it gives the path of. */
  #dereference(bytes: Uint8Array): Hdf5Reference {
    if (bytes.every((byte) => byte === 0)) return { reference: "object", path: undefined };
    const position = new Reader(bytes).long(0);
    const path = this.#paths.get(position);
    const header = this.#header(position);
    if (path === undefined || header.links > 1) throw new RangeError("a reference to what is not known");
    if (this.#isDataset(header)) this.#datasetOf(header);
    else if (!isGroup(header)) throw new RangeError("another form of group");
    return { reference: "object", path };
  }

  #positionOf(path: string): number {
    if (this.#start === undefined) throw new RangeError("not looked at yet");
    let position = this.#start.root;
    let at = "";
    for (const name of path.split("/").filter((one) => one !== "")) {
      const member = this.#membersAt(position, at).get(name);
      if (typeof member !== "number") throw new RangeError(`nothing at ${path}`);
      position = member;
      at = `${at}/${name}`;
    }
    return position;
  }

  #membersOf(path: string): Members {
    return this.#membersAt(this.#positionOf(path), path === "/" ? "" : path);
  }

  #membersAt(position: number, path: string): Members {
    const known = this.#members.get(position);
    if (known) return known;
    const header = this.#header(position);
    if (this.#start === undefined || !isGroup(header)) throw new RangeError("another form of group");
    const members = membersOf(this.#read, header.messages, this.#start);
    this.#members.set(position, members);
    for (const [name, target] of members) {
      if (typeof target !== "number") continue;
      this.#paths.set(target, this.#paths.has(target) ? undefined : `${path}/${name}`);
    }
    return members;
  }

  #header(position: number): PlainHeader {
    const known = this.#headers.get(position);
    if (known) return known;
    const header = plainHeader(this.#read, position);
    if (this.#headers.size >= MOST_HEADERS) this.#headers.clear();
    this.#headers.set(position, header);
    return header;
  }

  #isDataset({ messages }: PlainHeader): boolean {
    return messages.some(({ type }) => type === PLAIN.layout || type === PLAIN.datatype);
  }
}

const NO_HEAP = new Uint8Array();

function told({ latin1 }: DecodeNotes): Pick<Hdf5Values, "latin1"> {
  return latin1 > 0 ? { latin1 } : {};
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

const GROUP: readonly number[] = [
  PLAIN.nothing,
  PLAIN.attribute,
  PLAIN.continuation,
  PLAIN.symbolTable,
  PLAIN.modified,
];

function isGroup({ messages }: PlainHeader): boolean {
  return (
    messages.some(({ type }) => type === PLAIN.symbolTable) &&
    messages.every(({ type }) => GROUP.includes(type))
  );
}
