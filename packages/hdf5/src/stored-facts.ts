import type { ReadBytes } from "./object-header.ts";
import {
  NestedTooDeeply,
  type StoredObject,
  type StoredType,
  storedAttribute,
  storedDataset,
} from "./stored-type.ts";

/** "\x89HDF\r\n\x1a\n", at the beginning or after a block of the user's: at 512, 1024, 2048 bytes and so on. */
const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
const FIRST_BLOCK = 512;

/** What the headers of a file's objects say and the library does not tell; nothing where they cannot be read. */
export class StoredFacts {
  private readonly read: ReadBytes;
  private readonly byteLength: number;
  private readonly referenceTo: (path: string) => readonly number[];
  private readonly refuse: (path: string, reason: string) => Error;
  private base: number | undefined;

  /**
   * @param referenceTo Bytes of a reference to the object: the position of its header.
   * @param refuse Makes the error for an object that the library is not to look at.
   */
  constructor(
    read: ReadBytes,
    byteLength: number,
    referenceTo: (path: string) => readonly number[],
    refuse: (path: string, reason: string) => Error,
  ) {
    this.refuse = refuse;
    this.read = read;
    this.byteLength = byteLength;
    this.referenceTo = referenceTo;
  }

  /** The same for every path of an object. */
  identity(path: string): string {
    return String(this.referenceTo(path));
  }

  dataset(path: string): StoredObject {
    const unknown: StoredObject = { type: undefined, isExternal: false };
    return this.lookUp(path, (position, base) => storedDataset(this.read, position, base)) ?? unknown;
  }

  attribute(path: string, name: string): StoredType | undefined {
    return this.lookUp(path, (position, base) => storedAttribute(this.read, position, base, name));
  }

  private lookUp<Found>(path: string, look: (position: number, base: number) => Found): Found | undefined {
    this.base ??= this.findBase();
    const bytes = Uint8Array.from(this.referenceTo(path));
    if (bytes.length !== 8) return undefined;
    const position = this.base + Number(new DataView(bytes.buffer).getBigUint64(0, true));
    try {
      return look(position, this.base);
    } catch (error) {
      // The library has read the header; what is unusual in it is not worth refusing the object.
      if (error instanceof RangeError) return undefined;
      if (error instanceof NestedTooDeeply) throw this.refuse(path, error.message);
      throw error;
    }
  }

  /** Positions in the file count from here. */
  private findBase(): number {
    const isHere = (at: number) => SIGNATURE.every((byte, i) => this.read(at + i, 1)[0] === byte);
    for (let at = FIRST_BLOCK; at < this.byteLength && !isHere(0); at *= 2) if (isHere(at)) return at;
    return 0;
  }
}
