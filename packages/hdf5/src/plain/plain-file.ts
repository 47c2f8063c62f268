import { type DecodeContext, type DecodeNotes, decode, newNotes } from "../decode.ts";
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
import { type HeaderMessage, headerMessages, type ReadBytes } from "../object-header.ts";
import { Reader } from "../plan/bytes.ts";
import { type Members, membersOf, SYMBOL_TABLE, superblock } from "../plan/members.ts";
import { UNWATCHED } from "../progress.ts";
import { TextDecoding } from "../text.ts";
import { type WalkWishes, walkTree } from "../walk.ts";
import { plainAttributes } from "./plain-attributes.ts";
import { type PlainDataset, plainDataset } from "./plain-dataset.ts";
import { plainElements, plainPart, plainPieces } from "./plain-elements.ts";
import type { PlainType } from "./plain-type.ts";
import { TextHeaps } from "./text-heaps.ts";

type CompoundType = Extract<Hdf5Type, { kind: "compound" }>;

/** Objects that are walked through here at most; of more a worker does not make others wait. */
const MOST_OBJECTS = 2000;
/** Headers that are remembered. */
const MOST_HEADERS = 1 << 16;

/**
 * Reads a file by its own indexes, without the library, which takes long to start. Only what is of the format's first
 * form and beyond doubt is read: numbers of this machine, texts, booleans and references, in one piece or in chunks,
 * shuffled and deflated at most. Of all else methods throw a RangeError, and the library reads it, or says what is
 * wrong with it; also headers with checksums, which it compares.
 */
export class PlainFile {
  readonly #read: ReadBytes;
  readonly #location: string;
  readonly #heaps: TextHeaps;
  readonly #headers = new Map<number, readonly HeaderMessage[]>();
  readonly #members = new Map<number, Members>();
  /** Paths of objects by their positions; undefined for one that has several. */
  readonly #paths = new Map<number, string | undefined>();
  #root: number | undefined;

  constructor(read: ReadBytes, location: string) {
    this.#read = read;
    this.#location = location;
    this.#heaps = new TextHeaps(read);
  }

  /** @throws a RangeError where the file is not one of these, or not complete. */
  check(byteLength: number): void {
    const { base, root, version } = superblock(this.#read);
    const head = new Reader(this.#read(0, 96));
    const endAt = version === 0 ? 40 : 44;
    const isPlain = version <= 1 && base === 0 && head.address(endAt + 8) === undefined;
    if (!isPlain || head.long(endAt) > byteLength) throw new RangeError("another form of file");
    this.#root = root;
    this.#paths.set(root, "/");
    if (this.#isDataset(this.#header(root))) throw new RangeError("no root group");
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

  /** As `Hdf5File.read`. */
  async read(path: string, ranges: readonly Hdf5Range[], bigints: boolean): Promise<Hdf5Values | undefined> {
    const place = this.#resolve(path);
    if (place === undefined) return undefined;
    const dataset = plainDataset(this.#header(this.#positionOf(place)));
    if (dataset.type.type.kind === "compound")
      return this.#compounds(dataset, dataset.type.type, ranges, bigints);
    const { bytes, shape } = await plainElements(this.#read, dataset, ranges);
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
      await plainPieces(this.#read, dataset, part, (bytes, first) => members.fill(bytes, first, context));
    else members.fill((await plainElements(this.#read, dataset, ranges)).bytes, 0, context);
    return { type, shape: part.shape, data: [], columns: members.data, ...told(notes) };
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
    const messages = this.#header(this.#positionOf(group));
    if (this.#isDataset(messages)) return undefined;
    const target = this.#membersOf(group).get(name);
    if (target === undefined) return undefined;
    return typeof target === "string" ? { kind: "soft", path: target } : { kind: "hard" };
  }

  #describeAt(path: string): Hdf5Object {
    const messages = this.#header(this.#positionOf(path));
    if (!this.#isDataset(messages))
      return { kind: "group", path, children: [...this.#membersOf(path).keys()] };
    const { layout, shape, type } = plainDataset(messages);
    const chunks = layout.kind === "chunked" ? layout.chunk : undefined;
    return { kind: "dataset", path, type: type.type, shape, chunks } satisfies Hdf5Dataset;
  }

  #attributesAt(path: string, names: readonly string[] | undefined): Record<string, Hdf5Values> {
    const found = plainAttributes(this.#header(this.#positionOf(path)), names);
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
    const context = this.#context(notes, bigints);
    const data = isPointed ? this.#heaps.texts(bytes, new TextDecoding(notes)) : decode(type, bytes, context);
    return { type, shape, data, ...told(notes) };
  }

  #context(notes: DecodeNotes, bigints: boolean): DecodeContext {
    const dereference = (reference: Uint8Array) => this.#dereference(reference);
    return { heap: NO_HEAP, resource: this.#location, notes, bigints, dereference };
  }

  /** Only objects that were met on the way have a path. */
  #dereference(bytes: Uint8Array): Hdf5Reference {
    if (bytes.every((byte) => byte === 0)) return { reference: "object", path: undefined };
    const path = this.#paths.get(new Reader(bytes).long(0));
    if (path === undefined) throw new RangeError("a reference to what is not known");
    return { reference: "object", path };
  }

  #positionOf(path: string): number {
    if (this.#root === undefined) throw new RangeError("not looked at yet");
    let position = this.#root;
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
    const messages = this.#header(position);
    if (!messages.some(({ type }) => type === SYMBOL_TABLE)) throw new RangeError("another form of group");
    const members = membersOf(this.#read, messages, 0);
    this.#members.set(position, members);
    for (const [name, target] of members) {
      if (typeof target !== "number") continue;
      this.#paths.set(target, this.#paths.has(target) ? undefined : `${path}/${name}`);
    }
    return members;
  }

  #header(position: number): readonly HeaderMessage[] {
    const known = this.#headers.get(position);
    if (known) return known;
    if (new Reader(this.#read(position, 1)).byte(0) !== 1) throw new RangeError("a header of another form");
    const messages = headerMessages(this.#read, position, 0);
    if (this.#headers.size >= MOST_HEADERS) this.#headers.clear();
    this.#headers.set(position, messages);
    return messages;
  }

  #isDataset(messages: readonly HeaderMessage[]): boolean {
    return messages.some(({ type }) => type === LAYOUT || type === DATATYPE);
  }
}

function told({ latin1 }: DecodeNotes): Pick<Hdf5Values, "latin1"> {
  return latin1 > 0 ? { latin1 } : {};
}

const NO_HEAP = new Uint8Array();
const DATATYPE = 0x03;
const LAYOUT = 0x08;
