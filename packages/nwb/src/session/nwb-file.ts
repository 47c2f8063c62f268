import { EcephysError } from "@ecephys/files";
import type {
  Hdf5CallOptions,
  Hdf5Dataset,
  Hdf5Element,
  Hdf5File,
  Hdf5Group,
  Hdf5ReadOptions,
  Hdf5Values,
} from "@ecephys/hdf5";
import { asFloat64, asText, onlyElement } from "@ecephys/hdf5/internal";

/** The oldest NWB schema whose sessions this package knows, as numbers (note S22). */
const OLDEST = [2, 2, 2] as const;

/** An NWB file: an HDF5 file whose parts are asked for by name, and missed by name. */
export class NwbFile {
  readonly hdf5: Hdf5File;
  /** "2.7.0". */
  readonly version: string;

  private constructor(hdf5: Hdf5File, version: string) {
    this.hdf5 = hdf5;
    this.version = version;
  }

  /**
   * Takes an HDF5 file for an NWB one, after a look at its version. The file is closed where it is none.
   * @throws an EcephysError "format" where it has no `nwb_version`, or one before NWB 2.
   */
  static async of(hdf5: Hdf5File): Promise<NwbFile> {
    try {
      const version = onlyElement((await hdf5.attributes("/", ["nwb_version"]))?.nwb_version);
      if (typeof version === "string" && Number.parseInt(version, 10) >= 2) return new NwbFile(hdf5, version);
      const old = typeof version === "string" || (await hdf5.describe("/nwb_version")) !== undefined;
      throw new EcephysError("format", {
        action: "Opening an NWB file",
        resource: hdf5.location,
        reason: old
          ? `its version of NWB (${String(version ?? "1")}) is older than 2`
          : 'the attribute "nwb_version" was looked for, but this HDF5 file has none: it is no NWB file',
        remedy: old ? "Fetch a newer version of the file" : undefined,
      });
    } catch (error) {
      await hdf5.close();
      throw error;
    }
  }

  /** The same file, whose reads end with the signal. */
  until(signal: AbortSignal): NwbFile {
    const { hdf5 } = this;
    const until = <Options extends Hdf5CallOptions>(options?: Options) => ({
      ...options,
      signal: options?.signal ?? signal,
    });
    const ended: Hdf5File = {
      location: hdf5.location,
      byteLength: hdf5.byteLength,
      describe: (path, options) => hdf5.describe(path, until(options)),
      attributes: (path, names, options) => hdf5.attributes(path, names, until(options)),
      read: (path, options) => hdf5.read(path, until(options)),
      close: () => hdf5.close(),
    };
    return new NwbFile(ended, this.version);
  }

  get location(): string {
    return this.hdf5.location;
  }

  /** Whether the file was written by a version that AllenSDK no longer knows; versions compare as numbers. */
  get isOutdated(): boolean {
    const parts = this.version.split(".").map((part) => Number.parseInt(part, 10) || 0);
    for (const [i, least] of OLDEST.entries()) if ((parts[i] ?? 0) !== least) return (parts[i] ?? 0) < least;
    return false;
  }

  async group(path: string): Promise<Hdf5Group | undefined> {
    const found = await this.hdf5.describe(path);
    return found?.kind === "group" ? found : undefined;
  }

  async dataset(path: string): Promise<Hdf5Dataset | undefined> {
    const found = await this.hdf5.describe(path);
    return found?.kind === "dataset" ? found : undefined;
  }

  /** @throws an EcephysError "not-found" that names the group. */
  async requireGroup(path: string, action: string): Promise<Hdf5Group> {
    return (await this.group(path)) ?? this.lack(path, action);
  }

  /** @throws an EcephysError "not-found" that names the dataset. */
  async requireDataset(path: string, action: string): Promise<Hdf5Dataset> {
    return (await this.dataset(path)) ?? this.lack(path, action);
  }

  async read(path: string, action: string, options?: Hdf5ReadOptions): Promise<Hdf5Values> {
    return (await this.hdf5.read(path, options)) ?? this.lack(path, action);
  }

  /** @throws an EcephysError "not-found" where there is none, "format" where it holds no numbers. */
  async numbers(path: string, action: string, options?: Hdf5ReadOptions): Promise<Float64Array> {
    return asFloat64(await this.read(path, action, options), this.nameOf(path));
  }

  async texts(path: string, action: string): Promise<readonly string[]> {
    return asText(await this.read(path, action), this.nameOf(path));
  }

  /** A scalar; `undefined` where there is none, or one with nothing in it. */
  async scalar(path: string): Promise<Hdf5Element | undefined> {
    return onlyElement(await this.hdf5.read(path));
  }

  /** The named attributes that are there, and are scalars or arrays of one; none without the object. */
  async scalarAttributes<Name extends string>(
    path: string,
    ...names: readonly Name[]
  ): Promise<Readonly<Partial<Record<Name, Hdf5Element>>>> {
    const attributes = (await this.hdf5.attributes(path, names)) ?? {};
    const scalars: Partial<Record<Name, Hdf5Element>> = {};
    for (const name of names) {
      const value = onlyElement(attributes[name]);
      if (value !== undefined) scalars[name] = value;
    }
    return scalars;
  }

  nameOf(path: string): string {
    return `${this.location} (${path})`;
  }

  /** Says what was looked for and is not there. */
  lack(path: string, action: string): never {
    throw new EcephysError("not-found", {
      action,
      resource: this.location,
      reason: `the file has no "${path}"`,
      remedy:
        path === "/units"
          ? "Sessions have units, LFP files of probes have none: open the session's file"
          : undefined,
    });
  }

  /** Says what is there and cannot be. */
  damage(path: string, action: string, reason: string): never {
    throw new EcephysError("format", { action, resource: this.nameOf(path), reason });
  }
}
