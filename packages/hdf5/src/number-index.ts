import type { Hdf5Type } from "./model.ts";
import { type HeaderMessage, headerMessages, MESSAGE, type ReadBytes } from "./object-header.ts";
import { Reader } from "./plan/bytes.ts";
import { membersOf, superblock } from "./plan/members.ts";
import { storedDataset } from "./plan/stored-dataset.ts";
import { typeOfHeader } from "./stored-type.ts";

/** A dataset whose numbers lie in the file in one piece, in C order, as they lie in memory. */
export interface StoredNumbers {
  readonly type: Hdf5Type;
  readonly shape: readonly number[];
  /** Position of the first number in the file. */
  readonly start: number;
}

/** Objects on the way to a dataset. */
const DEEPEST = 32;

/**
 * Finds datasets of plain numbers by the file's own indexes, without the library. Only what is of the format's first
 * form and beyond doubt is found: hard links, one piece, numbers of this machine. All else is left to the library,
 * also headers with checksums, which it compares.
 */
export class NumberIndex {
  readonly #read: ReadBytes;
  readonly #byteLength: number;
  readonly #known = new Map<string, StoredNumbers | undefined>();
  readonly #headers = new Map<number, readonly HeaderMessage[]>();
  readonly #members = new Map<number, ReadonlyMap<string, number | string>>();

  constructor(read: ReadBytes, byteLength: number) {
    this.#read = read;
    this.#byteLength = byteLength;
  }

  /** The dataset at a path; undefined where there is none, or it is not one of these. */
  find(path: string): StoredNumbers | undefined {
    if (!this.#known.has(path)) this.#known.set(path, this.#look(path));
    return this.#known.get(path);
  }

  #look(path: string): StoredNumbers | undefined {
    try {
      const position = this.#positionOf(path);
      return position === undefined ? undefined : this.#numbersAt(position);
    } catch (error) {
      // What is damaged, or written in another way, the library reads or refuses.
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  #positionOf(path: string): number | undefined {
    const { base, root, version } = superblock(this.#read);
    const names = path.split("/").slice(1);
    if (version > 1 || base !== 0 || !path.startsWith("/") || names.length > DEEPEST) return undefined;
    let position = root;
    for (const name of names) {
      let members = this.#members.get(position);
      if (!members) {
        members = membersOf(this.#read, this.#header(position), 0);
        this.#members.set(position, members);
      }
      const member = members.get(name);
      if (typeof member !== "number") return undefined;
      position = member;
    }
    return position;
  }

  #header(position: number): readonly HeaderMessage[] {
    const known = this.#headers.get(position);
    if (known) return known;
    if (new Reader(this.#read(position, 1)).byte(0) !== 1) throw new RangeError("a header of another form");
    const messages = headerMessages(this.#read, position, 0);
    this.#headers.set(position, messages);
    return messages;
  }

  #numbersAt(position: number): StoredNumbers | undefined {
    const messages = this.#header(position);
    const message = messages.find(({ type }) => type === MESSAGE.datatype);
    const { isFiltered, layout, shape, type: element } = storedDataset(messages, 0);
    if (!message || message.isShared || !element?.isLittleEndianNumber || isFiltered) return undefined;
    if (layout.kind !== "contiguous" || shape.length === 0) return undefined;
    const type = plainType(message.body, element.bytes);
    const length = shape.reduce((product, side) => product * side, element.bytes);
    const isWhole = layout.length === length && layout.start + length <= this.#byteLength;
    return type && isWhole ? { type, shape, start: layout.start } : undefined;
  }
}

/** Numbers whose bytes are those of a typed array; undefined for all others. */
function plainType(body: Uint8Array, bytes: number): Hdf5Type | undefined {
  const stored = typeOfHeader(body);
  if (stored.kind === "float" && stored.isIeee && (bytes === 4 || bytes === 8))
    return { kind: "float", bytes };
  const isFull = stored.kind === "integer" && stored.offset === 0 && stored.precision === bytes * 8;
  if (!isFull || ![1, 2, 4].includes(bytes)) return undefined;
  return { kind: "integer", bytes, signed: (new Reader(body).byte(1) & 8) !== 0 };
}
