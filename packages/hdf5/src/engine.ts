import { EcephysError } from "@ecephys/files";
import type { Metadata } from "h5wasm";
import { type DecodeContext, type DecodeNotes, decode, newNotes } from "./decode.ts";
import { byteOffsetOf, type ElementRead } from "./extent.ts";
import { closedFile, lackingFilter, notHdf5 } from "./failures.ts";
import type { Hdf5Library } from "./library.ts";
import { type Hdf5Link, pathBeside, resolvePath } from "./links.ts";
import { withElements } from "./member-columns.ts";
import type {
  Hdf5Dataset,
  Hdf5Entry,
  Hdf5Object,
  Hdf5Range,
  Hdf5ReadOptions,
  Hdf5Reference,
  Hdf5Values,
} from "./model.ts";
import { type Progress, UNWATCHED } from "./progress.ts";
import { readDataset } from "./read.ts";
import { StoredFacts } from "./stored-facts.ts";
import { elementBytes, holdsPointers, typeOf } from "./type.ts";
import { lostSource } from "./views.ts";
import type { MountedFile, SyncBytes } from "./volume.ts";
import { movedTo, type WalkWishes, walkTree } from "./walk.ts";

/** Opens the file of an external link, or throws the reason why not. */
export type OpenSibling = (name: string) => SyncBytes;

/** For sources that are not on a disk. */
export const NO_SIBLINGS: OpenSibling = () => {
  throw new Error("only a file on a local disk finds others beside it");
};

/** See `Hdf5ReadOptions`. */
type ReadForm = Pick<Hdf5ReadOptions, "bigints" | "columns">;

interface Place {
  readonly engine: Hdf5Engine;
  readonly path: string;
}

/** Attributes hold descriptions, names and a few numbers; a larger claim means damage. */
const MOST_ATTRIBUTE_BYTES = 16 * 1024 * 1024;

/** One open file, in the library's thread; everything except `read` is synchronous. See `Hdf5File` for the results. */
export class Hdf5Engine {
  readonly location: string;
  readonly byteLength: number;
  private readonly prefix: string;
  private readonly library: Hdf5Library;
  private readonly openSibling: OpenSibling;
  private readonly bytes: SyncBytes;
  private readonly mounted: MountedFile;
  private readonly stored: StoredFacts;
  private readonly names = new Map<string, ReadonlySet<string>>();
  private readonly places = new Map<string, Place | undefined>();
  private readonly datasets = new Map<string, Hdf5Dataset>();
  private readonly siblings = new Map<string, Hdf5Engine>();
  private file: bigint | undefined;

  /**
   * @param prefix Of the paths of references, for the file that links to this one.
   * @throws an EcephysError "format" if the bytes are not a complete HDF5 file.
   */
  constructor(
    library: Hdf5Library,
    bytes: SyncBytes,
    location: string,
    openSibling: OpenSibling,
    prefix = "",
  ) {
    this.prefix = prefix;
    this.library = library;
    this.location = location;
    this.byteLength = bytes.byteLength;
    this.openSibling = openSibling;
    this.bytes = bytes;
    this.mounted = library.volume.mount(bytes);
    const referenceTo = (path: string) =>
      this.ask("Looking at", path, (id) => library.module.create_object_reference(id, path));
    this.stored = new StoredFacts(this.mounted.read, bytes.byteLength, referenceTo, (path, reason) =>
      this.problem("Looking at", path, reason),
    );
    try {
      this.file = library.call(
        () => library.module.open(this.mounted.path, 0, false, -1, -1),
        (id) => id < 0n,
        (reason) => notHdf5(location, bytes.byteLength, reason),
      );
    } catch (error) {
      this.mounted.unmount();
      throw error;
    }
  }

  describe(path: string): Hdf5Object | undefined {
    const place = this.resolve(path);
    return place?.engine.describeHere(place.path);
  }

  attributes(path: string, names?: readonly string[]): Record<string, Hdf5Values> | undefined {
    const place = this.resolve(path);
    return place?.engine.attributesHere(place.path, names);
  }

  async read(
    path: string,
    ranges: readonly Hdf5Range[] = [],
    progress: Progress = UNWATCHED,
    { bigints = false, columns = false }: ReadForm = {},
  ): Promise<Hdf5Values | undefined> {
    const place = this.resolve(path);
    const found = place?.engine.describeHere(place.path);
    if (!place || !found) return undefined;
    if (found.kind === "group") throw this.problem("Reading a dataset", path, "it is a group, not a dataset");
    const values = await place.engine.readHere(found, ranges, progress, bigints);
    return columns ? values : withElements(values);
  }

  /** See `Hdf5File.walk`. */
  async walk(
    path: string,
    wanted: WalkWishes = {},
    progress: Progress = UNWATCHED,
  ): Promise<Hdf5Entry[] | undefined> {
    const place = this.resolve(path);
    if (!place?.engine.describeHere(place.path)) return undefined;
    return (await place.engine.walkHere(place.path, wanted, progress)).map(movedTo(path, place.path));
  }

  /** Where the dataset begins in this file, if its numbers lie there in one piece as they lie in memory. */
  byteOffset(path: string): number | undefined {
    const place = this.resolve(path);
    if (place?.engine !== this) return undefined;
    const found = this.describeHere(place.path);
    if (found?.kind !== "dataset") return undefined;
    const { littleEndian } = this.ask("Looking at a dataset", found.path, (id) =>
      this.library.module.get_dataset_metadata(id, found.path),
    );
    if (!littleEndian) return undefined;
    const raw = (position: number, length: number) => {
      const target = new Uint8Array(length);
      return target.subarray(0, this.bytes.read(target, position));
    };
    return byteOffsetOf(found, (element) => this.readElement(found, element), raw);
  }

  close(): void {
    if (this.file === undefined) return;
    const id = this.file;
    this.file = undefined;
    for (const sibling of this.siblings.values()) sibling.close();
    this.library.module.close_file(id);
    this.library.discardDiagnosis();
    this.mounted.unmount();
  }

  private describeHere(path: string): Hdf5Object | undefined {
    const { module } = this.library;
    const known = this.datasets.get(path);
    if (known) return known;
    const kind =
      path === "/" ? module.H5G_GROUP : this.ask("Looking at", path, (id) => module.get_type(id, path));
    if (kind === module.H5G_GROUP) return { kind: "group", path, children: [...this.childNames(path)] };
    if (kind !== module.H5G_DATASET) return undefined;
    const action = "Looking at a dataset";
    const stored = this.stored.dataset(path);
    const metadata = this.ask(action, path, (id) => module.get_dataset_metadata(id, path));
    const lost = lostSource(metadata, (source) => this.viewedDataset(source));
    if (lost) throw this.problem(action, path, lost);
    if (stored.isExternal)
      throw this.problem(action, path, "its values lie in other files, which are not followed");
    const dataset: Hdf5Dataset = {
      kind: "dataset",
      path,
      type: typeOf(metadata, stored.type),
      shape: metadata.shape ?? undefined,
      chunks: metadata.chunks ?? undefined,
    };
    this.datasets.set(path, dataset);
    return dataset;
  }

  private walkHere(path: string, wanted: WalkWishes, progress: Progress): Promise<Hdf5Entry[]> {
    return walkTree(path, wanted, progress, {
      link: (group, name) => this.link(group, name),
      describe: (own) => this.describeHere(own),
      attributes: (own, names) => this.attributesHere(own, names),
      identity: (own) => this.stored.identity(own),
      problem: (own, reason) => this.problem("Walking an HDF5 file", own, reason),
    });
  }

  private viewedDataset(path: string): Metadata | undefined {
    const place = this.resolve(path);
    if (place?.engine !== this || this.isGroup(place.path)) return undefined;
    const { module } = this.library;
    return this.ask("Looking at a dataset", place.path, (id) => module.get_dataset_metadata(id, place.path));
  }

  private readElement({ path, shape = [], type }: Hdf5Dataset, element: number): ElementRead {
    const { module } = this.library;
    const index = shape.map(() => 0n);
    let rest = element;
    for (let d = shape.length - 1; d >= 0; d--) {
      index[d] = BigInt(rest % shape[d]!);
      rest = Math.floor(rest / shape[d]!);
    }
    const one = shape.map(() => 1n);
    const pointer = module._malloc(Math.max(8, elementBytes(type)));
    try {
      const reads = this.mounted.watch(() =>
        this.ask(
          "Reading a dataset",
          path,
          (id) => module.get_dataset_data(id, path, one, index, one, BigInt(pointer)),
          (status) => status < 0,
        ),
      );
      return { bytes: module.HEAPU8.slice(pointer, pointer + elementBytes(type)), reads };
    } finally {
      module._free(pointer);
    }
  }

  private attributesHere(path: string, wanted: readonly string[] | undefined): Record<string, Hdf5Values> {
    const { module } = this.library;
    const names = this.ask("Listing the attributes", path, (id) => module.get_attribute_names(id, path));
    const read = names.filter((name) => wanted?.includes(name) ?? true);
    return Object.fromEntries(read.map((name) => [name, this.attribute(path, name)]));
  }

  private attribute(path: string, name: string): Hdf5Values {
    const { module } = this.library;
    const action = `Reading the attribute "${name}"`;
    const stored = this.stored.attribute(path, name);
    const metadata: Metadata = this.ask(action, path, (id) => module.get_attribute_metadata(id, path, name));
    const type = typeOf(metadata, stored);
    const length = metadata.shape ? metadata.total_size * elementBytes(type) : 0;
    const shape = metadata.shape ?? [0];
    if (length > MOST_ATTRIBUTE_BYTES)
      throw this.problem(action, path, `it claims ${length} bytes, more than an attribute can have`);
    const pointer = module._malloc(Math.max(8, length));
    try {
      if (length > 0)
        this.ask(
          action,
          path,
          (id) => module.get_attribute_data(id, path, name, BigInt(pointer)),
          (status) => status < 0,
        );
      const bytes = module.HEAPU8.slice(pointer, pointer + length);
      const notes = newNotes();
      const data = decode(type, bytes, this.context(path, notes));
      if (length > 0 && holdsPointers(type))
        this.ask(action, path, (id) => module.reclaim_vlen_memory(id, path, name, BigInt(pointer)));
      return { type, shape, data, ...(notes.latin1 > 0 && { latin1: notes.latin1 }) };
    } finally {
      module._free(pointer);
    }
  }

  private readHere(
    dataset: Hdf5Dataset,
    ranges: readonly Hdf5Range[],
    progress: Progress,
    bigints: boolean,
  ): Promise<Hdf5Values> {
    return readDataset(dataset, ranges, {
      library: this.library,
      file: this.open(),
      byteLength: this.byteLength,
      location: this.location,
      context: (notes) => this.context(dataset.path, notes, bigints),
      problem: (reason) => this.readProblem(dataset, reason),
      progress,
    });
  }

  /** A filter that the library lacks is the most likely reason why chunks cannot be read; it does not say so. */
  private readProblem({ path, chunks }: Hdf5Dataset, reason: string): EcephysError {
    const { module } = this.library;
    const action = "Reading a dataset";
    const filters = chunks ? this.ask(action, path, (id) => module.get_dataset_filters(id, path)) : [];
    return lackingFilter(filters, this.nameOf(path)) ?? this.problem(action, path, reason);
  }

  private context(path: string, notes: DecodeNotes, bigints = false): DecodeContext {
    const { module } = this.library;
    return {
      heap: module.HEAPU8,
      resource: this.nameOf(path),
      notes,
      bigints,
      dereference: (bytes, to): Hdf5Reference => {
        if (bytes.every((byte) => byte === 0)) return { reference: to, path: undefined };
        const target = this.targetOf(path, bytes, to);
        return target
          ? { reference: to, path: `${this.prefix}${target}` }
          : { reference: to, path: undefined, isDangling: true };
      },
    };
  }

  /** A reference to an object that was deleted, or was never there, costs only itself. */
  private targetOf(path: string, bytes: Uint8Array, to: "object" | "region"): string | undefined {
    try {
      return this.ask("Following a reference", path, (id) =>
        this.library.module.get_referenced_name(id, bytes, to === "object"),
      );
    } catch (error) {
      if (this.library.isCrashed) throw error;
      return undefined;
    }
  }

  /** "name.nwb:/path" is in a file beside this one, as references in a linked file are given. */
  private resolve(path: string): Place | undefined {
    const beside = pathBeside(path);
    if (beside) return this.sibling(beside.file, path).resolve(beside.path);
    if (!this.places.has(path)) this.places.set(path, this.follow(path));
    return this.places.get(path);
  }

  private follow(path: string): Place | undefined {
    const found = resolvePath(path, (group, name) => this.link(group, name));
    switch (found.kind) {
      case "here":
        return { engine: this, path: found.path };
      case "nowhere":
        return undefined;
      case "endless":
        throw this.problem("Following the links", path, "they form a cycle");
      case "elsewhere":
        return this.sibling(found.file, path).resolve(found.path);
    }
  }

  private sibling(name: string, path: string): Hdf5Engine {
    const known = this.siblings.get(name);
    if (known) return known;
    let bytes: SyncBytes;
    try {
      bytes = this.openSibling(name);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new EcephysError("format", {
        action: "Following a link",
        resource: this.nameOf(path),
        reason: `it leads to the file "${name}": ${reason}`,
        remedy: `Lay that file beside this one, or hand it in: { linkedFiles: { ${JSON.stringify(name)}: file } }`,
      });
    }
    const refuse = () => {
      throw new Error("a linked file's own links to further files are not followed");
    };
    const engine = new Hdf5Engine(this.library, bytes, name, refuse, `${name}:`);
    this.siblings.set(name, engine);
    return engine;
  }

  private link(group: string, name: string): Hdf5Link | undefined {
    const { module } = this.library;
    if (!this.isGroup(group) || !this.childNames(group).has(name)) return undefined;
    const path = group === "/" ? `/${name}` : `${group}/${name}`;
    const soft = this.ask("Following a link", path, (id) => module.get_symbolic_link(id, path));
    if (soft !== null) return { kind: "soft", path: soft };
    const external = this.ask("Following a link", path, (id) => module.get_external_link(id, path));
    return external.filename === undefined
      ? { kind: "hard" }
      : { kind: "external", file: external.filename, path: external.obj_path ?? "/" };
  }

  private isGroup(path: string): boolean {
    const { module } = this.library;
    return (
      path === "/" ||
      this.names.has(path) ||
      this.ask("Looking at", path, (id) => module.get_type(id, path)) === module.H5G_GROUP
    );
  }

  private childNames(group: string): ReadonlySet<string> {
    const known = this.names.get(group);
    if (known) return known;
    const { module } = this.library;
    const names = new Set(this.ask("Listing a group", group, (id) => module.get_names(id, group, false)));
    this.names.set(group, names);
    return names;
  }

  private ask<T>(
    action: string,
    path: string,
    work: (file: bigint) => T,
    failed: (answer: T) => boolean = () => false,
  ): T {
    const id = this.open();
    return this.library.call(
      () => work(id),
      failed,
      (reason) => this.problem(action, path, reason),
    );
  }

  private open(): bigint {
    if (this.file !== undefined) return this.file;
    throw closedFile(this.location);
  }

  private nameOf(path: string): string {
    return `${this.location} (${path})`;
  }

  private problem(action: string, path: string, reason: string): EcephysError {
    return new EcephysError("format", { action, resource: this.nameOf(path), reason });
  }
}
