import { EcephysError } from "@ecephys/files";
import type { Metadata } from "h5wasm";
import type { EmscriptenFileSystem } from "./emscripten.ts";
import { boundMemory, type MemoryBound } from "./memory-bound.ts";
import { Volume } from "./volume.ts";

/** The part of h5wasm's module that is used here; file ids are 64-bit handles, negative for a failure. */
export interface Hdf5Module {
  readonly FS: EmscriptenFileSystem;
  readonly HEAPU8: Uint8Array;
  readonly H5G_GROUP: number;
  readonly H5G_DATASET: number;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  open(path: string, mode: number, trackOrder: boolean, libverLow: number, libverHigh: number): bigint;
  close_file(file: bigint): number;
  get_type(file: bigint, path: string): number;
  get_names(file: bigint, path: string, recursive: boolean): string[];
  get_symbolic_link(file: bigint, path: string): string | null;
  get_external_link(file: bigint, path: string): { filename?: string; obj_path?: string };
  get_attribute_names(file: bigint, path: string): string[];
  get_attribute_metadata(file: bigint, path: string, name: string): Metadata;
  get_attribute_data(file: bigint, path: string, name: string, pointer: bigint): number;
  get_dataset_metadata(file: bigint, path: string): Metadata;
  get_dataset_filters(file: bigint, path: string): { id: number; name: string }[];
  get_dataset_data(
    file: bigint,
    path: string,
    count: bigint[] | null,
    offset: bigint[] | null,
    strides: bigint[] | null,
    pointer: bigint,
  ): number;
  reclaim_vlen_memory(file: bigint, path: string, attribute: string, pointer: bigint): number;
  reclaim_vlen_memory_count(
    file: bigint,
    path: string,
    attribute: string,
    pointer: bigint,
    count: bigint[],
  ): number;
  /** The position of the object's header in the file, eight bytes. */
  create_object_reference(file: bigint, path: string): readonly number[];
  get_referenced_name(file: bigint, reference: Uint8Array, isObject: boolean): string;
}

const DIAGNOSTICS = "/diagnostics";

/** Memory that the library takes for groups, attributes and descriptions; bytes. */
const DESCRIPTIONS = 128 * 1024 * 1024;

/**
 * The HDF5 library, loaded once. Failures are reported by status codes, and the library's own description,
 * which goes to standard error, is captured in a file. (Its throwing handler is not used: each error thrown
 * through it leaks stack and a file descriptor, and after some 2,000 of them nothing can be read.)
 */
export class Hdf5Library {
  readonly module: Hdf5Module;
  readonly volume: Volume;
  private readonly memory: MemoryBound;
  private crashedOn: string | undefined;

  constructor(module: Hdf5Module) {
    this.module = module;
    const { FS } = module;
    FS.close(FS.getStream(2));
    if (FS.open(DIAGNOSTICS, "a+").fd !== 2)
      throw new EcephysError("storage", {
        action: "Loading the HDF5 library",
        resource: "h5wasm",
        reason: "its standard error cannot be captured",
      });
    this.volume = new Volume(FS);
    this.memory = boundMemory(module);
  }

  /**
   * Runs one call of the library. `failed` detects a failure from the result; a failure or a crash becomes an
   * error with the library's innermost reason.
   */
  call<T>(work: () => T, failed: (answer: T) => boolean, problem: (reason: string) => EcephysError): T {
    if (this.crashedOn)
      throw new EcephysError("storage", {
        action: "Using the HDF5 library",
        resource: "h5wasm",
        reason: `it crashed before, on ${this.crashedOn}`,
      });
    this.volume.takeFailure();
    this.volume.takeUnread();
    let answer: T;
    try {
      answer = work();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      // A RangeError means that the thread's stack overflowed inside the library.
      const isCrash = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
      if (!isCrash) this.throwUnread(problem);
      const reason = this.diagnosis() ?? deepestReason(message) ?? message;
      const found = problem(isCrash ? `the HDF5 library crashed on it (${message})` : reason);
      if (isCrash) this.crashedOn = found.resource;
      throw found;
    }
    this.throwUnread(problem);
    if (failed(answer)) throw problem(this.diagnosis() ?? "the HDF5 library gave no reason");
    return answer;
  }

  /** Where bytes could not be had, the library may answer as if something were not there. */
  private throwUnread(problem: (reason: string) => EcephysError): void {
    const reason = this.volume.takeUnread();
    if (reason === undefined) return;
    this.discardDiagnosis();
    throw problem(reason);
  }

  /**
   * Memory for the calls that follow, in bytes beyond what the library has; without it as much as is enough for
   * descriptions.
   */
  allowMemory(bytes = 0): void {
    this.memory.allow(DESCRIPTIONS + bytes);
  }

  /** Whether a call crashed it. Its results after that cannot be trusted. */
  get isCrashed(): boolean {
    return this.crashedOn !== undefined;
  }

  /** Discards the library's messages about calls that are allowed to fail. */
  discardDiagnosis(): void {
    this.diagnosis();
  }

  private diagnosis(): string | undefined {
    const failure = this.volume.takeFailure();
    const text = this.module.FS.readFile(DIAGNOSTICS, { encoding: "utf8" });
    if (text === "") return undefined;
    this.module.FS.truncate(DIAGNOSTICS, 0);
    return failure ?? deepestReason(text);
  }
}

/** The reason from the library's description of a failure, which lists calls from outermost to innermost. */
function deepestReason(text: string): string | undefined {
  return [...text.matchAll(/^\s*#\d+: .*? in \w+\(\): (.*)$/gm)].at(-1)?.[1];
}

/** Where a thread's library is found by code that is loaded a second time, as by another bundle: it has one h5wasm. */
const SHARED = Symbol.for("@ecephys/hdf5 library");

let loading: Promise<Hdf5Library> | undefined;

/** The library of this thread. */
export function loadHdf5(): Promise<Hdf5Library> {
  loading ??= import("h5wasm").then(async ({ ready }) => {
    const loaded: unknown = await ready;
    const module = loaded as Hdf5Module & { [SHARED]?: Hdf5Library };
    module[SHARED] ??= new Hdf5Library(module);
    return module[SHARED];
  });
  return loading;
}
