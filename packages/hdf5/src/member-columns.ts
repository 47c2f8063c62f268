import {
  type DecodeContext,
  decodeElements,
  decodeNumbers,
  exceedsNumbers,
  newNotes,
  numbersFor,
} from "./decode.ts";
import type { Hdf5Data, Hdf5Element, Hdf5Member, Hdf5Numbers, Hdf5Type, Hdf5Values } from "./model.ts";
import { decodeStrided } from "./strided-numbers.ts";
import { elementBytes } from "./type.ts";

type CompoundType = Extract<Hdf5Type, { kind: "compound" }>;

/** Compounds decoded member by member: numbers of a member in one typed array, other values in one list. */
export class MemberColumns {
  readonly #type: CompoundType;
  readonly #columns: readonly MemberColumn[];

  constructor(type: CompoundType, length: number) {
    this.#type = type;
    this.#columns = type.members.map((member) => new MemberColumn(member, length));
  }

  /** By the members' names, in their order. */
  get data(): ReadonlyMap<string, Hdf5Data> {
    return new Map(this.#columns.map(({ name, data }) => [name, data]));
  }

  /** Decodes the elements of `bytes`, the first of which is element `at`. */
  fill(bytes: Uint8Array, at: number, context: DecodeContext): void {
    const { bytes: stride } = this.#type;
    const count = stride === 0 ? 0 : bytes.length / stride;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (const column of this.#columns) column.fill({ bytes, view, stride, count }, at, context);
  }
}

/**
 * Compounds without pointers, decoded from their bytes alone: block by block, so that a block is still in the processor's
 * cache when its members are taken apart.
 * @param read Fills a block with the elements from one on; false where it cannot.
 * @param most Bytes of a block.
 * @returns undefined where a block could not be read.
 */
export async function readCompounds(
  type: CompoundType,
  length: number,
  read: (block: Uint8Array, first: number) => Promise<boolean>,
  most: number,
  { bigints, resource }: Pick<DecodeContext, "bigints" | "resource">,
): Promise<Pick<Hdf5Values, "data" | "columns" | "latin1"> | undefined> {
  const notes = newNotes();
  const members = new MemberColumns(type, length);
  const dereference = (_: Uint8Array, reference: "object" | "region") => ({ reference, path: undefined });
  const context = { heap: new Uint8Array(), dereference, notes, bigints, resource };
  const rows = Math.max(1, Math.min(length, Math.floor(most / type.bytes)));
  const whole = new Uint8Array(rows * type.bytes);
  for (let at = 0; at < length; at += rows) {
    const block = whole.subarray(0, Math.min(rows, length - at) * type.bytes);
    if (!(await read(block, at))) return undefined;
    members.fill(block, at, context);
  }
  return { data: [], columns: members.data, ...(notes.latin1 > 0 && { latin1: notes.latin1 }) };
}

/** Elements that follow one another. */
interface Elements {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly stride: number;
  readonly count: number;
}

class MemberColumn {
  readonly #member: Hdf5Member;
  #numbers: Hdf5Numbers | undefined;
  readonly #elements: Hdf5Element[] = [];

  constructor(member: Hdf5Member, length: number) {
    this.#member = member;
    this.#numbers = numbersFor(member.type, length);
  }

  get name(): string {
    return this.#member.name;
  }

  get data(): Hdf5Data {
    return this.#numbers ?? this.#elements;
  }

  fill(elements: Elements, at: number, context: DecodeContext): void {
    const { offset, type } = this.#member;
    const answer = this.#numbers && decodeStrided(type, { ...elements, offset }, this.#numbers, at);
    if (answer === "done") return;
    const own = gathered(elements, offset, elementBytes(type));
    if (this.#numbers && context.bigints && exceedsNumbers(type, own)) {
      for (const number of this.#numbers.subarray(0, at)) this.#elements.push(BigInt(number));
      this.#numbers = undefined;
    }
    if (this.#numbers) {
      decodeNumbers(type, own, this.#numbers, at, context.resource);
      return;
    }
    // Some of them may be references that lack bytes to be followed: all of them or none.
    this.#elements.length = at;
    for (const element of decodeElements(type, own, context)) this.#elements.push(element);
  }
}

/** The bytes of one member of all elements, one after the other. */
function gathered({ bytes, count, stride }: Elements, offset: number, size: number): Uint8Array {
  const target = new Uint8Array(count * size);
  if (count === 0) return target;
  const isWords = [bytes.byteOffset + offset, stride, size].every((places) => places % 4 === 0);
  if (isWords) {
    const from = new Uint32Array(bytes.buffer, bytes.byteOffset + offset, ((count - 1) * stride + size) / 4);
    copyParts(from, new Uint32Array(target.buffer), count, stride / 4, size / 4);
  } else copyParts(bytes.subarray(offset), target, count, stride, size);
  return target;
}

function copyParts<Units extends Uint8Array | Uint32Array>(
  from: Units,
  to: Units,
  count: number,
  stride: number,
  size: number,
): void {
  for (let i = 0; i < count; i++)
    for (let unit = 0; unit < size; unit++) to[i * size + unit] = from[i * stride + unit]!;
}

/** The same values, compounds as objects. */
export function withElements({ columns, ...values }: Hdf5Values): Hdf5Values {
  if (columns === undefined) return values;
  const length = values.shape.reduce((product, side) => product * side, 1);
  return { ...values, data: elementsOf(columns, length) };
}

function elementsOf(columns: ReadonlyMap<string, Hdf5Data>, length: number): Hdf5Element[] {
  const names = [...columns.keys()];
  const values = [...columns.values()];
  const elements = new Array<Hdf5Element>(length);
  for (let i = 0; i < length; i++) {
    const element: Record<string, Hdf5Element> = {};
    for (let m = 0; m < names.length; m++) element[names[m]!] = values[m]![i]!;
    elements[i] = element;
  }
  return elements;
}
