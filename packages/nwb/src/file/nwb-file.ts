import { EcephysError, isEcephysError } from "@ecephys/files";
import type {
  Hdf5CallOptions,
  Hdf5Dataset,
  Hdf5Element,
  Hdf5Entry,
  Hdf5File,
  Hdf5Group,
  Hdf5ReadOptions,
  Hdf5Values,
} from "@ecephys/hdf5";
import { asFloat64, asText, onlyElement } from "@ecephys/hdf5/internal";
import { FileWarnings } from "./warnings.ts";

/** The oldest NWB schema whose sessions this package knows. Versions compare as numbers: 2.10 is newer than 2.2. */
const OLDEST = [2, 2, 2] as const;

/** An NWB file: an HDF5 file, with errors that name the part that is missing or damaged. */
export class NwbFile {
  readonly hdf5: Hdf5File;
  /** "2.7.0", as written. */
  readonly version: string;
  readonly warnings: FileWarnings;

  private constructor(hdf5: Hdf5File, version: string, warnings: FileWarnings) {
    this.hdf5 = hdf5;
    this.version = version;
    this.warnings = warnings;
  }

  /**
   * Checks the version of an NWB file. An HDF5 file that is not an NWB file is closed.
   * @param warn Called with what is wrong in the file.
   * @throws an EcephysError "format" where it has no `nwb_version`, or one before NWB 2.
   */
  static async of(hdf5: Hdf5File, warn: (message: string) => void = () => {}): Promise<NwbFile> {
    try {
      const version = await versionOf(hdf5);
      return new NwbFile(hdf5, version, new FileWarnings(hdf5.location, warn));
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
      transferred: hdf5.transferred,
      describe: (path, options) => hdf5.describe(path, until(options)),
      attributes: (path, names, options) => hdf5.attributes(path, names, until(options)),
      read: (path, options) => hdf5.read(path, until(options)),
      prefetch: (paths, options) => hdf5.prefetch(paths, until(options)),
      walk: (path, options) => hdf5.walk(path, until(options)),
      close: () => hdf5.close(),
    };
    return new NwbFile(ended, this.version, this.warnings);
  }

  get location(): string {
    return this.hdf5.location;
  }

  /** Whether the file was written by a version that AllenSDK no longer reads. */
  get isOutdated(): boolean {
    const parts = plainVersion(this.version)
      .split(".")
      .map((part) => Number.parseInt(part, 10) || 0);
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

  /** @throws an EcephysError "not-found" where the dataset is missing, "format" where it does not hold numbers. */
  async numbers(path: string, action: string, options?: Hdf5ReadOptions): Promise<Float64Array> {
    return asFloat64(await this.read(path, action, options), this.nameOf(path));
  }

  async texts(path: string, action: string): Promise<readonly string[]> {
    return asText(await this.read(path, action), this.nameOf(path));
  }

  /** A scalar; `undefined` where it is missing or empty. */
  async scalar(path: string): Promise<Hdf5Element | undefined> {
    return onlyElement(await this.hdf5.read(path));
  }

  /** Those of the named attributes that exist and are scalars or arrays of one element. */
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

  /** What a link leads to, with its attributes, under the link's own path; undefined where it leads to nothing. */
  async linked(path: string, attributes?: readonly string[]): Promise<Hdf5Entry | undefined> {
    try {
      const object = await this.hdf5.describe(path);
      if (object === undefined) return undefined;
      const found = await this.hdf5.attributes(path, attributes);
      return { path, object: { ...object, path }, attributes: found ?? {} };
    } catch (error) {
      // A file that is not there, or not to be followed to; a cycle of links.
      if (isEcephysError(error) && error.code === "format") return undefined;
      throw error;
    }
  }

  nameOf(path: string): string {
    return `${this.location} (${path})`;
  }

  /** Throws the error for a missing part of the file. */
  lack(path: string, action: string): never {
    throw new EcephysError("not-found", {
      action,
      resource: this.location,
      reason: `the file has no "${path}"`,
      remedy:
        path === "/units"
          ? "Session files have units and LFP files do not: open the session's file"
          : undefined,
    });
  }

  /** Throws the error for a damaged part of the file. */
  damage(path: string, action: string, reason: string): never {
    throw new EcephysError("format", { action, resource: this.nameOf(path), reason });
  }
}

/** "NWB-2.0.2" was written in 2019. */
function plainVersion(version: string): string {
  return version.replace(/^NWB-/i, "");
}

async function versionOf(hdf5: Hdf5File): Promise<string> {
  const version = onlyElement((await hdf5.attributes("/", ["nwb_version"]))?.nwb_version);
  if (typeof version === "string" && Number.parseInt(plainVersion(version), 10) >= 2) return version;
  const dataset = await hdf5.describe("/nwb_version");
  if (typeof version !== "string" && dataset?.kind !== "dataset")
    throw new EcephysError("format", {
      action: "Opening an NWB file",
      resource: hdf5.location,
      reason: 'this HDF5 file has no attribute "nwb_version", so it is not an NWB file',
      remedy: "Files that are HDF5 and nothing more can be read with openHdf5 of @ecephys/hdf5",
    });
  const written = version ?? onlyElement(await hdf5.read("/nwb_version"));
  throw new EcephysError("format", {
    action: "Opening an NWB file",
    resource: hdf5.location,
    reason: `its version of NWB is ${plainVersion(String(written ?? "1"))}; only NWB 2 is read here`,
    remedy:
      "Fetch a newer version of the file, or read its HDF5 with openHdf5 of @ecephys/hdf5 or h5py: pynwb reads no NWB 1 either",
  });
}
