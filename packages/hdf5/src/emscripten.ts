/** The bytes of a file of the library's file system. */
export interface NodeBytes {
  /** Where heaps lie that can be traversed, as far as they were read. */
  readonly heaps: Set<number>;
  read(target: Uint8Array, position: number): number;
}

/** A file or directory of the library's file system. */
export interface EmscriptenNode {
  readonly id: number;
  readonly mode: number;
  size: number;
  node_ops: object;
  stream_ops: object;
  bytes?: NodeBytes | undefined;
}

export interface EmscriptenStream {
  readonly node: EmscriptenNode;
  readonly position: number;
}

/** The part of Emscripten's file system that is used here, which h5wasm does not declare. */
export interface EmscriptenFileSystem {
  readonly ErrnoError: new (code: number) => Error;
  mkdir(path: string): unknown;
  mount(type: { mount(): EmscriptenNode }, options: object, path: string): EmscriptenNode;
  createNode(parent: EmscriptenNode | null, name: string, mode: number, device: number): EmscriptenNode;
  destroyNode(node: EmscriptenNode): void;
  getStream(descriptor: number): object;
  close(stream: object): void;
  open(path: string, flags: string): { readonly fd: number };
  readFile(path: string, options: { encoding: "utf8" }): string;
  truncate(path: string, length: number): void;
}
