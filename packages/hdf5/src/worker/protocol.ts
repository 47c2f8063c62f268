import { EcephysError, type EcephysErrorCode, isEcephysError } from "@ecephys/files";
import type { Hdf5Object, Hdf5Range, Hdf5Values } from "../model.ts";

/** What a page asks of the worker that holds its file. */
export type Hdf5Request =
  | { readonly method: "open"; readonly source: Blob | Uint8Array; readonly location: string }
  | { readonly method: "describe"; readonly path: string }
  | { readonly method: "attributes"; readonly path: string; readonly names: readonly string[] | undefined }
  | { readonly method: "read"; readonly path: string; readonly ranges: readonly Hdf5Range[] | undefined }
  | { readonly method: "close" };

/** What the worker answers to each method. */
export interface Hdf5Answers {
  readonly open: { readonly byteLength: number };
  readonly describe: Hdf5Object | undefined;
  readonly attributes: Readonly<Record<string, Hdf5Values>> | undefined;
  readonly read: Hdf5Values | undefined;
  readonly close: undefined;
}

export type Hdf5Method = keyof Hdf5Answers;

/** A request with the number that its reply will have. */
export interface RequestMessage {
  readonly id: number;
  readonly request: Hdf5Request;
}

export type ReplyMessage =
  | { readonly id: number; readonly answer: Hdf5Answers[Hdf5Method] }
  | { readonly id: number; readonly error: PackedError };

/** The end of a channel: a worker as the page sees it, the worker's own global scope, or a MessagePort. */
export interface Port {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
}

/** An error as it passes between threads, which would strip it of its class and fields. */
export type PackedError =
  | {
      readonly code: EcephysErrorCode;
      readonly action: string;
      readonly resource: string;
      readonly reason: string;
      readonly remedy: string | undefined;
    }
  | { readonly code: undefined; readonly message: string };

export function packError(error: unknown): PackedError {
  if (!isEcephysError(error))
    return { code: undefined, message: error instanceof Error ? error.message : String(error) };
  const { code, action, resource, reason, remedy } = error;
  return { code, action, resource, reason, remedy };
}

export function unpackError(packed: PackedError): Error {
  return packed.code === undefined ? new Error(packed.message) : new EcephysError(packed.code, packed);
}
