import { EcephysError, type Transferred } from "@ecephys/files";

/** The type of one element of a dataset or attribute. */
export type Hdf5Type =
  | {
      readonly kind: "integer";
      readonly bytes: number;
      readonly signed: boolean;
      readonly bits?: StoredBits;
    }
  | { readonly kind: "float"; readonly bytes: number }
  /** An enumeration of FALSE and TRUE, as h5py writes booleans. */
  | { readonly kind: "boolean" }
  | {
      readonly kind: "enum";
      readonly bytes: number;
      readonly signed: boolean;
      readonly names: Readonly<Record<number, string>>;
      readonly bits?: StoredBits;
    }
  /** `bytes` is undefined for variable-length text. */
  | { readonly kind: "text"; readonly bytes: number | undefined; readonly padding: "null" | "space" }
  | { readonly kind: "reference"; readonly bytes: number; readonly to: "object" | "region" }
  | { readonly kind: "compound"; readonly bytes: number; readonly members: readonly Hdf5Member[] }
  | { readonly kind: "list"; readonly element: Hdf5Type }
  | { readonly kind: "array"; readonly shape: readonly number[]; readonly element: Hdf5Type }
  /** `unreadable` is the reason why not even the bytes are given. */
  | { readonly kind: "opaque"; readonly bytes: number; readonly unreadable?: string };

/** Which bits of its bytes are an integer; for integers that do not fill them, and other unusual ones. */
export interface StoredBits {
  readonly offset: number;
  readonly precision: number;
  /** Whether the bytes are in this order when they come from the library. */
  readonly littleEndian: boolean;
}

/** A field of a compound. */
export interface Hdf5Member {
  readonly name: string;
  readonly offset: number;
  readonly type: Hdf5Type;
}

/** Points at another object of the file by its path; a region reference names the dataset that holds the region. */
export interface Hdf5Reference {
  readonly reference: "object" | "region";
  /** "name.nwb:/path" in a file that is linked to. Undefined for a reference to nothing. */
  readonly path: string | undefined;
  /** Where it points to something that is not there; a reference that was never set is no such one. */
  readonly isDangling?: true;
}

/** One element that is not a number in a typed array. */
export type Hdf5Element =
  | number
  | bigint
  | string
  | boolean
  | Hdf5Reference
  | Uint8Array
  | readonly Hdf5Element[]
  | { readonly [member: string]: Hdf5Element };

/** Numbers as stored in the file; 64-bit integers become a Float64Array, and are refused if they are not exact. */
export type Hdf5Numbers =
  | Float64Array
  | Float32Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array;

/** The elements of a read, in C order. */
export type Hdf5Data = Hdf5Numbers | readonly Hdf5Element[];

/** The values of a part of a dataset, or of an attribute. */
export interface Hdf5Values {
  readonly type: Hdf5Type;
  /** `[]` for a scalar. */
  readonly shape: readonly number[];
  readonly data: Hdf5Data;
  /** Of compounds that were read with `columns`: the values of each member, by its name. */
  readonly columns?: ReadonlyMap<string, Hdf5Data> | undefined;
  /** How many of the texts are not UTF-8 and were read as Latin-1; undefined if none. */
  readonly latin1?: number | undefined;
}

/** A group of an HDF5 file with the names of its members. */
export interface Hdf5Group {
  readonly kind: "group";
  readonly path: string;
  /** Names of the group's members, including links. */
  readonly children: readonly string[];
}

/** An array in an HDF5 file: its description, without its values. */
export interface Hdf5Dataset {
  readonly kind: "dataset";
  readonly path: string;
  readonly type: Hdf5Type;
  /** `[]` for a scalar, undefined for a null dataset. */
  readonly shape: readonly number[] | undefined;
  readonly chunks: readonly number[] | undefined;
}

/** The object at a path of an HDF5 file. */
export type Hdf5Object = Hdf5Group | Hdf5Dataset;

/** Where a soft or an external link leads; whether anything is there is not known. */
export interface Hdf5LinkTarget {
  /** Absolute. */
  readonly path: string;
  /** The other file's name; undefined for a link within the file. */
  readonly file?: string | undefined;
}

/** One object or link that `walk` found. */
export interface Hdf5Entry {
  readonly path: string;
  /** Undefined for links, and for what is neither group nor dataset or cannot be read. */
  readonly object: Hdf5Object | undefined;
  /** Of a soft or external link, which is not followed. */
  readonly link?: Hdf5LinkTarget | undefined;
  readonly attributes: Readonly<Record<string, Hdf5Values>>;
  /** Why it, or some of its attributes, cannot be read. */
  readonly problem?: string | undefined;
}

/** Which part of a file's tree to walk. */
export interface Hdf5WalkOptions extends Hdf5CallOptions {
  /** Names of the attributes to read; all by default. */
  readonly attributes?: readonly string[] | undefined;
  /** Paths of groups whose members are left out. */
  readonly without?: readonly string[] | undefined;
}

/** From `start` to before `end` along one dimension. */
export type Hdf5Range = readonly [start: number, end: number];

/** Abort signal and time limit of a call. */
export interface Hdf5CallOptions {
  /** Ends the work, not just the waiting for it; the signal's reason is thrown. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Milliseconds that the work may take, not counting the wait for earlier work on the file; `Infinity` for no
   * limit. Without a limit here or on opening the file, only work that makes no progress for 30 s is ended.
   */
  readonly timeLimit?: number | undefined;
}

/** Which parts of groups are fetched. */
export interface Hdf5PrefetchOptions extends Hdf5CallOptions {
  /** Names of members that are left out. */
  readonly without?: readonly string[] | undefined;
}

/** Which part of a dataset to read, and how long that may take. */
export interface Hdf5ReadOptions extends Hdf5CallOptions {
  /** One range for each dimension, missing ones select the entire dimension; everything by default. */
  readonly ranges?: readonly Hdf5Range[] | undefined;
  /**
   * Whether 64-bit integers beyond what a number holds are read: all elements are then of type bigint. Such integers
   * are refused by default.
   */
  readonly bigints?: boolean | undefined;
  /**
   * Whether compounds are read member by member: their values are in `columns` of the answer, numbers of a member in one
   * typed array, and `data` is empty. That is several times as fast. Other types are as without it.
   */
  readonly columns?: boolean | undefined;
  /**
   * Where 64-bit floating-point numbers may be put that lie in the file in one piece, instead of in new memory: `data`
   * is then a view of it. Reads of much data, one part after the other, take half the time so. Others leave it alone.
   */
  readonly memory?: Float64Array | undefined;
}

/**
 * An open HDF5 file, which a worker reads while this thread continues, but for what takes less time than to ask one.
 * Paths are absolute ("/units/id"); those in
 * a file to which this one links begin with its name ("raw.nwb:/acquisition").
 *
 * A missing object is `undefined`; damage throws an EcephysError "format" that names the file and the object,
 * use after `close` an EcephysError "argument". Work that exceeds its time limit is ended with an EcephysError
 * "storage"; work that hangs in the HDF5 library, or crashes it, with an EcephysError "format". The file can
 * still be used afterwards: it is reopened if necessary.
 */
export interface Hdf5File {
  /** For messages. */
  readonly location: string;
  readonly byteLength: number;
  /** What was requested of the server so far, for a file on one. */
  readonly transferred?: Transferred | undefined;
  describe(path: string, options?: Hdf5CallOptions): Promise<Hdf5Object | undefined>;
  /** The object's attributes by name, or only those of the given names that exist; `undefined` if there is no such object. */
  attributes(
    path: string,
    names?: readonly string[],
    options?: Hdf5CallOptions,
  ): Promise<Readonly<Record<string, Hdf5Values>> | undefined>;
  /**
   * Fetches groups with all of their small datasets at once, for a file on a server whose parts are about to be read:
   * one after the other they would take a trip each. Does nothing for other files.
   */
  prefetch(paths: readonly string[], options?: Hdf5PrefetchOptions): Promise<void>;
  /** Elements of a dataset; `undefined` if there is none. */
  read(path: string, options?: Hdf5ReadOptions): Promise<Hdf5Values | undefined>;
  /**
   * Everything at and below a path, parents before their members, in one call; links are not followed. `undefined` if
   * there is no such object. What cannot be read is an entry with a `problem`.
   */
  walk(path: string, options?: Hdf5WalkOptions): Promise<readonly Hdf5Entry[] | undefined>;
  close(): Promise<void>;
}

/** Whether the data are numbers in a typed array. */
export function isNumeric(data: Hdf5Data): data is Hdf5Numbers {
  return ArrayBuffer.isView(data);
}

/**
 * Numbers as a Float64Array; booleans become 0 and 1. Shares memory with `data` if that is a Float64Array.
 * @throws an EcephysError "format" if an element is not a number.
 */
export function asFloat64(values: Hdf5Values, resource: string): Float64Array {
  const { data } = values;
  if (data instanceof Float64Array) return data;
  // Not by `from`, which goes through an iterator.
  if (isNumeric(data)) return new Float64Array(data);
  return Float64Array.from(data, (element) => {
    if (typeof element === "number" || typeof element === "boolean") return Number(element);
    throw mismatch(resource, "numbers", values.type);
  });
}

/** @throws an EcephysError "format" if an element is not text. */
export function asText(values: Hdf5Values, resource: string): readonly string[] {
  const { data } = values;
  if (!isNumeric(data) && data.every((element) => typeof element === "string")) return data as string[];
  throw mismatch(resource, "text", values.type);
}

/** The only element of a scalar, or of an array of length one, as some writers make them; otherwise undefined. */
export function onlyElement(values: Hdf5Values | undefined): Hdf5Element | undefined {
  return values?.data.length === 1 ? values.data[0] : undefined;
}

function mismatch(resource: string, wanted: string, type: Hdf5Type): EcephysError {
  return new EcephysError("format", {
    action: "Reading HDF5 data",
    resource,
    reason: `${wanted} were expected, but the elements are of kind "${type.kind}"`,
  });
}
