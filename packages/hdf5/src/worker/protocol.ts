import type { PlainError } from "@ecephys/files";
import type { Hdf5Entry, Hdf5Object, Hdf5Range, Hdf5Values } from "../model.ts";
import type { PackedValues } from "./packed.ts";

/** What a file is opened from, as it passes between threads. */
export type Hdf5Source =
  | { readonly kind: "blob"; readonly blob: Blob }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  /** For workers of Node. */
  | {
      readonly kind: "path";
      /** Absolute. */
      readonly path: string;
      /** Of the file, where this process has it open already: the path may lead to another one, or nowhere, by now. */
      readonly descriptor?: number | undefined;
    }
  /** Fetched by the thread that started the worker, which asks for what it needs. */
  | {
      readonly kind: "stream";
      readonly byteLength: number;
      readonly version: string | undefined;
      /** Where the worker waits for bytes; undefined where threads cannot share memory. */
      readonly memory: SharedArrayBuffer | undefined;
    };

/** What is asked of a worker about one of its files, which have numbers. */
export type Hdf5Request =
  | {
      readonly method: "open";
      readonly file: number;
      readonly source: Hdf5Source;
      /** By the names that its links have for them. */
      readonly linked?: Readonly<Record<string, Hdf5Source>> | undefined;
      readonly location: string;
    }
  | { readonly method: "describe"; readonly file: number; readonly path: string }
  /** What `describe` and `byteOffset` tell, in one answer. */
  | { readonly method: "locate"; readonly file: number; readonly path: string }
  | { readonly method: "byteOffset"; readonly file: number; readonly path: string }
  | {
      readonly method: "attributes";
      readonly file: number;
      readonly path: string;
      readonly names: readonly string[] | undefined;
    }
  | {
      readonly method: "read";
      readonly file: number;
      readonly path: string;
      readonly ranges: readonly Hdf5Range[] | undefined;
      readonly bigints?: boolean | undefined;
    }
  | {
      readonly method: "walk";
      readonly file: number;
      readonly path: string;
      readonly attributes: readonly string[] | undefined;
      readonly without: readonly string[] | undefined;
    }
  | { readonly method: "close"; readonly file: number };

/** What the worker answers to each method. */
export interface Hdf5Answers {
  readonly open: { readonly byteLength: number; readonly version: string | undefined };
  readonly describe: Hdf5Object | undefined;
  readonly locate: { readonly object: Hdf5Object | undefined; readonly byteOffset: number | undefined };
  readonly byteOffset: number | undefined;
  readonly attributes: Readonly<Record<string, Hdf5Values>> | undefined;
  readonly read: Hdf5Values | undefined;
  readonly walk: readonly Hdf5Entry[] | undefined;
  readonly close: undefined;
}

export type Hdf5Method = keyof Hdf5Answers;

/** To the worker: a request with the number that its reply will have, or the wish to end one that is running. */
export type ToWorker =
  | { readonly id: number; readonly request: Hdf5Request }
  | { readonly id: number; readonly cancel: true }
  /** Bytes that the worker needed, where it could not wait for them; undefined where they could not be fetched. */
  | { readonly id: number; readonly position: number; readonly bytes: Uint8Array | undefined };

/**
 * From the worker: that it has started, a reply, that a request is getting on, or what it needs for it. `crashed` says
 * that the library cannot be used any more.
 */
export type FromWorker =
  | { readonly ready: true }
  | { readonly id: number; readonly answer: Exclude<Hdf5Answers[Hdf5Method], Hdf5Values> | PackedValues }
  | { readonly id: number; readonly error: PlainError; readonly crashed: boolean }
  | { readonly id: number; readonly progress: true }
  | { readonly id: number; readonly needs: BytesNeeded };

/** Bytes of the file that a request is about, which the worker waits for. */
export interface BytesNeeded {
  /** The name of the linked file that they are of; of the file itself without one. */
  readonly linked?: string | undefined;
  readonly position: number;
  readonly length: number;
}

/** The worker's end of its channel. */
export interface Port {
  post(message: FromWorker, transfer: readonly ArrayBuffer[]): void;
  listen(listener: (message: ToWorker) => void): void;
}
