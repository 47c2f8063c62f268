import { pause } from "@ecephys/files/internal";
import { mostBytes } from "../claims.ts";
import { type DecodeContext, type DecodeNotes, decode, newNotes } from "../decode.ts";
import { bytesInPlace } from "../extent.ts";
import { MemberColumns } from "../member-columns.ts";
import type { Hdf5Entry, Hdf5Object, Hdf5Range, Hdf5Reference, Hdf5Type, Hdf5Values } from "../model.ts";
import type { ReadBytes } from "../object-header.ts";
import { Reader } from "../plan/bytes.ts";
import { UNWATCHED } from "../progress.ts";
import { TextDecoding } from "../text.ts";
import { type WalkWishes, walkTree } from "../walk.ts";
import { type Inflate, inflatedByStream } from "./inflate.ts";
import { plainAttributes } from "./plain-attributes.ts";
import type { PlainDataset } from "./plain-dataset.ts";
import { type ElementReader, plainElements, plainPart, plainPieces } from "./plain-elements.ts";
import { type PlainObject, PlainTree } from "./plain-tree.ts";
import { type PlainType, POINTER } from "./plain-type.ts";
import { TextHeaps } from "./text-heaps.ts";

type CompoundType = Extract<Hdf5Type, { kind: "compound" }>;

/** Texts that are looked up in one go. */
const TEXTS = 1 << 13;
/** Objects that are walked through here at most; of more a worker does not make others wait. */
const MOST_OBJECTS = 2000;

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
  readonly #tree: PlainTree;
  readonly #location: string;
  readonly #elements: ElementReader;
  readonly #heaps: TextHeaps;
  #byteLength = 0;

  constructor(read: ReadBytes, location: string, inflate: Inflate = inflatedByStream) {
    this.#tree = new PlainTree(read);
    this.#location = location;
    this.#elements = { read: this.#tree.read, inflate };
    this.#heaps = new TextHeaps(this.#tree.read);
  }

  /** @throws a RangeError where the file is not one of these, or not complete. */
  check(byteLength: number): void {
    this.#tree.check(byteLength);
    this.#byteLength = byteLength;
  }

  /** As `Hdf5File.describe`. */
  describe(path: string): Hdf5Object | undefined {
    const object = this.#tree.find(path);
    return object && this.#describe(object);
  }

  /** As `Hdf5File.attributes`. */
  attributes(path: string, names: readonly string[] | undefined): Record<string, Hdf5Values> | undefined {
    const object = this.#tree.find(path);
    return object && this.#attributes(object, names);
  }

  /** As `Hdf5File.read`, of compounds with `columns`. */
  async read(path: string, ranges: readonly Hdf5Range[], bigints: boolean): Promise<Hdf5Values | undefined> {
    const object = this.#tree.find(path);
    if (object === undefined) return undefined;
    const dataset = this.#tree.dataset(object.header);
    if (dataset === undefined) throw new RangeError("a group");
    const claimed = dataset.shape.reduce((product, side) => product * side, dataset.type.bytes);
    if (claimed > mostBytes(this.#byteLength, dataset.layout.kind === "chunked"))
      throw new RangeError("more than the file has");
    const { type } = dataset.type;
    if (type.kind === "compound") return this.#compounds(dataset, type, ranges, bigints);
    const { bytes, shape } = await plainElements(this.#elements, dataset, ranges);
    if (!dataset.type.isPointed) return this.#values(dataset.type, shape, bytes, bigints);
    const notes = newNotes();
    const decoding = new TextDecoding(notes);
    const data: string[] = new Array(bytes.length / dataset.type.bytes);
    for (let at = 0; at < bytes.length; at += TEXTS * dataset.type.bytes) {
      await pause();
      const some = bytes.subarray(at, at + TEXTS * dataset.type.bytes);
      this.#heaps.texts(some, decoding, data, at / dataset.type.bytes);
    }
    return { type, shape, data, ...told(notes) };
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
    const object = this.#tree.find(path);
    const dataset = object && this.#tree.dataset(object.header);
    if (dataset === undefined) return undefined;
    const { layout, shape, type } = dataset;
    if (bytesInPlace(type.type) === undefined || layout.kind !== "contiguous" || shape.length === 0)
      return undefined;
    return { type: type.type, shape, start: layout.start };
  }

  /** As `Hdf5File.walk`. */
  async walk(path: string, wishes: WalkWishes): Promise<Hdf5Entry[] | undefined> {
    const root = this.#tree.find(path);
    if (root === undefined) return undefined;
    if (root.path !== path) throw new RangeError("a path with links");
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
    const at = (own: string): PlainObject => {
      const object = this.#tree.find(own);
      if (object === undefined) throw new RangeError(`nothing at ${own}`);
      return object;
    };
    const source = {
      link: known((group: string, name: string) => this.#tree.link(group, name)),
      describe: known((own: string) => {
        if (left-- <= 0) throw new RangeError("too many objects");
        return this.#describe(at(own));
      }),
      attributes: known((own: string, names: readonly string[] | undefined) =>
        this.#attributes(at(own), names),
      ),
      identity: known((own: string) => String(at(own).position)),
      problem: (_: string, reason: string) => new RangeError(reason) as never,
    };
    const entries = await walkTree(path, wishes, { ...UNWATCHED, pause }, source);
    if (unknown !== undefined) throw unknown;
    return entries;
  }

  #describe(object: PlainObject): Hdf5Object {
    const { header, path } = object;
    const dataset = this.#tree.dataset(header);
    if (dataset === undefined)
      return { kind: "group", path, children: [...this.#tree.members(object).keys()] };
    const { layout, shape, type } = dataset;
    return {
      kind: "dataset",
      path,
      type: type.type,
      shape,
      chunks: layout.kind === "chunked" ? layout.chunk : undefined,
    };
  }

  #attributes(object: PlainObject, names: readonly string[] | undefined): Record<string, Hdf5Values> {
    // The library opens what it lists the attributes of.
    if (this.#tree.dataset(object.header) === undefined) this.#tree.members(object);
    const found = plainAttributes(object.header.messages, names);
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
      ? this.#heaps.texts(bytes, new TextDecoding(notes), new Array(bytes.length / POINTER), 0)
      : decode(type, bytes, this.#context(notes, bigints));
    return { type, shape, data, ...told(notes) };
  }

  #context(notes: DecodeNotes, bigints: boolean): DecodeContext {
    const dereference = (reference: Uint8Array) => this.#dereference(reference);
    return { heap: NO_HEAP, resource: this.#location, notes, bigints, dereference };
  }

  #dereference(bytes: Uint8Array): Hdf5Reference {
    if (bytes.every((byte) => byte === 0)) return { reference: "object", path: undefined };
    return { reference: "object", path: this.#tree.pathOf(new Reader(bytes).long(0)) };
  }
}

const NO_HEAP = new Uint8Array();

function told({ latin1 }: DecodeNotes): Pick<Hdf5Values, "latin1"> {
  return latin1 > 0 ? { latin1 } : {};
}
