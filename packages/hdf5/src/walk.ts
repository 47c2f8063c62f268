import type { EcephysError } from "@ecephys/files";
import type { Hdf5Link } from "./links.ts";
import type { Hdf5Entry, Hdf5Object, Hdf5Values } from "./model.ts";
import type { Progress } from "./progress.ts";

/** What of a tree is wanted; see `Hdf5WalkOptions`. */
export interface WalkWishes {
  readonly attributes?: readonly string[] | undefined;
  readonly without?: readonly string[] | undefined;
}

/** How one file's objects are looked at. */
export interface TreeSource {
  link(group: string, name: string): Hdf5Link | undefined;
  describe(path: string): Hdf5Object | undefined;
  attributes(path: string, names: readonly string[] | undefined): Readonly<Record<string, Hdf5Values>>;
  /** The same for every path of an object. */
  identity(path: string): string;
  problem(path: string, reason: string): EcephysError;
}

/** More objects, or deeper groups, than real files have. */
const MOST_ENTRIES = 200_000;
const DEEPEST = 64;

/** Everything at and below a path that is no link; see `Hdf5File.walk`. A group that holds itself is listed there, and not walked again. */
export async function walkTree(
  root: string,
  { attributes, without = [] }: WalkWishes,
  progress: Progress,
  source: TreeSource,
): Promise<Hdf5Entry[]> {
  const entries: Hdf5Entry[] = [];
  const leftOut = new Set(without);
  /** @param above The groups that hold this one. */
  const visit = async (path: string, above: readonly string[]): Promise<void> => {
    if (entries.length >= MOST_ENTRIES || above.length > DEEPEST)
      throw source.problem(
        root,
        `it holds more than ${MOST_ENTRIES} objects, or groups more than ${DEEPEST} deep`,
      );
    await progress.pause();
    const entry = entryOf(path, attributes, source);
    entries.push(entry);
    if (entry.object?.kind !== "group" || leftOut.has(path)) return;
    const own = source.identity(path);
    if (above.includes(own)) return;
    const within = [...above, own];
    for (const name of entry.object.children) {
      const child = path === "/" ? `/${name}` : `${path}/${name}`;
      const link = source.link(path, name);
      if (link === undefined || link.kind === "hard") await visit(child, within);
      else entries.push({ path: child, object: undefined, link: targetOf(path, link), attributes: {} });
    }
  };
  await visit(root, []);
  return entries;
}

function entryOf(path: string, names: readonly string[] | undefined, source: TreeSource): Hdf5Entry {
  const attempt = <Found>(look: () => Found): { found?: Found; problem?: string } => {
    try {
      return { found: look() };
    } catch (error) {
      return { problem: error instanceof Error ? error.message : String(error) };
    }
  };
  const object = attempt(() => source.describe(path));
  const attributes = object.found ? attempt(() => source.attributes(path, names)) : { found: {} };
  const problem = object.problem ?? attributes.problem;
  return {
    path,
    object: object.found,
    attributes: attributes.found ?? {},
    ...(problem !== undefined && { problem }),
  };
}

function targetOf(group: string, link: Exclude<Hdf5Link, { kind: "hard" }>) {
  if (link.kind === "external") return { file: link.file, path: absolute(link.path) };
  return { path: absolute(link.path.startsWith("/") ? link.path : `${group}/${link.path}`) };
}

function absolute(path: string): string {
  const names = path.split("/").filter((name) => name !== "" && name !== ".");
  return `/${names.join("/")}`;
}

/** Gives what was found behind a link under the link's path. */
export function movedTo(path: string, from: string): (entry: Hdf5Entry) => Hdf5Entry {
  if (path === from) return (entry) => entry;
  return (entry) => {
    const moved = path + entry.path.slice(from === "/" ? 0 : from.length);
    return { ...entry, path: moved, object: entry.object && { ...entry.object, path: moved } };
  };
}
