import { EcephysError } from "@ecephys/files";
import type { ManifestBuilder, ManifestEntry } from "./builder.ts";

/** The value for a "%d" (an integer) or "%s" (text) of a path. */
export type PathArgument = number | string;

/** A key's path, relative to the manifest's directory, with its "%d" and "%s" not filled in. */
export interface ManifestPath {
  readonly key: string;
  readonly type: "file" | "dir";
  /** "" is the manifest's directory itself. */
  readonly spec: string;
}

/** Where a cache keeps its files: paths by key, all inside the manifest's directory. */
export class Manifest {
  readonly version: string;
  /** For messages: where the manifest is kept. */
  readonly location: string;
  readonly paths: ReadonlyMap<string, ManifestPath>;

  /** @throws an EcephysError "manifest" if a path is absolute, leaves the directory, or has no parent. */
  constructor(builder: Pick<ManifestBuilder, "version" | "entries">, location: string) {
    this.version = builder.version;
    this.location = location;
    this.paths = resolvePaths(builder.entries, location);
  }

  /**
   * The path of a file or directory, relative to the manifest's directory.
   * @param args Fill "%d" and "%s" in their order, the parents' first: `path("session_nwb", 1, 1)`.
   * @throws an EcephysError "manifest" for an unknown key, "argument" for arguments that do not match the path.
   */
  path(key: string, ...args: readonly PathArgument[]): string {
    const found = this.paths.get(key);
    if (found === undefined) {
      throw new EcephysError("manifest", {
        action: "Looking up a path",
        resource: this.location,
        reason: `the manifest has no "${key}", only ${[...this.paths.keys()].join(", ")}`,
        remedy: "Use one of these, or add a path when opening the cache (addManifestPaths)",
      });
    }
    return fill(found, args);
  }
}

function resolvePaths(entries: readonly ManifestEntry[], location: string): Map<string, ManifestPath> {
  const refuse = (key: string, reason: string): never => {
    throw new EcephysError("manifest", {
      action: "Reading the manifest",
      resource: location,
      reason: `the path of "${key}" ${reason}`,
      remedy: "Correct the entry; every path must be inside the manifest's directory",
    });
  };
  const paths = new Map<string, ManifestPath>();
  for (const { key, type, spec, parentKey } of entries) {
    if (paths.has(key)) refuse(key, "is listed twice");
    const parent = parentKey === undefined ? "" : paths.get(parentKey)?.spec;
    if (parent === undefined)
      return refuse(key, `has the parent "${parentKey}", which is not listed before it`);
    const problem = pathProblem(spec);
    if (problem !== undefined) refuse(key, problem);
    const segments = [...parent.split("/"), ...spec.split("/")].filter((part) => part !== "" && part !== ".");
    if (segments.length === 0 && type === "file") refuse(key, "does not name a file");
    const whole = segments.join("/");
    if (DRIVE.test(whole)) refuse(key, `names a drive ("${spec}")`);
    paths.set(key, { key, type, spec: whole });
  }
  return paths;
}

/** A drive letter leaves any directory on Windows, even after "./". */
const DRIVE = /^[A-Za-z]:/;

function pathProblem(spec: string): string | undefined {
  if (/^[/\\]/.test(spec) || DRIVE.test(spec)) return `is absolute ("${spec}")`;
  if (spec.split(/[/\\]/).includes("..")) return `leaves the manifest's directory ("${spec}")`;
  if (spec.includes("\\")) return `has a backslash ("${spec}")`;
  if (spec.includes("\0")) return "has a zero character";
  const odd = spec.replaceAll("%%", "").match(/%(?![ds]).?/);
  return odd === null ? undefined : `has "${odd[0]}"; only %d and %s are known ("${spec}")`;
}

function fill(path: ManifestPath, args: readonly PathArgument[]): string {
  let used = 0;
  const text = path.spec.replace(/%[ds%]/g, (mark) => {
    if (mark === "%%") return "%";
    const value = args[used++];
    return mark === "%d" ? integerText(path, value) : nameText(path, value);
  });
  if (DRIVE.test(text)) throw argumentError(path, `"${text}" names a drive`);
  if (used !== args.length) throw argumentError(path, `it takes ${used} values, not ${args.length}`);
  return text;
}

function integerText(path: ManifestPath, value: PathArgument | undefined): string {
  if (Number.isSafeInteger(value)) return String(value);
  throw argumentError(path, `${String(value)} is not an integer`);
}

function nameText(path: ManifestPath, value: PathArgument | undefined): string {
  const text = value === undefined ? "" : String(value);
  // A name becomes part of a path: it must not lead to another directory.
  if (text !== "" && text !== "." && text !== ".." && !/[/\\\0]/.test(text)) return text;
  throw argumentError(path, `"${text}" cannot be part of a file's name`);
}

function argumentError({ key, spec }: ManifestPath, reason: string): EcephysError {
  return new EcephysError("argument", {
    action: "Building a path of the cache",
    resource: `"${key}"`,
    reason,
    remedy: `Its path is ${spec}: give a whole number for every %d, a name for every %s, in order`,
  });
}
