import type { Hdf5Entry } from "@ecephys/hdf5";
import type { SignalOptions } from "../options.ts";
import type { Attributes } from "./members.ts";
import type { NwbFile } from "./nwb-file.ts";
import { typeOf } from "./values.ts";

const SPECIFICATIONS = "/specifications";

/** All objects and links of a file, but for its cached specifications. */
export class Outline {
  readonly entries: readonly Hdf5Entry[];
  readonly #byPath: ReadonlyMap<string, Hdf5Entry>;
  readonly #children = new Map<string, Hdf5Entry[]>();

  private constructor(entries: readonly Hdf5Entry[]) {
    this.entries = entries;
    this.#byPath = new Map(entries.map((entry) => [entry.path, entry]));
    for (const entry of entries) {
      if (entry.path === "/") continue;
      const parent = entry.path.slice(0, entry.path.lastIndexOf("/")) || "/";
      const siblings = this.#children.get(parent) ?? [];
      siblings.push(entry);
      this.#children.set(parent, siblings);
    }
  }

  /** Walks the whole file once. */
  static async of(file: NwbFile, { signal }: SignalOptions): Promise<Outline> {
    const entries = (await file.hdf5.walk("/", { without: [SPECIFICATIONS], signal })) ?? [];
    return new Outline(entries.filter(({ path }) => path !== SPECIFICATIONS));
  }

  at(path: string): Hdf5Entry | undefined {
    return this.#byPath.get(path);
  }

  /** What lies directly in a group. */
  children(path: string): readonly Hdf5Entry[] {
    return this.#children.get(path) ?? [];
  }

  /** The attributes of an object; none of one that is not there. */
  attributes(path: string): Attributes {
    return this.at(path)?.attributes ?? {};
  }

  /** The `neurodata_type` of an object. */
  typeOf(path: string): string | undefined {
    return typeOf(this.attributes(path));
  }
}

/** The last part of a path. */
export function nameOfPath(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
