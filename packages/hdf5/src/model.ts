import { EcephysError } from "@ecephys/files";

/** What one element of a dataset or attribute is. */
export type Hdf5Type =
  | { readonly kind: "integer"; readonly bytes: number; readonly signed: boolean }
  | { readonly kind: "float"; readonly bytes: number }
  /** An enumeration of FALSE and TRUE, as h5py writes booleans. */
  | { readonly kind: "boolean" }
  | {
      readonly kind: "enum";
      readonly bytes: number;
      readonly signed: boolean;
      readonly names: Readonly<Record<number, string>>;
    }
  /** `bytes` is undefined where every text has its own length. */
  | { readonly kind: "text"; readonly bytes: number | undefined; readonly padding: "null" | "space" }
  | { readonly kind: "reference"; readonly bytes: number; readonly to: "object" | "region" }
  | { readonly kind: "compound"; readonly bytes: number; readonly members: readonly Hdf5Member[] }
  | { readonly kind: "list"; readonly element: Hdf5Type }
  | { readonly kind: "array"; readonly shape: readonly number[]; readonly element: Hdf5Type }
  | { readonly kind: "opaque"; readonly bytes: number };

/** A field of a compound. */
export interface Hdf5Member {
  readonly name: string;
  readonly offset: number;
  readonly type: Hdf5Type;
}

/** Points at another object of the file by its path; a region reference names the dataset that holds the region. */
export interface Hdf5Reference {
  readonly reference: "object" | "region";
  /** Undefined for a reference to nothing. */
  readonly path: string | undefined;
}

/** One element that is no number in a typed array. */
export type Hdf5Element =
  | number
  | string
  | boolean
  | Hdf5Reference
  | Uint8Array
  | readonly Hdf5Element[]
  | { readonly [member: string]: Hdf5Element };

/** Numbers as they lie in the file; 64-bit integers come as Float64Array, being exact or refused. */
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

/** A read part of a dataset, or an attribute. */
export interface Hdf5Values {
  readonly type: Hdf5Type;
  /** `[]` for a scalar. */
  readonly shape: readonly number[];
  readonly data: Hdf5Data;
}

/** A group of an HDF5 file with the names of what lies in it. */
export interface Hdf5Group {
  readonly kind: "group";
  readonly path: string;
  /** Names of what the group holds, links included. */
  readonly children: readonly string[];
}

/** An array in an HDF5 file: what it holds, without its values. */
export interface Hdf5Dataset {
  readonly kind: "dataset";
  readonly path: string;
  readonly type: Hdf5Type;
  /** `[]` for a scalar, undefined where the dataset is declared to hold nothing. */
  readonly shape: readonly number[] | undefined;
  readonly chunks: readonly number[] | undefined;
}

/** What a path of an HDF5 file leads to. */
export type Hdf5Object = Hdf5Group | Hdf5Dataset;

/** From `start` to before `end` along one dimension. */
export type Hdf5Range = readonly [start: number, end: number];

/** How long a question to a file may take. */
export interface Hdf5CallOptions {
  /** Ends the work, not just the waiting for it; its reason is thrown as it is. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Milliseconds that the work may take, waiting for earlier work on the file not counted; `Infinity` for as long
   * as it takes. Without a limit here or of the file's opening, only work that makes no progress for 30 s is ended.
   */
  readonly timeLimit?: number | undefined;
}

/** Which part of a dataset to read, and how long that may take. */
export interface Hdf5ReadOptions extends Hdf5CallOptions {
  /** One range for each dimension, fewer leave the last ones whole; everything by default. */
  readonly ranges?: readonly Hdf5Range[] | undefined;
}

/**
 * An open HDF5 file, which a worker reads while this thread goes on. Paths are absolute ("/units/id").
 *
 * "Not there" is `undefined`; damage throws an EcephysError "format" that names the file and the object, use
 * after `close` an EcephysError "argument". Work that takes longer than its time limit is ended with an
 * EcephysError "storage", work that hangs in the HDF5 library, or crashes it, with one of code "format". The file
 * can be asked further after each of them: it is opened again where that is needed.
 */
export interface Hdf5File {
  /** For messages. */
  readonly location: string;
  readonly byteLength: number;
  describe(path: string, options?: Hdf5CallOptions): Promise<Hdf5Object | undefined>;
  /** The object's attributes by name, or those of the names that it has; `undefined` where there is no such object. */
  attributes(
    path: string,
    names?: readonly string[],
    options?: Hdf5CallOptions,
  ): Promise<Readonly<Record<string, Hdf5Values>> | undefined>;
  /** Elements of a dataset; `undefined` where there is none. */
  read(path: string, options?: Hdf5ReadOptions): Promise<Hdf5Values | undefined>;
  close(): Promise<void>;
}

/** Whether the data are numbers in a typed array. */
export function isNumeric(data: Hdf5Data): data is Hdf5Numbers {
  return ArrayBuffer.isView(data);
}

/**
 * Numbers as a Float64Array; booleans become 0 and 1. Shared with `data` where it is one already.
 * @throws an EcephysError "format" where an element is no number.
 */
export function asFloat64(values: Hdf5Values, resource: string): Float64Array {
  const { data } = values;
  if (data instanceof Float64Array) return data;
  if (isNumeric(data)) return Float64Array.from(data);
  return Float64Array.from(data, (element) => {
    if (typeof element === "number" || typeof element === "boolean") return Number(element);
    throw mismatch(resource, "numbers", values.type);
  });
}

/** @throws an EcephysError "format" where an element is no text. */
export function asText(values: Hdf5Values, resource: string): readonly string[] {
  const { data } = values;
  if (!isNumeric(data) && data.every((element) => typeof element === "string")) return data as string[];
  throw mismatch(resource, "text", values.type);
}

/** The only element of a scalar, or of an array of one as some writers make them; undefined for others. */
export function onlyElement(values: Hdf5Values | undefined): Hdf5Element | undefined {
  return values?.data.length === 1 ? values.data[0] : undefined;
}

function mismatch(resource: string, wanted: string, type: Hdf5Type): EcephysError {
  return new EcephysError("format", {
    action: "Reading HDF5 data",
    resource,
    reason: `${wanted} were looked for, but the elements are of kind "${type.kind}"`,
  });
}
